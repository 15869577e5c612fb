using Microsoft.EntityFrameworkCore;
using Utanforskap.Classification.Classifying;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Results;

/// <summary>Puts a method's result columns together as they were known at a release.</summary>
internal sealed class ResultReader(ClassificationDb database, IColumnStore store)
{
    /// <summary>The results, or null if there were none.</summary>
    public async Task<ClassificationColumn?> ReadAsync(ResultSeries series, long asOf, CancellationToken cancellationToken)
    {
        var columns = await store.ReadManyAsync([series.Class, series.Index, series.Population, series.Cause], asOf, cancellationToken);
        if (!columns.TryGetValue(series.Class, out var classes))
        {
            return null;
        }

        var version = await database.Runs.AsNoTracking()
            .Where(r => r.Method == series.Method && r.Release <= asOf && r.Outcome == Outcome.Published)
            .OrderByDescending(r => r.Release).Select(r => r.Version).FirstAsync(cancellationToken);
        string[] areas = [.. classes.Areas.Where((_, i) => classes.Status[i] != FigureStatus.Withdrawn)];
        return new ClassificationColumn(
            series.Method,
            version,
            asOf,
            series.Division,
            series.Period,
            areas,
            [.. Values(classes, areas).Select(v => (int?)v)],
            [.. Values(columns.GetValueOrDefault(series.Index), areas)],
            [.. Values(columns.GetValueOrDefault(series.Population), areas)],
            [.. Values(columns.GetValueOrDefault(series.Cause), areas).Select(v => v is { } stored ? Causes.Of(stored) : null)]);
    }

    private static IEnumerable<double?> Values(Column? column, string[] areas) => areas.Select(area =>
        column is not null && column.IndexOf(area) is >= 0 and var place && !double.IsNaN(column.Values[place]) ? column.Values[place] : (double?)null);
}
