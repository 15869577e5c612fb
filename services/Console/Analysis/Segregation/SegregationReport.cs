using Utanforskap.Statistics.Segregation;

namespace Utanforskap.Console.Analysis.Segregation;

/// <summary>Indices of one area; <paramref name="Area"/> is null for the whole file.</summary>
internal sealed record AreaSegregation(string? Area, IReadOnlyList<SegregationEstimate> Indices);

/// <summary>What a level of the division adds to M, and M in each area of the level above.</summary>
internal sealed record NestedLevel(string Level, double Value, IReadOnlyList<NestedPart> Within);

internal sealed record NestedPart(string Area, double Share, double Value);

/// <summary>All that <c>utan segregation</c> tells.</summary>
/// <param name="LeftOut">Areas in which a count is missing.</param>
/// <param name="Areas">The whole first, then each larger area.</param>
/// <param name="Nested">M split over the divisions, to the areas themselves; null where no division is asked for or M is not defined.</param>
/// <param name="Change">Of M since the earlier year; null where none is given, or where <paramref name="ChangeStatus"/> says why.</param>
/// <param name="ChangeStatus">Why the change cannot be split.</param>
internal sealed record SegregationReport(
    string Data,
    IReadOnlyList<string> Groups,
    IReadOnlyList<string> LeftOut,
    SamplingPlan Sampling,
    IReadOnlyList<AreaSegregation> Areas,
    IReadOnlyList<NestedLevel>? Nested,
    SegregationChange? Change,
    string? ChangeStatus)
{
    public static SegregationReport Of(
        GroupFile file, GroupFile? before, Division? division, SegregationIndex[] indices, SamplingPlan plan, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        (string? Area, GroupTable Table)[] tables =
        [
            (null, file.Table),
            .. (division?.Told ?? []).SelectMany(areaOf => file.Table.Within(areaOf)).Select(area => ((string?)area.Area, area.Table)),
        ];
        var areas = tables.Select((area, place) => new AreaSegregation(
            area.Area,
            SegregationEstimation.Estimate(area.Table, indices, plan, Part.Of(progress, place, tables.Length), cancellationToken))).ToArray();
        var change = before is null ? null : AnalysisOutput.About(before.Areas.Path, () => SegregationChange.Between(before.Table, file.Table));
        return new SegregationReport(
            file.Areas.Path,
            file.Groups,
            file.LeftOut,
            plan,
            areas,
            division is null || double.IsNaN(SegregationIndex.MutualInformation.Of(file.Table)) ? null : Nest(file, division),
            change,
            before is not null && change is null ? "one year's odds cannot take the other's margins, since cells without persons forbid it" : null);
    }

    private static NestedLevel[] Nest(GroupFile file, Division division)
    {
        var levels = AnalysisOutput.About(file.Areas.Path, () => Information.Nested(file.Table, [.. division.Levels.Select(level => level.AreaOf)]));
        return
        [
            .. levels.Zip(division.Levels.Select(level => level.Name).Append("area"), (level, name) =>
                new NestedLevel(name, level.Value, [.. level.Within.Select(part => new NestedPart(part.Area, part.Share, part.Value))])),
        ];
    }

    /// <summary>The progress of one of several equal parts.</summary>
    private sealed class Part(IProgress<double> whole, int place, int of) : IProgress<double>
    {
        public static Part? Of(IProgress<double>? whole, int place, int of) => whole is null ? null : new Part(whole, place, of);

        public void Report(double value) => whole.Report((place + value) / of);
    }
}
