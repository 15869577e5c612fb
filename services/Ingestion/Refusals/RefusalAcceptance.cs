using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Ingestion.Boundaries;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Ingestion.Storage;

namespace Utanforskap.Ingestion.Refusals;

/// <summary>An operator accepts a refused release, with a written reason.</summary>
internal sealed class RefusalAcceptance(IngestionDb database, RegisterCatalogue catalogue, KeptBytesStore kept, ReleaseIntake intake, BoundaryIntake borders)
{
    /// <summary>Makes a release of a refusal.</summary>
    /// <returns>What came of it, or why it cannot be; both null if there is no such refusal.</returns>
    public async Task<(IntakeResult? Result, string? Problem)> AcceptAsync(string refusalId, string actor, string reason, CancellationToken cancellationToken)
    {
        if (await database.Refusals.AsNoTracking().FirstOrDefaultAsync(r => r.RefusalId == refusalId, cancellationToken) is not { } refusal)
        {
            return (null, null);
        }

        if (refusal.AcceptedAs is { } number)
        {
            return (null, $"The refusal is accepted already, as release {number}.");
        }

        if (!catalogue.TryFind(refusal.Register, out var register))
        {
            return (null, $"The register {refusal.Register} is not in the catalogue any more.");
        }

        var head = await database.Registers.AsNoTracking().FirstAsync(s => s.Register == refusal.Register, cancellationToken);
        if (head.HeadReleaseId != refusal.ComparedWith)
        {
            return (null, $"The register has had release {head.HeadRelease} since; what was refused before it cannot follow it.");
        }

        await using var table = new MemoryStream();
        if (!await kept.CopyToAsync(KeptBytesStore.OfRefusedTable(refusalId), table, cancellationToken))
        {
            return (null, "What was refused could not be read as the register's table, so there are no figures to accept; correct the register or the source.");
        }

        table.Position = 0;
        await using var raw = RawBody.Create();
        await CopyRawAsync(refusalId, raw, cancellationToken);
        var gates = JsonSerializer.Deserialize<List<RefusalReason>>(refusal.Reasons, WireJson.Options) ?? [];
        if (register.Boundaries is not null)
        {
            var set = new IncomingBoundaries(register, BoundaryLines.Read(table), raw, refusal.Origin, refusal.Actor);
            return (await borders.TakeAsync(set, new Overruling(refusalId, actor, reason, gates), cancellationToken), null);
        }

        var cube = CubeBytes.Read(table);
        var incoming = new IncomingTable(register, cube, raw, refusal.MediaType, refusal.Origin, refusal.Actor);
        return (await intake.TakeAsync(incoming, new Overruling(refusalId, actor, reason, gates), cancellationToken), null);
    }

    private async Task CopyRawAsync(string refusalId, RawBody raw, CancellationToken cancellationToken)
    {
        await using var packed = new MemoryStream();
        await kept.CopyToAsync(KeptBytesStore.OfRefusal(refusalId), packed, cancellationToken);
        packed.Position = 0;
        await using var bodies = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress);
        await raw.RecordAsync(bodies, cancellationToken);
    }
}
