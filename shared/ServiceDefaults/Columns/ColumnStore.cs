using Microsoft.EntityFrameworkCore;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.ServiceDefaults.Columns;

/// <summary>The column store over a service's database: one query for all rows of the columns asked for, overlaid in memory.</summary>
internal sealed class ColumnStore(DbContext database, IBulkWriter bulk) : IColumnStore
{
    public async Task<Column?> ReadAsync(ColumnKey key, long asOf, CancellationToken cancellationToken) =>
        (await ReadManyAsync([key], asOf, cancellationToken)).GetValueOrDefault(key);

    public async Task<IReadOnlyDictionary<ColumnKey, Column>> ReadManyAsync(
        IReadOnlyCollection<ColumnKey> keys, long asOf, CancellationToken cancellationToken)
    {
        var columns = new Dictionary<ColumnKey, Column>();
        foreach (var history in await HistoriesAsync(keys, asOf, cancellationToken))
        {
            columns.Add(history.Key, history.AsOf(asOf));
        }

        return columns;
    }

    public async Task<IReadOnlyList<ColumnKey>> KeysAsync(string? series, long asOf, CancellationToken cancellationToken)
    {
        var rows = await Rows
            .Where(r => r.Release <= asOf && (series == null || r.Series == series))
            .Select(r => new { r.Series, r.Division, r.Period, r.Release, r.Figures })
            .ToListAsync(cancellationToken);
        return
        [
            .. rows
                .GroupBy(r => new ColumnKey(r.Series, r.Division, r.Period))
                .Where(g => g.MaxBy(r => r.Release)!.Figures > 0)
                .Select(g => g.Key)
                .Order(),
        ];
    }

    public async Task<IReadOnlyList<ColumnDelta>> WriteAsync(
        long release, IReadOnlyDictionary<ColumnKey, Column> columns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var histories = (await HistoriesAsync([.. columns.Keys], long.MaxValue, cancellationToken)).ToDictionary(h => h.Key);
        var lists = new AreaListsToWrite();
        var rows = new List<ColumnVersion>();
        var deltas = new List<ColumnDelta>();
        var rewritten = new List<ColumnKey>();
        foreach (var (key, column) in columns.OrderBy(c => c.Key))
        {
            column.Check(key);
            var before = Column.Empty;
            if (histories.TryGetValue(key, out var history))
            {
                if (history.Last > release)
                {
                    throw new InvalidOperationException($"{key} is written at release {release} but already has release {history.Last}.");
                }

                before = history.AsOf(release - 1);
                if (history.Last == release)
                {
                    rewritten.Add(key);
                }
            }

            if (ColumnDifference.Between(key, before, column) is { } difference)
            {
                rows.Add(difference.ToRow(release, lists.HashOf(difference.Areas)));
                deltas.Add(difference.Delta);
            }
        }

        await DeleteAsync(release, rewritten, cancellationToken);
        await WriteListsAsync(lists, cancellationToken);
        await bulk.WriteAsync(database, rows, cancellationToken);
        return deltas;
    }

    public async Task<IReadOnlyList<ColumnDelta>> ChangesAsync(long release, CancellationToken cancellationToken)
    {
        var keys = await Rows.Where(r => r.Release == release)
            .Select(r => new { r.Series, r.Division, r.Period })
            .ToListAsync(cancellationToken);
        var histories = await HistoriesAsync([.. keys.Select(k => new ColumnKey(k.Series, k.Division, k.Period))], release, cancellationToken);
        return [.. histories.Select(h => h.DeltaOf(release)).OrderBy(d => d.Key)];
    }

    private IQueryable<ColumnVersion> Rows => database.Set<ColumnVersion>().AsNoTracking();

    /// <summary>All rows of these columns up to a release, per column; columns without any are left out.</summary>
    private async Task<List<ColumnHistory>> HistoriesAsync(
        IReadOnlyCollection<ColumnKey> keys, long asOf, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return [];
        }

        // Keys nearly always are a product of series, divisions and periods, so this reads few rows that are not asked for.
        // One parameter per list: SQL Server takes at most 2,100.
        var wanted = keys.ToHashSet();
        var series = wanted.Select(k => k.Series).Distinct().ToArray();
        var divisions = wanted.Select(k => k.Division).Distinct().ToArray();
        var periods = wanted.Select(k => k.Period).Distinct().ToArray();
        var rows = await Rows
            .Where(r => EF.Parameter(series).Contains(r.Series)
                && EF.Parameter(divisions).Contains(r.Division)
                && EF.Parameter(periods).Contains(r.Period)
                && r.Release <= asOf)
            .ToListAsync(cancellationToken);
        rows.RemoveAll(r => !wanted.Contains(r.Key));

        var lists = await ListsAsync([.. rows.Select(r => r.AreaList).Distinct()], cancellationToken);
        return [.. rows.GroupBy(r => r.Key).Select(g => new ColumnHistory(g.Key, [.. g.OrderBy(r => r.Release)], lists))];
    }

    private async Task<Dictionary<string, string[]>> ListsAsync(string[] hashes, CancellationToken cancellationToken)
    {
        var lists = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var hash in hashes)
        {
            if (AreaListBlock.Find(hash) is { } known)
            {
                lists.Add(hash, known);
            }
        }

        var unknown = hashes.Where(h => !lists.ContainsKey(h)).ToArray();
        if (unknown.Length > 0)
        {
            var read = await database.Set<AreaList>().AsNoTracking()
                .Where(l => EF.Parameter(unknown).Contains(l.Hash)).ToListAsync(cancellationToken);
            foreach (var list in read)
            {
                lists.Add(list.Hash, AreaListBlock.Read(list));
            }
        }

        return lists;
    }

    private async Task DeleteAsync(long release, List<ColumnKey> keys, CancellationToken cancellationToken)
    {
        foreach (var ofSeries in keys.GroupBy(k => (k.Series, k.Division)))
        {
            var periods = ofSeries.Select(k => k.Period).ToArray();
            await database.Set<ColumnVersion>()
                .Where(r => r.Release == release && r.Series == ofSeries.Key.Series && r.Division == ofSeries.Key.Division
                    && EF.Parameter(periods).Contains(r.Period))
                .ExecuteDeleteAsync(cancellationToken);
        }
    }

    private async Task WriteListsAsync(AreaListsToWrite lists, CancellationToken cancellationToken)
    {
        // The database is asked, not this process's memory: a list decoded here may have been rolled back there.
        var hashes = lists.All.Select(l => l.Hash).ToArray();
        var stored = await database.Set<AreaList>().Where(l => EF.Parameter(hashes).Contains(l.Hash))
            .Select(l => l.Hash).ToListAsync(cancellationToken);
        await bulk.WriteAsync(database, lists.All.Where(l => !stored.Contains(l.Hash)), cancellationToken);
    }
}
