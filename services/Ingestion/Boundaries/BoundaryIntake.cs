using Utanforskap.Ingestion.Refusals;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Storage;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.Ingestion.Boundaries;

/// <summary>
/// Takes in borders as <see cref="ReleaseIntake"/> takes in tables: the same lock, numbers, gates and refusals. A release of borders changes no measure, so the
/// stages after this one end it as unchanged.
/// </summary>
internal sealed class BoundaryIntake(
    IngestionDb database, RegisterStates states, ReleaseWriter releases, RefusalWriter refusals, BoundaryStore store, KeptBytesStore kept)
{
    /// <param name="incoming">The borders.</param>
    /// <param name="overruling">An operator's word: the gates are not asked. Null for none.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IntakeResult> TakeAsync(IncomingBoundaries incoming, Overruling? overruling, CancellationToken cancellationToken)
    {
        await states.EnsureAsync(incoming.Register.Id, cancellationToken);
        var hash = BoundaryLines.HashOf(incoming.Set);
        IntakeResult? result = null;
        await database.InTransactionAsync(async token => result = await DecideAsync(incoming, hash, overruling, token), cancellationToken);
        return result!;
    }

    private async Task<IntakeResult> DecideAsync(IncomingBoundaries incoming, string hash, Overruling? overruling, CancellationToken cancellationToken)
    {
        var state = await states.LockAsync(incoming.Register.Id, cancellationToken);
        if (state.HeadHash == hash)
        {
            states.Record(state, ReadOutcome.Unchanged, incoming.Origin);
            return new IntakeResult.Unchanged(state.HeadRelease!.Value);
        }

        if (overruling is null)
        {
            var before = state.HeadReleaseId is { } head ? await store.ReadAsync(head, cancellationToken) : null;
            if (BoundaryGates.Check(incoming.Register.Table, incoming.Set, before) is { Count: > 0 } reasons)
            {
                return await refusals.WriteAsync(state, ContentOf(incoming, hash), reasons, cancellationToken);
            }
        }

        return await releases.WriteAsync(
            state,
            incoming.Header,
            hash,
            overruling,
            async (_, releaseId) =>
            {
                await using var lines = BoundaryLines.Write(incoming.Set);
                await kept.WriteAsync(KeptBytesStore.OfBorders(releaseId), lines, cancellationToken);
                return new ReleaseColumns(incoming.Register);
            },
            cancellationToken);
    }

    private static RefusedContent ContentOf(IncomingBoundaries incoming, string hash) => new(
        incoming.Register.Table, hash, null, incoming.Origin, incoming.Actor, IncomingBoundaries.MediaType, incoming.Raw,
        BoundaryGates.AreStorable(incoming.Set) ? () => BoundaryLines.Write(incoming.Set) : null);
}
