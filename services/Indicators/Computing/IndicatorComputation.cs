using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Indicators.Definitions;
using Utanforskap.Indicators.Keys;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Indicators.Computing;

/// <summary>
/// Computes an indicator for a division and period: its areas, and the coarser levels that it rolls up to. Pure; areas are taken in code order, so
/// the same inputs give the same bits.
/// </summary>
internal sealed class IndicatorComputation(IndicatorDefinition definition, AreaKeys keys)
{
    /// <summary>The columns that a computation reads: each measure on the division itself and on the finer ones with a key to it.</summary>
    public IEnumerable<ColumnKey> InputsOf(Division division, string period) =>
        from measure in definition.Inputs
        from source in (IEnumerable<Division>)[division, .. FinerOf(division).Select(k => k.From)]
        select new ColumnKey(measure, source.Id, period);

    /// <summary>Computes.</summary>
    /// <param name="division">A division of the definition's level.</param>
    /// <param name="period">The reference period.</param>
    /// <param name="touched">The areas to compute, or null for all; a coarser area is computed if it holds one of them.</param>
    /// <param name="input">The column of a key, or null where there is none.</param>
    /// <returns>The cells that were computed, per column; empty where no formula has all its measures.</returns>
    public Dictionary<ColumnKey, Column> Compute(Division division, string period, IReadOnlySet<string>? touched, Func<ColumnKey, Column?> input)
    {
        var results = new Dictionary<ColumnKey, Column>();
        foreach (var formula in definition.Formulas)
        {
            var columns = formula.Measures.Select(m => InputOf(m, division, period, input)).OfType<Column>().ToList();
            if (columns.Count == formula.Measures.Count)
            {
                var areas = AlignedColumn.AreasOf(columns);
                AlignedColumn[] aligned = [.. columns.Select(c => AlignedColumn.Over(areas, c))];
                results.Add(new ColumnKey(definition.Id, division.Id, period), Areas(formula, areas, aligned, touched));
                foreach (var level in LevelsAbove(division))
                {
                    results.Add(new ColumnKey(definition.Id, level.Id, period), Groups(formula, division, level, areas, aligned, touched));
                }

                break;
            }
        }

        return results;
    }

    /// <summary>The divisions of the definition's level whose computation gives a division's column in a period: itself, or those that roll up to it.</summary>
    public IEnumerable<Division> SourcesOf(Division division, string period) => division.Level == definition.Level
        ? [division]
        : Division.All.Where(d => d.Level == definition.Level && d.Country == division.Country && d.IsValidFor(period));

    /// <summary>A measure's column on a division: its own, or from the parts of a finer one; null where there is none.</summary>
    public Column? InputOf(string measure, Division division, string period, Func<ColumnKey, Column?> input)
    {
        if (input(new ColumnKey(measure, division.Id, period)) is { } direct)
        {
            return direct;
        }

        foreach (var key in FinerOf(division))
        {
            if (input(new ColumnKey(measure, key.From.Id, period)) is { } finer)
            {
                return PartSums.Of(finer, key);
            }
        }

        return null;
    }

    private IEnumerable<AreaKey> FinerOf(Division division) => definition.RollUp == RollUp.None ? [] : keys.To(division);

    private IEnumerable<Division> LevelsAbove(Division division) => definition.RollUp == RollUp.None
        ? []
        : Division.All.Where(d => d.Country == division.Country && d.Level > division.Level && d.Level >= DivisionLevel.Municipality);

    private static Column Areas(Formula formula, string[] areas, AlignedColumn[] columns, IReadOnlySet<string>? touched)
    {
        var places = FormulaPlaces.Of(formula);
        int[] chosen = [.. Enumerable.Range(0, areas.Length).Where(i => touched is null || touched.Contains(areas[i]))];
        var results = new Column(touched is null ? areas : [.. chosen.Select(i => areas[i])], new double[chosen.Length], new FigureStatus[chosen.Length]);
        for (var i = 0; i < chosen.Length; i++)
        {
            var sum = default(FormulaSum);
            sum.Add(formula, columns, places, chosen[i]);
            (results.Values[i], results.Status[i]) = sum.Result(formula);
        }

        return results;
    }

    private static Column Groups(
        Formula formula, Division division, Division level, string[] areas, AlignedColumn[] columns, IReadOnlySet<string>? touched)
    {
        var wanted = touched?.Select(area => new AreaCode(division, area).Within(level)).ToHashSet(StringComparer.Ordinal);
        var places = FormulaPlaces.Of(formula);
        var sums = new SortedDictionary<string, FormulaSum>(StringComparer.Ordinal);
        for (var i = 0; i < areas.Length; i++)
        {
            var group = new AreaCode(division, areas[i]).Within(level);
            if (wanted is null || wanted.Contains(group))
            {
                var sum = sums.GetValueOrDefault(group);
                sum.Add(formula, columns, places, i);
                sums[group] = sum;
            }
        }

        var results = sums.Values.Select(s => s.Result(formula)).ToList();
        return new Column([.. sums.Keys], [.. results.Select(r => r.Value)], [.. results.Select(r => r.Status)]);
    }
}
