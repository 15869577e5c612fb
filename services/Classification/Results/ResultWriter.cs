using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Reclassifying;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Results;

/// <summary>Stores results, with what they were computed from.</summary>
internal sealed class ResultWriter(ClassificationDb database, IColumnStore store)
{
    /// <summary>Stores results as they stand after a release.</summary>
    /// <returns>The (division, period) in which anything differs from before, in the results' order.</returns>
    public async Task<IReadOnlyList<ClassifiedColumn>> WriteAsync(
        MethodDefinition method, long release, IReadOnlyList<ComputedResult> results, CancellationToken cancellationToken)
    {
        var columns = results.SelectMany(r => r.Columns).ToDictionary(c => c.Key, c => c.Value);
        var deltas = (await store.WriteAsync(release, columns, cancellationToken)).ToLookup(d => (d.Key.Division, d.Key.Period));
        var needs = method.Rule.Parts.Where(p => p.Kind == PartKind.Need).Select(p => p.Id).ToList();
        await KeepVersionsAsync(method, release, results, cancellationToken);
        return
        [
            .. results.Where(r => deltas.Contains((r.Division, r.Period))).Select(r =>
                ChangeOf(new ResultSeries(method.Id, r.Division, r.Period), [.. deltas[(r.Division, r.Period)]], needs)),
        ];
    }

    /// <summary>What a result was computed from, as JSON that compares as text.</summary>
    public static string InputsOf(Target target) => JsonSerializer.Serialize(
        target.Inputs.Select(i => new UsedInput(i.Input.Indicator, i.Period is null ? 0 : i.Version, target.Division, i.Period)), WireJson.Options);

    private async Task KeepVersionsAsync(MethodDefinition method, long release, IReadOnlyList<ComputedResult> results, CancellationToken cancellationToken)
    {
        var periods = results.Select(r => r.Period).Distinct().ToArray();
        var rows = await database.ResultVersions
            .Where(v => v.Method == method.Id && v.Release <= release && EF.Parameter(periods).Contains(v.Period)).ToListAsync(cancellationToken);
        var known = rows.GroupBy(v => (v.Division, v.Period)).ToDictionary(g => g.Key, g => g.OrderBy(v => v.Release).ToList());
        foreach (var result in results)
        {
            var before = known.GetValueOrDefault((result.Division, result.Period)) ?? [];
            if (before.Count > 0 && before[^1].Release == release)
            {
                database.ResultVersions.Remove(before[^1]);
                before.RemoveAt(before.Count - 1);
            }

            var (inputs, limits) = (InputsOf(result.Target), JsonSerializer.Serialize(result.Result.Limits, WireJson.Options));
            if (before.Count == 0 || before[^1] is var last && (last.Version != method.Version || last.Inputs != inputs || last.Limits != limits))
            {
                database.ResultVersions.Add(new ResultVersion
                {
                    Method = method.Id,
                    Division = result.Division,
                    Period = result.Period,
                    Release = release,
                    Version = method.Version,
                    Inputs = inputs,
                    Limits = limits,
                });
            }
        }
    }

    private static ClassifiedColumn ChangeOf(ResultSeries series, IReadOnlyList<ColumnDelta> deltas, IReadOnlyList<string> needs)
    {
        // How sure a class is and how far from a limit says something about a result and is no part of it.
        var parts = deltas.Where(d => d.Key == series.Class || d.Key == series.Index || d.Key == series.Population || needs.Any(need => d.Key == series.Part(need)));
        var classes = deltas.FirstOrDefault(d => d.Key == series.Class);
        return new ClassifiedColumn(
            series.Division,
            series.Period,
            parts.SelectMany(d => d.Areas).Distinct(StringComparer.Ordinal).Count(),
            classes is null ? 0 : classes.Areas.Where((_, i) => !ValueBefore(classes, i).Equals(classes.After.Values[i])).Count(),
            classes?.First ?? false);
    }

    private static double ValueBefore(ColumnDelta delta, int area) =>
        delta.Before.IndexOf(delta.Areas[area]) is >= 0 and var place ? delta.Before.Values[place] : double.NaN;
}
