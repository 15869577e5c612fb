using Utanforskap.Geography;
using Utanforskap.Geography.Changes;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Ingestion.Storage;

namespace Utanforskap.Ingestion.Boundaries;

/// <summary>The borders of a division, as a layer has them.</summary>
/// <param name="Division">The division.</param>
/// <param name="Srid">EPSG number of the coordinates; null if the layer does not say.</param>
/// <param name="Areas">Its areas in order of codes; a code may stand twice, and a border be empty or wrong, until the gates have looked.</param>
internal sealed record BoundarySet(Division Division, int? Srid, IReadOnlyList<AreaShape> Areas)
{
    /// <summary>The system that borders are kept in: SWEREF 99 TM, in metres.</summary>
    public const int Metres = 3006;
}

/// <summary>A layer that was read, and the answers as they came. Dispose it to drop the answers' file.</summary>
internal sealed record LayerReading(BoundarySet Set, RawBody Raw) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Raw.DisposeAsync();
}

/// <summary>A layer as it came in, before anything was checked.</summary>
/// <param name="Register">The register, which has <see cref="Register.Boundaries"/>.</param>
/// <param name="Set">The borders.</param>
/// <param name="Raw">The answers as they came.</param>
/// <param name="Origin">How they came.</param>
/// <param name="Actor">Who delivered them, or null.</param>
internal sealed record IncomingBoundaries(Register Register, BoundarySet Set, RawBody Raw, Origin Origin, string? Actor)
{
    public const string MediaType = "application/geo+json";

    public IncomingHeader Header => new(Register, Raw, MediaType, Origin, Actor, null, Register.Title.Sv, Set.Areas.Count);
}
