using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Gates;
using Utanforskap.Ingestion.Refusals;
using Utanforskap.Ingestion.Regions;
using Utanforskap.Ingestion.Storage;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Hosting;

namespace Utanforskap.Ingestion.Releases;

/// <summary>
/// Takes in a table: compares it with the register's newest release, has the gates check it, and stores it as a release or a refusal, in one
/// transaction that holds the register's row. Two that bring the same table at once get one release and one "unchanged".
/// </summary>
internal sealed class ReleaseIntake(
    IngestionDb database, RegisterStates states, MeasureReader measures, ReleaseWriter releases, RefusalWriter refusals)
{
    /// <summary>Takes in what a source or a deliverer brought.</summary>
    public Task<IntakeResult> TakeAsync(IncomingTable incoming, CancellationToken cancellationToken) =>
        TakeAsync(incoming, null, cancellationToken);

    /// <summary>Takes in a refused table that an operator accepts: the gates are not asked.</summary>
    public async Task<IntakeResult> TakeAsync(IncomingTable incoming, Overruling? overruling, CancellationToken cancellationToken)
    {
        var (table, problem) = RegisterTable.Of(incoming.Register, incoming.Cube);
        if (table is null)
        {
            var reason = new RefusalReason(GateNames.Restructured, incoming.Register.Table, Sentence(problem!));
            return await RefuseAsync(incoming.Register, RefusedContent.Of(incoming, ContentId.Of("raw", incoming.Raw.Sha256), null), [reason], cancellationToken);
        }

        await states.EnsureAsync(incoming.Register.Id, cancellationToken);
        var hash = ContentHash.Of(table);
        IntakeResult? result = null;
        await database.InTransactionAsync(
            async token => result = await DecideAsync(incoming, table, hash, overruling, token), cancellationToken);
        return result!;
    }

    /// <summary>Keeps what cannot even be laid out as a table of the register.</summary>
    public async Task<IntakeResult> RefuseAsync(
        Register register, RefusedContent content, IReadOnlyList<RefusalReason> reasons, CancellationToken cancellationToken)
    {
        await states.EnsureAsync(register.Id, cancellationToken);
        IntakeResult? result = null;
        await database.InTransactionAsync(
            async token => result = await refusals.WriteAsync(await states.LockAsync(register.Id, token), content, reasons, token),
            cancellationToken);
        return result!;
    }

    private async Task<IntakeResult> DecideAsync(
        IncomingTable incoming, RegisterTable table, string hash, Overruling? overruling, CancellationToken cancellationToken)
    {
        var state = await states.LockAsync(incoming.Register.Id, cancellationToken);
        if (state.HeadHash == hash)
        {
            states.Record(state, ReadOutcome.Unchanged, incoming.Origin);
            return new IntakeResult.Unchanged(state.HeadRelease!.Value);
        }

        if (overruling is null)
        {
            var shape = await database.Shapes.AsNoTracking().FirstOrDefaultAsync(s => s.Register == state.Register, cancellationToken);
            var input = new GateInput(
                table, shape is null ? null : TableShape.FromBytes(shape.Shape), await measures.ReadAsync(table, state, cancellationToken));
            if (Check(input) is { Count: > 0 } reasons)
            {
                return await refusals.WriteAsync(state, RefusedContent.Of(incoming, hash, table), reasons, cancellationToken);
            }
        }

        return await releases.WriteAsync(state, incoming, table, hash, overruling, cancellationToken);
    }

    private static IReadOnlyList<RefusalReason> Check(GateInput input)
    {
        using var span = Telemetry.Source.StartActivity("gates");
        var reasons = ReleaseGates.Check(input);
        span?.SetTag("gates.reasons", reasons.Count);
        return reasons;
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";
}

/// <summary>An operator's word against a gate.</summary>
/// <param name="RefusalId">The refusal.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why, in writing.</param>
/// <param name="Gates">What the gates said.</param>
internal sealed record Overruling(string RefusalId, string Actor, string Reason, IReadOnlyList<RefusalReason> Gates);
