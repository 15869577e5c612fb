using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Ingestion.Regions;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Ingestion.Storage;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Ingestion.Refusals;

/// <summary>
/// Keeps what a gate refused, with its reasons and the table itself, and tells the operator once per content: the same content polled again is the
/// same refusal.
/// </summary>
internal sealed class RefusalWriter(IngestionDb database, KeptBytesStore kept, RegisterStates states, IOutbox outbox, IngestionMeters meters)
{
    public async Task<IntakeResult> WriteAsync(
        RegisterState state, RefusedContent content, IReadOnlyList<RefusalReason> reasons, CancellationToken cancellationToken)
    {
        var refusalId = ContentId.Of("refusal", content.Table, state.HeadReleaseId, content.Hash);
        if (content.Origin == Origin.Poll)
        {
            states.Record(state, ReadOutcome.Refused);
            (state.RefusedHash, state.RefusalId) = (content.Hash, refusalId);
        }

        if (await database.Refusals.AnyAsync(r => r.RefusalId == refusalId, cancellationToken))
        {
            return new IntakeResult.Refused(refusalId, reasons, Repeated: true);
        }

        var refusal = new Refusal
        {
            RefusalId = refusalId,
            Register = state.Register,
            Table = content.Table,
            ContentHash = content.Hash,
            ComparedWith = state.HeadReleaseId,
            RefusedAt = states.Now(),
            SourceUpdated = content.Updated?.ToUniversalTime(),
            Origin = content.Origin,
            Actor = content.Actor,
            MediaType = content.MediaType,
            Reasons = JsonSerializer.Serialize(reasons, WireJson.Options),
            TraceId = Activity.Current?.TraceId.ToString(),
        };
        database.Refusals.Add(refusal);
        if (content.Raw is { Parts: > 0 } raw)
        {
            await kept.WriteAsync(KeptBytesStore.OfRefusal(refusalId), raw.OpenCompressed(), cancellationToken);
        }

        if (content.Acceptable is { } acceptable)
        {
            await using var bytes = acceptable();
            await kept.WriteAsync(KeptBytesStore.OfRefusedTable(refusalId), bytes, cancellationToken);
        }

        outbox.Send(
            new ReleaseRefused(refusalId, refusal.Register, refusal.Table, refusal.RefusedAt, refusal.SourceUpdated, reasons),
            ContentId.GuidOf("message", nameof(ReleaseRefused), refusalId));
        meters.Refused(state.Register);
        return new IntakeResult.Refused(refusalId, reasons, Repeated: false);
    }
}

/// <summary>What is refused.</summary>
/// <param name="Table">The source's table id.</param>
/// <param name="Hash">Names the content.</param>
/// <param name="Updated">The source's own time.</param>
/// <param name="Origin">How it came.</param>
/// <param name="Actor">Who brought it, or null.</param>
/// <param name="MediaType">What it came as.</param>
/// <param name="Raw">The bytes that came; null if there are none.</param>
/// <param name="Acceptable">Writes what an operator could accept; null if it cannot be stored as the register's.</param>
internal sealed record RefusedContent(
    string Table, string Hash, DateTimeOffset? Updated, Origin Origin, string? Actor, string MediaType, RawBody? Raw, Func<Stream>? Acceptable)
{
    public static RefusedContent Of(IncomingTable incoming, string hash, RegisterTable? table) => new(
        incoming.Register.Table, hash, incoming.Cube.Updated, incoming.Origin, incoming.Actor, incoming.MediaType, incoming.Raw,
        table is { Regions: { Repeated.Count: 0, Unknown.Count: 0 } } ? () => CubeBytes.Write(incoming.Cube) : null);
}
