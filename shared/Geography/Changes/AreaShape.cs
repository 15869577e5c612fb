using NetTopologySuite.Geometries;

namespace Utanforskap.Geography.Changes;

/// <summary>An area with its border.</summary>
/// <param name="Code">Its code, without the division's suffix.</param>
/// <param name="Name">Its name, or null where the division has none; blanks at the ends and runs of blanks make no other name.</param>
/// <param name="Border">Polygon or polygons, in metres of a flat system of coordinates (EPSG:3006), so that surfaces can be compared. Not changed here.</param>
public sealed record AreaShape(string Code, string? Name, Geometry Border);
