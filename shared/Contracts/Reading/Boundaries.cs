namespace Utanforskap.Contracts.Reading;

/// <summary>The borders of a division that Ingestion has (<c>GET /boundaries?asOf=</c>).</summary>
/// <param name="Division">The division's id.</param>
/// <param name="Release">The release that brought them.</param>
/// <param name="AcceptedAt">When that was accepted (UTC).</param>
/// <param name="Areas">How many areas.</param>
/// <param name="Attribution">How the source wants to be named.</param>
/// <param name="Licence">Licence of the borders.</param>
public sealed record KnownBoundaries(string Division, long Release, DateTimeOffset AcceptedAt, int Areas, string Attribution, string Licence);

/// <summary>A change of division, area by area (<c>GET /divisions/{from}/changes/{to}?asOf=</c>); 404 while the borders of either are not known.</summary>
/// <param name="From">Id of the division before.</param>
/// <param name="To">Id of the division after.</param>
/// <param name="FromRelease">The release that brought the borders before.</param>
/// <param name="ToRelease">The release that brought the borders after.</param>
/// <param name="Before">What became of each area of <paramref name="From"/>, by code.</param>
/// <param name="After">How each area of <paramref name="To"/> came to be, by code.</param>
public sealed record DivisionChangeRecord(
    string From, string To, long FromRelease, long ToRelease, IReadOnlyList<AreaRelationRecord> Before, IReadOnlyList<AreaRelationRecord> After);

/// <summary>An area of one division and what it shares with the areas of another.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name as its layer has it, or null.</param>
/// <param name="Kind">unchanged, renamed, changed-border, split, merged, new or ended.</param>
/// <param name="Others">The areas of the other division that it shares surface with, by code.</param>
public sealed record AreaRelationRecord(string Code, string? Name, string Kind, IReadOnlyList<OverlapRecord> Others);

/// <summary>How much an area shares with another.</summary>
/// <param name="Code">The other's code.</param>
/// <param name="Share">The part of this area's surface that lies in the other, 0–1.</param>
/// <param name="ShareOfOther">The part of the other's surface that lies in this one, 0–1.</param>
public sealed record OverlapRecord(string Code, double Share, double ShareOfOther);
