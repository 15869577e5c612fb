using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace Utanforskap.Geography.Changes;

/// <summary>Compares the borders of two divisions.</summary>
public static class BorderComparison
{
    /// <summary>
    /// The change from one division to the other. Time grows with the number of areas whose border changed: where an area has the very border of
    /// another, or lies wholly in it, nothing is cut. Surfaces are of double precision, and pairs are taken in order of codes.
    /// </summary>
    /// <param name="from">The division before.</param>
    /// <param name="before">Its areas; valid polygons that do not overlap each other.</param>
    /// <param name="to">The division after.</param>
    /// <param name="after">Its areas, the same.</param>
    public static DivisionChange Between(Division from, IReadOnlyList<AreaShape> before, Division to, IReadOnlyList<AreaShape> after)
    {
        var tree = new STRtree<(AreaShape Area, IPreparedGeometry Prepared)>();
        foreach (var area in after)
        {
            tree.Insert(area.Border.EnvelopeInternal, (area, PreparedGeometryFactory.Prepare(area.Border)));
        }

        tree.Build();
        var common = before.OrderBy(a => a.Code, StringComparer.Ordinal).SelectMany(area => CommonOf(area, tree.Query(area.Border.EnvelopeInternal)));
        return Relating.Relate(from, to, [.. before.Select(Sized)], [.. after.Select(Sized)], [.. common]);
    }

    private static IEnumerable<CommonSurface> CommonOf(AreaShape area, IList<(AreaShape Area, IPreparedGeometry Prepared)> near)
    {
        // An area that another covers has nothing in common with a third: areas of a division do not overlap.
        var whole = near.FirstOrDefault(other => HasSameBorder(area.Border, other.Area.Border)).Area
            ?? near.FirstOrDefault(other => other.Prepared.Covers(area.Border)).Area;
        return whole is not null
            ? [new CommonSurface(area.Code, whole.Code, area.Border.Area)]
            : near.Select(other => new CommonSurface(area.Code, other.Area.Code, CommonArea(area.Border, other.Area.Border))).Where(c => c.Size > 0);
    }

    private static bool HasSameBorder(Geometry a, Geometry b) =>
        a.NumPoints == b.NumPoints && a.EnvelopeInternal.Equals(b.EnvelopeInternal) && a.Normalized().EqualsExact(b.Normalized());

    private static double CommonArea(Geometry a, Geometry b) => OverlayNGRobust.Overlay(a, b, SpatialFunction.Intersection).Area;

    private static SizedArea Sized(AreaShape area) => new(area.Code, area.Name, area.Border.Area);
}
