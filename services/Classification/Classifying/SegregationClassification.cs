using Utanforskap.Classification.Methods;
using Utanforskap.Geography;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.Statistics.Segregation;

namespace Utanforskap.Classification.Classifying;

/// <summary>Segregation over the areas of each municipality, each county and the nation.</summary>
internal static class SegregationClassification
{
    private static readonly string[] What = ["value", "low", "high", "corrected", "chance", "status"];

    /// <summary>One result per level that the country has; areas in which a count is missing are left out.</summary>
    public static IReadOnlyList<MethodResult> Of(SegregationRule rule, TargetFigures figures)
    {
        var division = Division.Find(figures.Target.Division)!;
        int[] complete = [.. Enumerable.Range(0, figures.Areas.Length).Where(i => rule.Groups.All(group => figures[group][i] >= 0))];
        if (complete.Length == 0)
        {
            throw new RefusedResultException("No area has all counts.");
        }

        var table = GroupTable.Of(
            [.. complete.Select(i => figures.Areas[i])], rule.Groups, [.. rule.Groups.Select(IReadOnlyList<double> (group) => [.. complete.Select(i => figures[group][i])])]);
        return
        [
            .. Division.All.Where(d => d.Country == division.Country && d.Level > division.Level && d.Level >= DivisionLevel.Municipality)
                .Select(level => Level(rule, level, table.Within(unit => new AreaCode(division, unit).Within(level)))),
        ];
    }

    private static MethodResult Level(SegregationRule rule, Division level, IReadOnlyList<(string Area, GroupTable Table)> tables)
    {
        string[] areas = [.. tables.Select(t => t.Area)];
        var plan = new SamplingPlan(rule.Seed, rule.Replicates);
        var estimates = tables.Select(t => SegregationEstimation.Estimate(t.Table, rule.Indices, plan)).ToList();
        var shown = rule.Indices.Index().First(i => i.Item == rule.Shown).Index;
        var nothing = new double[areas.Length];
        Array.Fill(nothing, double.NaN);
        return new MethodResult(
            level.Id,
            MethodResult.ColumnOf(areas, nothing),
            Over(areas, estimates, shown, "value"),
            [.. rule.Indices.SelectMany((index, i) => What.Select(what => KeyValuePair.Create(SegregationRule.PartId(index, what), Over(areas, estimates, i, what))))],
            []);
    }

    private static Column Over(string[] areas, List<IReadOnlyList<SegregationEstimate>> estimates, int index, string what) =>
        MethodResult.ColumnOf(areas, [.. estimates.Select(e => Of(e[index], what) ?? double.NaN)]);

    private static double? Of(SegregationEstimate estimate, string what) => what switch
    {
        "value" => estimate.Value,
        "low" => estimate.Low,
        "high" => estimate.High,
        "corrected" => estimate.BiasCorrected,
        "chance" => estimate.ExpectedByChance,
        _ => (int)estimate.Status,
    };
}
