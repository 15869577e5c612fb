using Utanforskap.Classification.Classifying;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Results;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>Computes a method's results for some divisions and periods as of a release.</summary>
internal sealed class MethodReclassification(MethodDefinition method, IColumnStore store, IndicatorsClient indicators)
{
    /// <summary>The result columns to store, and what is to be said of areas or periods without a result.</summary>
    /// <exception cref="RefusedResultException">A result fails a check; then none is to be stored.</exception>
    public async Task<Reclassified> RunAsync(IReadOnlyList<Target> targets, long release, CancellationToken cancellationToken)
    {
        var inputs = await indicators.ColumnsAsync(
            [.. targets.SelectMany(t => method.Inputs.Select(t.Input))], release, cancellationToken);
        var known = await KnownAsync(targets, release - 1, cancellationToken);
        return Compute(targets, inputs, known);
    }

    /// <summary>What the method has of these divisions as of the release before, above all of other periods, to tell causes from.</summary>
    private async Task<Dictionary<ColumnKey, Column>> KnownAsync(
        IReadOnlyList<Target> targets, long asOf, CancellationToken cancellationToken)
    {
        if (method.Rule is not MeanIndex)
        {
            return [];
        }

        var divisions = targets.Select(t => t.Division).ToHashSet();
        var periods = (await store.KeysAsync($"{method.Id}/index", asOf, cancellationToken)).Where(k => divisions.Contains(k.Division)).ToList();
        var wanted = targets.SelectMany(t => periods.Where(p => p.Division == t.Division && string.CompareOrdinal(p.Period, t.Period) <= 0)
                .OrderByDescending(p => p.Period, StringComparer.Ordinal).Take(2))
            .Select(p => new ResultSeries(method.Id, p.Division, p.Period)).SelectMany(s => (ColumnKey[])[s.Index, s.Cause]).ToHashSet();
        return (await store.ReadManyAsync(wanted, asOf, cancellationToken)).ToDictionary();
    }

    private Reclassified Compute(
        IReadOnlyList<Target> targets, IReadOnlyDictionary<ColumnKey, AreaColumn> inputs, Dictionary<ColumnKey, Column> known)
    {
        var columns = new Dictionary<ColumnKey, Column>();
        var notes = new List<string>();
        foreach (var target in targets)
        {
            var lacking = method.Rule.Needs.Where(i => !inputs.ContainsKey(target.Input(i))).ToList();
            if (lacking.Count > 0)
            {
                notes.Add($"{target.Division} {target.Period} has no {string.Join(", no ", lacking)}.");
                continue;
            }

            var result = Classify(target, inputs);
            if (result.Unclassified > 0)
            {
                notes.Add($"{target.Division} {target.Period}: {result.Unclassified} of {result.Classes.Areas.Length} areas lack an input and have no class.");
            }

            var series = new ResultSeries(method.Id, target.Division, target.Period);
            columns.Add(series.Class, result.Classes);
            if (result.Index is { } index)
            {
                columns.Add(series.Index, index);
                AddCauses(series, result, columns, known);
            }

            if (method.Population is { } population && inputs.TryGetValue(target.Input(population), out var persons))
            {
                columns.Add(series.Population, Over(result.Classes.Areas, Column.FromWire(persons).Column));
            }
        }

        return new Reclassified(columns, notes);
    }

    private ClassifiedAreas Classify(Target target, IReadOnlyDictionary<ColumnKey, AreaColumn> inputs)
    {
        try
        {
            return Classifier.Classify(method, [.. method.Rule.Needs.Select(i => Column.FromWire(inputs[target.Input(i)]).Column)]);
        }
        catch (RefusedResultException refused)
        {
            throw new RefusedResultException($"{target.Division} {target.Period}: {refused.Message}");
        }
    }

    /// <summary>A period that was there before is held against itself, a new one against the period before it.</summary>
    private void AddCauses(
        ResultSeries series, ClassifiedAreas result, Dictionary<ColumnKey, Column> columns, Dictionary<ColumnKey, Column> known)
    {
        var before = known.GetValueOrDefault(series.Index) ?? PeriodBefore(series, columns, known);
        if (before is not null)
        {
            var causes = Causes.Between((MeanIndex)method.Rule, before, result);
            var earlier = known.GetValueOrDefault(series.Cause, Column.Empty);
            if (causes.Areas.Length > 0)
            {
                columns.Add(series.Cause, earlier.With(causes));
            }
        }
    }

    private static Column? PeriodBefore(ResultSeries series, Dictionary<ColumnKey, Column> columns, Dictionary<ColumnKey, Column> known)
    {
        // Targets come in order of period, so an earlier period of this very release is there already, and counts as it now is.
        var before = columns.Keys.Concat(known.Keys)
            .Where(k => k.Series == series.Index.Series && k.Division == series.Division && string.CompareOrdinal(k.Period, series.Period) < 0)
            .OrderByDescending(k => k.Period, StringComparer.Ordinal).Cast<ColumnKey?>().FirstOrDefault();
        return before is { } key ? columns.GetValueOrDefault(key) ?? known[key] : null;
    }

    private static Column Over(string[] areas, Column column)
    {
        var places = areas.Select(column.IndexOf).ToList();
        return new Column(
            areas,
            [.. places.Select(p => p < 0 ? double.NaN : column.Values[p])],
            [.. places.Select(p => p < 0 ? FigureStatus.NotComputable : column.Status[p])]);
    }
}

/// <summary>What reclassifying gave.</summary>
/// <param name="Columns">Whole result columns as they stand after the release.</param>
/// <param name="Notes">Sentences about periods and areas without a result.</param>
internal sealed record Reclassified(IReadOnlyDictionary<ColumnKey, Column> Columns, IReadOnlyList<string> Notes);
