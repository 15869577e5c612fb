using Utanforskap.Contracts.Messages;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Ingestion.Storage;

namespace Utanforskap.Ingestion.Releases;

/// <summary>A register's table as it came in, before anything was checked.</summary>
/// <param name="Register">The register.</param>
/// <param name="Cube">The whole table.</param>
/// <param name="Raw">The bytes it came as.</param>
/// <param name="MediaType">Their type, e.g. <c>application/json</c>.</param>
/// <param name="Origin">How it came.</param>
/// <param name="Actor">Who delivered it, or null.</param>
internal sealed record IncomingTable(Register Register, StatCube Cube, RawBody Raw, string MediaType, Origin Origin, string? Actor);

/// <summary>What comes in of any kind, as a release's header tells of it.</summary>
/// <param name="Register">The register.</param>
/// <param name="Raw">The bytes it came as.</param>
/// <param name="MediaType">Their type.</param>
/// <param name="Origin">How it came.</param>
/// <param name="Actor">Who delivered it, or null.</param>
/// <param name="Updated">The source's own time, or null.</param>
/// <param name="Label">What the source calls it.</param>
/// <param name="Cells">Cells of a table, areas of a division.</param>
internal sealed record IncomingHeader(
    Register Register, RawBody Raw, string MediaType, Origin Origin, string? Actor, DateTimeOffset? Updated, string Label, int Cells)
{
    public static IncomingHeader Of(IncomingTable table) =>
        new(table.Register, table.Raw, table.MediaType, table.Origin, table.Actor, table.Cube.Updated, table.Cube.Label, table.Cube.Values.Length);
}

/// <summary>What came of a table.</summary>
public abstract record IntakeResult
{
    private IntakeResult()
    {
    }

    /// <summary>It became this release.</summary>
    public sealed record Accepted(long Number, string ReleaseId) : IntakeResult;

    /// <summary>It equals the register's newest release.</summary>
    public sealed record Unchanged(long Number) : IntakeResult;

    /// <summary>A gate refused it; <paramref name="Repeated"/> if the same was refused before and nobody is told again.</summary>
    public sealed record Refused(string RefusalId, IReadOnlyList<RefusalReason> Reasons, bool Repeated) : IntakeResult;
}
