using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Indicators.Definitions;
using Utanforskap.Indicators.Keys;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Indicators.Recalculating;

/// <summary>What is to be computed of an indicator.</summary>
/// <param name="Division">A division of the definition's level.</param>
/// <param name="Period">The reference period.</param>
/// <param name="Areas">The areas that changed cells touch; null for all.</param>
internal sealed record RecalculationTarget(Division Division, string Period, IReadOnlySet<string>? Areas);

/// <summary>Finds what changed cells touch.</summary>
internal static class RecalculationPlan
{
    /// <summary>The targets of an indicator after a release, in order of division and period.</summary>
    public static List<RecalculationTarget> For(IndicatorDefinition definition, AreaKeys keys, ReleaseChanges changes)
    {
        var touched = new Dictionary<(Division, string), HashSet<string>>();
        foreach (var column in changes.Columns.Where(c => definition.Inputs.Contains($"{changes.Register}/{c.Measure}")))
        {
            foreach (var (division, areas) in OnLevelOf(definition, keys, column.Division, column.Areas))
            {
                if (!touched.TryGetValue((division, column.Period), out var known))
                {
                    touched.Add((division, column.Period), known = new HashSet<string>(StringComparer.Ordinal));
                }

                known.UnionWith(areas);
            }
        }

        // Where formulas take turns, a release can turn the whole column from one to another.
        return InOrder(touched.Select(t => new RecalculationTarget(t.Key.Item1, t.Key.Item2, definition.Formulas.Count > 1 ? null : t.Value)));
    }

    /// <summary>The targets of an indicator that is computed as a whole, from the columns that its measures have.</summary>
    public static List<RecalculationTarget> Whole(IndicatorDefinition definition, AreaKeys keys, IEnumerable<ColumnKey> columns) => InOrder(
        columns.SelectMany(c => OnLevelOf(definition, keys, c.Division, []).Select(d => (d.Division, c.Period))).Distinct()
            .Select(t => new RecalculationTarget(t.Division, t.Period, null)));

    private static IEnumerable<(Division Division, IEnumerable<string> Areas)> OnLevelOf(
        IndicatorDefinition definition, AreaKeys keys, string divisionId, IReadOnlyList<string> areas)
    {
        if (Division.Find(divisionId) is not { } division)
        {
            yield break;
        }

        if (division.Level == definition.Level)
        {
            yield return (division, areas);
        }
        else if (definition.RollUp != RollUp.None)
        {
            foreach (var key in keys.From(division).Where(k => k.To.Level == definition.Level))
            {
                yield return (key.To, areas.Where(key.Knows).Select(key.WholeOf));
            }
        }
    }

    // Outside a division's validity nothing is a figure, and the municipalities' values of that period come from the division that is valid.
    private static List<RecalculationTarget> InOrder(IEnumerable<RecalculationTarget> targets) =>
    [
        .. targets.Where(t => t.Division.IsValidFor(t.Period)).OrderBy(t => t.Division.Id, StringComparer.Ordinal).ThenBy(t => t.Period, StringComparer.Ordinal),
    ];
}
