using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Gates;
using Utanforskap.Ingestion.Regions;
using Utanforskap.Ingestion.Storage;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Ingestion.Releases;

/// <summary>
/// Stores what came in as the register's next release, inside the transaction that holds the register's row: number, header, what came, the cells that
/// differ, names, and the message.
/// </summary>
internal sealed class ReleaseWriter(
    IngestionDb database, IColumnStore columns, IBulkWriter bulk, KeptBytesStore kept, AreaNames names, RegisterStates states, IOutbox outbox,
    IngestionMeters meters)
{
    // Columns of a series are made, compared and written together; a table of one series per column would be slow one by one.
    private const int CellsAtATime = 500_000;

    /// <summary>Stores a table.</summary>
    public Task<IntakeResult> WriteAsync(
        RegisterState state, IncomingTable incoming, RegisterTable table, string hash, Overruling? overruling, CancellationToken cancellationToken) => WriteAsync(
        state,
        IncomingHeader.Of(incoming),
        hash,
        overruling,
        async (number, _) =>
        {
            var changes = await WriteColumnsAsync(number, table, cancellationToken);
            changes.Classify(ReleaseCalendars.Expects(incoming.Register.Calendar, incoming.Cube.Updated));
            await names.WriteAsync(number, table, cancellationToken);
            await WriteShapeAsync(state.Register, TableShape.Of(incoming.Cube), cancellationToken);
            return changes;
        },
        cancellationToken);

    /// <summary>Stores whatever came in: the content writes itself under the release's number and id, and says what columns it changed.</summary>
    public async Task<IntakeResult> WriteAsync(
        RegisterState state, IncomingHeader incoming, string hash, Overruling? overruling, Func<long, string, Task<ReleaseColumns>> content,
        CancellationToken cancellationToken)
    {
        using var span = Telemetry.Source.StartActivity("accept");
        var number = await NextNumberAsync(cancellationToken);
        var releaseId = ContentId.Of("release", incoming.Register.Table, state.HeadReleaseId, hash);
        span?.SetTag("release", number).SetTag("release.id", releaseId);
        var changes = await content(number, releaseId);
        var release = new Release
        {
            Number = number,
            ReleaseId = releaseId,
            PreviousReleaseId = state.HeadReleaseId,
            Register = incoming.Register.Id,
            Table = incoming.Register.Table,
            ContentHash = hash,
            AcceptedAt = states.Now(),
            SourceUpdated = incoming.Updated?.ToUniversalTime(),
            Label = incoming.Label.Length <= 1000 ? incoming.Label : incoming.Label[..1000],
            Origin = incoming.Origin,
            MediaType = incoming.MediaType,
            RawBytes = incoming.Raw.Bytes,
            Cells = incoming.Cells,
            NewPeriodCells = changes.Cells(ChangeKind.NewPeriod),
            RevisedCells = changes.Cells(ChangeKind.Revision),
            CorrectedCells = changes.Cells(ChangeKind.Correction),
            WithdrawnCells = changes.Cells(ChangeKind.Withdrawal),
            TraceId = Activity.Current?.TraceId.ToString(),
            Actor = overruling?.Actor ?? incoming.Actor,
            RefusalId = overruling?.RefusalId,
            AcceptReason = overruling?.Reason,
        };
        database.Releases.Add(release);
        await bulk.WriteAsync(database, changes.ToRows(number), cancellationToken);
        await kept.WriteAsync(KeptBytesStore.OfRelease(releaseId), incoming.Raw.OpenCompressed(), cancellationToken);
        outbox.Send(changes.ToMessage(release) with { Warnings = overruling?.Gates ?? [] }, ContentId.GuidOf("message", nameof(ReleaseIngested), releaseId));

        (state.HeadRelease, state.HeadReleaseId, state.HeadHash) = (number, releaseId, hash);
        (state.RefusedHash, state.RefusalId) = (null, null);
        states.Record(state, ReadOutcome.Accepted, incoming.Origin);
        if (overruling is not null)
        {
            await MarkAcceptedAsync(overruling.RefusalId, release, cancellationToken);
        }

        meters.Accepted(release);
        return new IntakeResult.Accepted(number, releaseId);
    }

    private async Task<long> NextNumberAsync(CancellationToken cancellationToken)
    {
        // The update locks the row until the transaction ends: numbers have no gaps, and none is seen before the ones below it.
        await database.Counters.Where(c => c.Id == ReleaseCounter.TheOnly)
            .ExecuteUpdateAsync(c => c.SetProperty(r => r.Last, r => r.Last + 1), cancellationToken);
        return await database.Counters.AsNoTracking().Where(c => c.Id == ReleaseCounter.TheOnly).Select(c => c.Last).SingleAsync(cancellationToken);
    }

    private async Task<ReleaseColumns> WriteColumnsAsync(long number, RegisterTable table, CancellationToken cancellationToken)
    {
        var changes = new ReleaseColumns(table.Register);
        var gone = await StoredKeysAsync(table.Register.Id, cancellationToken);
        var batch = new Dictionary<ColumnKey, Column>();
        var cells = 0;
        foreach (var column in table.Series.SelectMany(table.ColumnsOf))
        {
            batch.Add(column.Key, column.Value);
            gone.Remove(column.Key);
            cells += column.Value.Areas.Length;
            if (cells >= CellsAtATime)
            {
                changes.Add(await columns.WriteAsync(number, batch, cancellationToken));
                batch.Clear();
                cells = 0;
            }
        }

        changes.Add(await columns.WriteAsync(number, batch, cancellationToken));
        changes.Add(await columns.WriteAsync(number, gone.ToDictionary(k => k, _ => Column.Empty), cancellationToken));
        return changes;
    }

    /// <summary>Every column that the register ever had: those that the new table lacks are withdrawn.</summary>
    private async Task<HashSet<ColumnKey>> StoredKeysAsync(string register, CancellationToken cancellationToken)
    {
        var prefix = register + "/";
        var keys = await database.Set<ColumnVersion>().AsNoTracking().Where(c => c.Series.StartsWith(prefix))
            .Select(c => new { c.Series, c.Division, c.Period }).Distinct().ToListAsync(cancellationToken);
        return [.. keys.Select(k => new ColumnKey(k.Series, k.Division, k.Period))];
    }

    private async Task WriteShapeAsync(string register, TableShape shape, CancellationToken cancellationToken)
    {
        var bytes = shape.ToBytes();
        if (await database.Shapes.FirstOrDefaultAsync(s => s.Register == register, cancellationToken) is { } row)
        {
            row.Shape = bytes;
        }
        else
        {
            database.Shapes.Add(new RegisterShape { Register = register, Shape = bytes });
        }
    }

    private async Task MarkAcceptedAsync(string refusalId, Release release, CancellationToken cancellationToken)
    {
        var refusal = await database.Refusals.SingleAsync(r => r.RefusalId == refusalId, cancellationToken);
        (refusal.AcceptedAs, refusal.AcceptedAt) = (release.Number, release.AcceptedAt);
    }
}
