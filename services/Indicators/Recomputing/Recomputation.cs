using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Indicators.Computing;
using Utanforskap.Indicators.Definitions;
using Utanforskap.Indicators.Keys;
using Utanforskap.Indicators.Recalculating;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Indicators.Recomputing;

/// <summary>
/// Computes stored columns again from their lineage: the definition's version of their release, the registers' cells as they were known then. Tells those that come out otherwise; nothing
/// is stored.
/// </summary>
internal sealed class Recomputation(IndicatorsDb database, IColumnStore store, IngestionClient ingestion, AreaKeys keys)
{
    /// <summary>The columns that differ, in key order; empty if all come out as they are stored.</summary>
    /// <exception cref="InvalidDataException">A definition that the columns come from is not kept.</exception>
    public async Task<IReadOnlyList<RecomputedDifference>> RunAsync(IReadOnlyCollection<ColumnKey> columns, long release, CancellationToken cancellationToken)
    {
        var versions = await VersionsAsync(release, cancellationToken);
        var stored = await store.ReadManyAsync(columns, release, cancellationToken);
        var differences = new List<RecomputedDifference>();
        foreach (var series in columns.GroupBy(c => c.Series, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            if (!versions.TryGetValue(series.Key, out var kept))
            {
                throw new InvalidDataException($"No definition of {series.Key} was in use at release {release}.");
            }

            var computation = new IndicatorComputation(IndicatorFile.Read($"{kept.Indicator} version {kept.Version}", kept.Text), keys);
            foreach (var key in series.Order())
            {
                var again = await ComputeAsync(computation, key, release, cancellationToken);
                var before = stored.GetValueOrDefault(key, Column.Empty);
                if (Differing(before, again) is { Count: > 0 } areas)
                {
                    differences.Add(new RecomputedDifference(key.Series, key.Division, key.Period, areas.Count, areas[0]));
                }
            }
        }

        return differences;
    }

    /// <summary>The definition of each indicator that was in use at a release.</summary>
    public async Task<IReadOnlyDictionary<string, KeptIndicator>> VersionsAsync(long release, CancellationToken cancellationToken)
    {
        var kept = await database.Definitions.AsNoTracking().Where(d => d.SinceRelease <= release).ToListAsync(cancellationToken);
        return kept.GroupBy(d => d.Indicator, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.MaxBy(d => d.Version)!, StringComparer.Ordinal);
    }

    private async Task<Column> ComputeAsync(IndicatorComputation computation, ColumnKey key, long release, CancellationToken cancellationToken)
    {
        foreach (var division in computation.SourcesOf(Division.Find(key.Division)!, key.Period))
        {
            var read = await ingestion.ColumnsAsync([.. computation.InputsOf(division, key.Period)], release, cancellationToken);
            if (computation.Compute(division, key.Period, null, new InputColumns(read).Find).GetValueOrDefault(key) is { } column)
            {
                return column;
            }
        }

        return Column.Empty;
    }

    // Cells that are gone differ from cells that never were only by their mark.
    private static List<string> Differing(Column stored, Column again) =>
    [
        .. stored.Areas.Union(again.Areas, StringComparer.Ordinal).Order(StringComparer.Ordinal).Where(area => !At(stored, area).Equals(At(again, area))),
    ];

    private static (double, FigureStatus) At(Column column, string area) => column.IndexOf(area) is >= 0 and var place && column.Status[place] != FigureStatus.Withdrawn
        ? (column.Values[place], column.Status[place])
        : (double.NaN, FigureStatus.Withdrawn);
}
