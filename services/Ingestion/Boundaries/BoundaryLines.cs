using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using NetTopologySuite.Geometries;
using Utanforskap.Geography;
using Utanforskap.Geography.Changes;

namespace Utanforskap.Ingestion.Boundaries;

/// <summary>
/// Borders as they are kept: a line of JSON about the division, then one for each area in order of codes, gzip-compressed. Rings begin and turn the same
/// way however the source wrote them (outer ones against the clock), so the lines name the content.
/// </summary>
internal static class BoundaryLines
{
    private static readonly GeometryFactory Factory = new(new PrecisionModel(), BoundarySet.Metres);

    /// <summary>SHA-256 of the lines, as 64 hexadecimal digits.</summary>
    public static string HashOf(BoundarySet set)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in LinesOf(set))
        {
            hash.AppendData(line);
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The compressed lines.</summary>
    public static Stream Write(BoundarySet set)
    {
        var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (var line in LinesOf(set))
            {
                packed.Write(line);
                packed.WriteByte((byte)'\n');
            }
        }

        bytes.Position = 0;
        return bytes;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static BoundarySet Read(Stream compressed)
    {
        using var unpacked = new GZipStream(compressed, CompressionMode.Decompress);
        using var text = new StreamReader(unpacked);
        var head = JsonSerializer.Deserialize<Head>(text.ReadLine() ?? throw new InvalidDataException("There are no borders."))!;
        var areas = new List<AreaShape>(head.Areas);
        while (text.ReadLine() is { } line)
        {
            var area = JsonSerializer.Deserialize<Line>(line)!;
            areas.Add(new AreaShape(area.Code, area.Name, Factory.CreateMultiPolygon([.. area.Polygons.Select(PolygonOf)])));
        }

        return new BoundarySet(Division.Find(head.Division) ?? throw new InvalidDataException($"There is no division {head.Division}."), head.Srid, areas);
    }

    /// <summary>A polygon's rings, each of x and y in turn.</summary>
    public static IEnumerable<double[][]> PolygonsOf(Geometry border)
    {
        var normal = border.Normalized();
        for (var i = 0; i < normal.NumGeometries; i++)
        {
            if (normal.GetGeometryN(i) is Polygon { IsEmpty: false } polygon)
            {
                // NetTopologySuite's normal form turns outer rings with the clock, GeoJSON's (RFC 7946) against it.
                yield return [RingOf(polygon.Shell.Reverse()), .. polygon.Holes.Select(h => RingOf(h.Reverse()))];
            }
        }
    }

    private static IEnumerable<byte[]> LinesOf(BoundarySet set) =>
        set.Areas.Select(a => JsonSerializer.SerializeToUtf8Bytes(new Line(a.Code, a.Name, [.. PolygonsOf(a.Border)])))
            .Prepend(JsonSerializer.SerializeToUtf8Bytes(new Head(set.Division.Id, set.Srid, set.Areas.Count)));

    private static double[] RingOf(Geometry ring) => [.. ring.Coordinates.SelectMany(c => (double[])[c.X, c.Y])];

    private static Polygon PolygonOf(double[][] rings)
    {
        LinearRing[] read = [.. rings.Select(r => Factory.CreateLinearRing([.. r.Chunk(2).Select(c => new Coordinate(c[0], c[1]))]))];
        return Factory.CreatePolygon(read[0], read[1..]);
    }

    private sealed record Head(string Division, int? Srid, int Areas);

    private sealed record Line(string Code, string? Name, double[][][] Polygons);
}
