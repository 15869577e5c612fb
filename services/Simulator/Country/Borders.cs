using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.Country;

/// <summary>
/// Borders of all areas, as WFS layers. The cells are quadrilaterals of a mesh with shared corners, so areas meet without gap or overlap.
/// Coordinates are metres in EPSG:3006, so that maps can draw them, but in a square of 256 km in the open Norwegian Sea: nothing of Alvmark is land.
/// </summary>
internal sealed class Borders
{
    private const int Srid = 3006;
    private const double Extent = 256_000;
    private const double West = -400_000;
    private const double South = 7_250_000;

    private static readonly (string Layer, string Division, string Code, string? Name)[] Served =
    [
        ("AlvReg_2018", "AlvReg2018", "alvregkod", "alvregnamn"),
        ("AlvReg_2023", "AlvReg2023", "alvregkod", "alvregnamn"),
        ("AlvDel_2018", "AlvDel2018", "alvdelkod", null),
        ("AlvDel_2023", "AlvDel2023", "alvdelkod", null),
        ("AlvKommun", "AlvMunicipality", "kommunkod", "kommunnamn"),
        ("AlvLan", "AlvCounty", "lankod", "lannamn"),
    ];

    private readonly Land _land;
    private readonly Chance _chance;
    private readonly int _side;

    public Borders(Land land, Chance chance)
    {
        (_land, _chance, _side) = (land, chance, Curve.Side(land.Cells));
        Layers = Served.ToDictionary(s => $"stat:{s.Layer}", s => new BoundaryLayer(Srid, () => Features(s.Layer, s.Division, s.Code, s.Name))
        {
            From = land[s.Division].FirstYear >= Years.NewDivision ? Calendar.NewBorders : null,
        });
    }

    /// <summary>The layers by name, e.g. <c>stat:AlvReg_2018</c>.</summary>
    public IReadOnlyDictionary<string, BoundaryLayer> Layers { get; }

    /// <summary>The area's outer ring, closed, counter-clockwise, as x0, y0, x1, y1, …</summary>
    public double[] Ring(Area area)
    {
        var first = _land.Parts[area.First];
        var corners = area.Parts == 1 && first.Half != 0 ? Half(first) : Outline(first.Cell, _land.Parts[area.First + area.Parts - 1].Cell);
        var ring = new double[(corners.Count + 1) * 2];
        for (var i = 0; i <= corners.Count; i++)
        {
            (ring[2 * i], ring[(2 * i) + 1]) = Place(corners[i % corners.Count]);
        }

        return ring;
    }

    private List<BoundaryFeature> Features(string layer, string division, string codeProperty, string? nameProperty)
    {
        var (areas, municipalities) = (_land[division].Areas, _land["AlvMunicipality"].Areas);
        var suffix = Geography.Division.Find(division)!.Suffix;
        var features = new List<BoundaryFeature>(areas.Count);
        foreach (var area in areas)
        {
            var properties = new List<KeyValuePair<string, object?>> { new(codeProperty, area.Code[..^suffix.Length]) };
            if (nameProperty is not null)
            {
                properties.Add(new(nameProperty, area.Name));
            }

            if (area.Municipality >= 0 && division != "AlvMunicipality")
            {
                properties.Add(new("kommunkod", municipalities[area.Municipality].Code));
                properties.Add(new("kommunnamn", municipalities[area.Municipality].Name));
            }

            if (division != "AlvCounty")
            {
                properties.Add(new("lankod", area.Code[..2]));
            }

            features.Add(new BoundaryFeature($"{layer}.{features.Count + 1}", properties, [[Ring(area)]]));
        }

        return features;
    }

    /// <summary>Follows the border of a stretch of cells. A stretch of the curve has one border, and touches itself nowhere.</summary>
    private List<(int X, int Y)> Outline(int first, int last)
    {
        var next = new Dictionary<(int X, int Y), (int X, int Y)>();
        var inside = Enumerable.Range(first, last - first + 1).Select(cell => Curve.Place(_side, cell)).ToHashSet();
        foreach (var (x, y) in inside)
        {
            void Edge(int dx, int dy, (int, int) from, (int, int) to)
            {
                if (!inside.Contains((x + dx, y + dy)))
                {
                    next.Add(from, to);
                }
            }

            Edge(0, -1, (x, y), (x + 1, y));
            Edge(1, 0, (x + 1, y), (x + 1, y + 1));
            Edge(0, 1, (x + 1, y + 1), (x, y + 1));
            Edge(-1, 0, (x, y + 1), (x, y));
        }

        var start = next.Keys.Min();
        var corners = new List<(int X, int Y)>(next.Count) { start };
        for (var corner = next[start]; corner != start; corner = next[corner])
        {
            corners.Add(corner);
        }

        return corners;
    }

    /// <summary>A cut cell's half: a triangle on one side of the diagonal that lies inside the cell.</summary>
    private List<(int X, int Y)> Half(Part part)
    {
        var (x, y) = Curve.Place(_side, part.Cell);
        (int X, int Y)[] corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
        var from = TurnsLeft(corners[0], corners[1], corners[2]) && TurnsLeft(corners[0], corners[2], corners[3]) ? 0 : 1;
        return part.Half == 1
            ? [corners[from], corners[from + 1], corners[from + 2]]
            : [corners[from], corners[from + 2], corners[(from + 3) % 4]];
    }

    private bool TurnsLeft((int X, int Y) a, (int X, int Y) b, (int X, int Y) c)
    {
        var ((ax, ay), (bx, by), (cx, cy)) = (Place(a), Place(b), Place(c));
        return ((bx - ax) * (cy - ay)) - ((by - ay) * (cx - ax)) > 0;
    }

    /// <summary>Where a corner of the mesh lies: moved at random by less than a third of a cell, and to whole decimetres.</summary>
    private (double X, double Y) Place((int X, int Y) corner)
    {
        double Moved(int at, long axis) =>
            (at + (0.3 * ((2 * _chance.Uniform(Draw.Border, ((long)corner.X << 32) + corner.Y, axis)) - 1))) * (Extent / _side);
        return (Math.Round(West + Moved(corner.X, 0), 1), Math.Round(South + Moved(corner.Y, 1), 1));
    }
}
