using Utanforskap.Classification.Classifying;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Reclassifying;
using Utanforskap.Classification.Recomputing;
using Utanforskap.Classification.Results;
using Utanforskap.Contracts.Reading;
using Utanforskap.Statistics.Indices;

namespace Utanforskap.Classification.WhatIf;

/// <summary>
/// Computes a method as it is and as it would be, over the figures of the same release, and compares. Reads, and stores nothing. The figures are those that Indicators hands out, protected
/// as they are published.
/// </summary>
internal sealed class WhatIfComputation(ResultReader results, IndicatorsClient indicators, KeptMethods methods)
{
    private const string Need = "need-";

    /// <summary>What would differ, or null where the method has no result there.</summary>
    /// <exception cref="WhatIfProblem">It cannot be computed as it is asked.</exception>
    public async Task<WhatIfAnswer?> RunAsync(WhatIfRequest request, CancellationToken cancellationToken)
    {
        var series = new ResultSeries(request.Method, request.Division, request.Period);
        if (await results.VersionAsync(series, request.Release, cancellationToken) is not { } version)
        {
            return null;
        }

        var method = await methods.FindAsync(request.Method, version.Version, cancellationToken);
        if (method.Rule is not IndexRule rule)
        {
            throw new WhatIfProblem($"{method.Id} computes no index, so it has no weights, limits or counts to change.");
        }

        var target = Recomputation.TargetOf(method, series, version);
        var (changed, of) = request.Definition is { } text
            ? await UploadedAsync(text, request, cancellationToken)
            : (DefinitionChanges.Apply(rule, request.Changes ?? []), target);
        var columns = await indicators.ColumnsAsync([.. target.Columns, .. of.Columns], request.Release, cancellationToken);
        var plain = rule.Over(rule.Definition);
        var before = Compute(plain, TargetFigures.Of(target, columns));
        var after = Compute(changed, TargetFigures.Of(of, columns));
        return new WhatIfAnswer(
            method.Id,
            method.Version,
            Classes(before, after),
            before.Limits,
            after.Limits,
            [.. of.Inputs.Select(i => new UsedInput(i.Input.Indicator, i.Period is null ? 0 : i.Version, of.Division, i.Period))],
            Areas(before, after));
    }

    private async Task<(IndexRule Rule, Target Target)> UploadedAsync(string text, WhatIfRequest request, CancellationToken cancellationToken)
    {
        if (request.Changes is { Count: > 0 })
        {
            throw new WhatIfProblem("Give a definition or changes, not both: change the definition.");
        }

        var known = await indicators.KnownAsync(request.Release, cancellationToken);
        var method = UploadedMethod.Read(text, known);
        var target = MethodTargets.All(method, known).FirstOrDefault(t => t.Division == request.Division && t.Period == request.Period)
            ?? throw new WhatIfProblem($"The indicators of the definition have no figures for {request.Division} {request.Period}, or it is about another level than that.");
        return target.Lacking.Count == 0
            ? ((IndexRule)method.Rule, target)
            : throw new WhatIfProblem($"{target.Text()} has no {string.Join(", no ", target.Lacking)}.");
    }

    private static MethodResult Compute(IndexRule rule, TargetFigures figures)
    {
        try
        {
            return IndexClassification.Of(rule, figures);
        }
        catch (IndexException wrong)
        {
            throw new WhatIfProblem(wrong.Message);
        }
    }

    private static IReadOnlyList<WhatIfClass> Classes(MethodResult before, MethodResult after)
    {
        var (was, now) = (Counts(before), Counts(after));
        return
        [
            .. Enumerable.Range(1, was.Keys.Concat(now.Keys).DefaultIfEmpty(0).Max())
                .Select(one => new WhatIfClass(one, was.GetValueOrDefault(one), now.GetValueOrDefault(one))),
            .. before.Unclassified + after.Unclassified == 0 ? Array.Empty<WhatIfClass>() : [new WhatIfClass(null, before.Unclassified, after.Unclassified)],
        ];
    }

    private static Dictionary<int, int> Counts(MethodResult result) =>
        result.Classes.Values.Where(c => !double.IsNaN(c)).GroupBy(c => (int)c).ToDictionary(g => g.Key, g => g.Count());

    private static List<WhatIfArea> Areas(MethodResult before, MethodResult after)
    {
        // Without a need there is no list of needs, which is something else than an empty one.
        var (was, now) = (NeedsOf(before), NeedsOf(after));
        var areas = new List<WhatIfArea>();
        foreach (var area in before.Classes.Areas.Union(after.Classes.Areas, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (i, j) = (before.Classes.IndexOf(area), after.Classes.IndexOf(area));
            var one = new WhatIfArea(
                area, (int?)At(before.Classes, i), (int?)At(after.Classes, j), At(before.Index, i), At(after.Index, j), Needs(was, i), Needs(now, j));
            if (one.IsTold || !Nullable.Equals(one.IndexBefore, one.IndexAfter))
            {
                areas.Add(one);
            }
        }

        return areas;
    }

    private static List<(string Id, double[] Values)> NeedsOf(MethodResult result) =>
        [.. result.Parts.Where(p => p.Key.StartsWith(Need, StringComparison.Ordinal)).Select(p => (p.Key[Need.Length..], p.Value.Values))];

    private static WhatIfNeeds? Needs(List<(string Id, double[] Values)> needs, int place) => needs.Count == 0 || place < 0
        ? null
        : new WhatIfNeeds([.. needs.Where(n => n.Values[place] == 1).Select(n => n.Id)], [.. needs.Where(n => double.IsNaN(n.Values[place])).Select(n => n.Id)]);

    private static double? At(ServiceDefaults.Columns.Column? column, int place) =>
        column is not null && place >= 0 && !double.IsNaN(column.Values[place]) ? column.Values[place] : null;
}
