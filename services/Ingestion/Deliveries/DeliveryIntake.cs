using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Gates;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Refusals;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Ingestion.Storage;
using Utanforskap.ServiceDefaults.Hosting;

namespace Utanforskap.Ingestion.Deliveries;

/// <summary>Takes in a table that somebody brought as a file. It is the register's whole table, as a poll would have read it.</summary>
internal sealed class DeliveryIntake(IngestionDb database, ReleaseIntake intake, IngestionMeters meters)
{
    /// <summary>Reads a file and takes it in; one that cannot be read is a refusal.</summary>
    /// <param name="register">The register.</param>
    /// <param name="raw">The file as it came.</param>
    /// <param name="nameOrType">File name or content type.</param>
    /// <param name="origin">Whether it was put over HTTP or laid in the folder.</param>
    /// <param name="actor">Who brought it.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IntakeResult> TakeAsync(
        Register register, RawBody raw, string? nameOrType, Origin origin, string actor, CancellationToken cancellationToken)
    {
        using var span = Telemetry.Source.StartActivity("delivery");
        span?.SetTag("register", register.Id);
        var mediaType = TypeOf(nameOrType);
        try
        {
            var cube = await ReadAsync(register, raw, nameOrType, cancellationToken);
            var result = await intake.TakeAsync(new IncomingTable(register, cube, raw, mediaType, origin, actor), cancellationToken);
            meters.Read(register.Id, RefusalEndpoints.AnswerOf(result).Outcome);
            return result;
        }
        catch (SourceFormatException unreadable)
        {
            return await RefuseAsync(register, raw, mediaType, origin, actor, unreadable, cancellationToken);
        }
    }

    /// <summary>Keeps a file that cannot be read as a table, and why.</summary>
    public async Task<IntakeResult> RefuseAsync(
        Register register, RawBody raw, string? nameOrType, Origin origin, string actor, SourceFormatException unreadable, CancellationToken cancellationToken)
    {
        var reason = new RefusalReason(GateNames.Unreadable, $"{register.Table}, {unreadable.Place}", unreadable.Problem);
        var hash = ContentId.Of("raw", raw.Sha256, raw.Parts == 0 ? nameOrType : null);
        var content = new RefusedContent(register.Table, hash, null, origin, actor, TypeOf(nameOrType), raw, Acceptable: null);
        meters.Read(register.Id, "refused");
        return await intake.RefuseAsync(register, content, [reason], cancellationToken);
    }

    private static string TypeOf(string? nameOrType) =>
        string.IsNullOrEmpty(nameOrType) || nameOrType.Length > 100 ? "application/octet-stream" : nameOrType;

    private async Task<StatCube> ReadAsync(Register register, RawBody raw, string? nameOrType, CancellationToken cancellationToken)
    {
        await using var body = raw.OpenRead();
        var cube = await FormatReader.ReadAsync(body, nameOrType, ReadLimits.Standard, cancellationToken);
        var shape = await database.Shapes.AsNoTracking().FirstOrDefaultAsync(s => s.Register == register.Id, cancellationToken);
        return DeliveryMapping.Map(cube, shape is null ? null : TableShape.FromBytes(shape.Shape));
    }
}
