using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Storage;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Ingestion.Reading;

/// <summary>Reads releases and refusals as records.</summary>
internal sealed class ReleaseReads(IngestionDb database, IColumnStore columns)
{
    /// <summary>Releases after a number, with the refusals that fell between them, oldest first.</summary>
    public async Task<Page<ReleaseRecord>> ListAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.Releases.AsNoTracking().Where(r => r.Number > after).OrderBy(r => r.Number).Take(limit + 1).ToListAsync(cancellationToken);
        var last = rows.Count <= limit;
        rows = [.. rows.Take(limit)];
        var from = after == 0 ? DateTimeOffset.MinValue
            : await database.Releases.Where(r => r.Number == after).Select(r => r.AcceptedAt).FirstOrDefaultAsync(cancellationToken);
        var to = last ? DateTimeOffset.MaxValue : rows[^1].AcceptedAt;
        var refusals = await database.Refusals.AsNoTracking().Where(r => r.RefusedAt > from && r.RefusedAt <= to)
            .OrderBy(r => r.RefusedAt).Take(1000).ToListAsync(cancellationToken);
        var items = rows.Select(RecordOf).Concat(refusals.Select(RecordOf)).OrderBy(r => r.At).ThenBy(r => r.Number ?? 0);
        return new Page<ReleaseRecord>([.. items], last ? null : rows[^1].Number.ToString(CultureInfo.InvariantCulture));
    }

    public async Task<ReleaseRecord?> FindAsync(long number, CancellationToken cancellationToken) =>
        await database.Releases.AsNoTracking().FirstOrDefaultAsync(r => r.Number == number, cancellationToken) is { } row ? RecordOf(row) : null;

    /// <summary>Refusals, newest first.</summary>
    public async Task<IReadOnlyList<ReleaseRecord>> RefusalsAsync(int limit, CancellationToken cancellationToken)
    {
        var rows = await database.Refusals.AsNoTracking().OrderByDescending(r => r.RefusedAt).ThenBy(r => r.RefusalId).Take(limit).ToListAsync(cancellationToken);
        return [.. rows.Select(RecordOf)];
    }

    public async Task<ReleaseRecord?> FindRefusalAsync(string id, CancellationToken cancellationToken) =>
        await database.Refusals.AsNoTracking().FirstOrDefaultAsync(r => r.RefusalId == id, cancellationToken) is { } row ? RecordOf(row) : null;

    /// <summary>The measures' columns that a release changed, with the areas; null if there is no such release.</summary>
    public async Task<ReleaseChanges?> ChangesAsync(long number, CancellationToken cancellationToken)
    {
        var register = await database.Releases.Where(r => r.Number == number).Select(r => r.Register).FirstOrDefaultAsync(cancellationToken);
        if (register is null)
        {
            return null;
        }

        var changed = await database.ReleaseColumns.AsNoTracking().Where(c => c.Release == number && c.Measure != null).ToListAsync(cancellationToken);
        var kinds = changed.ToDictionary(c => new ColumnKey(c.Series, c.Division, c.Period), c => (c.Measure, c.Kind));
        var listed = new List<ReleaseChangedColumn>();
        foreach (var delta in await columns.ChangesAsync(number, cancellationToken))
        {
            if (kinds.TryGetValue(delta.Key, out var of))
            {
                listed.Add(new ReleaseChangedColumn(of.Measure!, delta.Key.Division, delta.Key.Period, of.Kind, delta.Areas));
            }
        }

        return new ReleaseChanges(number, register, listed);
    }

    private static ReleaseRecord RecordOf(Release row) => new(
        ReleaseStatus.Accepted, row.Number, row.ReleaseId, row.PreviousReleaseId, row.Register, row.Table, row.ContentHash, row.AcceptedAt,
        row.SourceUpdated, Word(row.Origin), row.Actor, row.TraceId,
        new ReleaseCounts(row.Cells, row.NewPeriodCells, row.RevisedCells, row.CorrectedCells, row.WithdrawnCells, row.RawBytes),
        [], row.RefusalId, row.AcceptReason);

    private static ReleaseRecord RecordOf(Refusal row) => new(
        ReleaseStatus.Refused, null, row.RefusalId, row.ComparedWith, row.Register, row.Table, row.ContentHash, row.RefusedAt, row.SourceUpdated,
        Word(row.Origin), row.Actor, row.TraceId, null,
        JsonSerializer.Deserialize<List<RefusalReason>>(row.Reasons, WireJson.Options) ?? [],
        row.AcceptedAs?.ToString(CultureInfo.InvariantCulture), null);

    private static string Word(Origin origin) => origin.ToString().ToLowerInvariant();
}
