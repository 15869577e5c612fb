using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Geometries;
using Utanforskap.Geography.Changes;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Boundaries;

/// <summary>One answer of a WFS: some of a layer's areas.</summary>
/// <param name="Areas">The areas, in the answer's order.</param>
/// <param name="Srid">EPSG number of the coordinates, or null if it does not say.</param>
/// <param name="Matched">How many areas the whole layer has, or null if it does not say.</param>
internal sealed record GeoJsonPage(IReadOnlyList<AreaShape> Areas, int? Srid, int? Matched)
{
    private static readonly string[] MatchedNames = ["numberMatched", "totalFeatures"];
    private static readonly GeometryFactory Factory = new(new PrecisionModel(), BoundarySet.Metres);

    /// <summary>Reads a FeatureCollection.</summary>
    /// <exception cref="SourceFormatException">It is none, or a feature is not as the register says.</exception>
    public static GeoJsonPage Read(JsonElement root, BoundaryLayer layer)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
        {
            throw new SourceFormatException("the answer", "it is no GeoJSON FeatureCollection");
        }

        return new GeoJsonPage([.. features.EnumerateArray().Select((f, i) => AreaOf(f, i, layer))], SridOf(root), MatchedOf(root));
    }

    private static AreaShape AreaOf(JsonElement feature, int place, BoundaryLayer layer)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"feature {place + 1}");
        var properties = Member(feature, "properties");
        var code = Text(properties, layer.Code)?.Trim()
            ?? throw new SourceFormatException(where, $"it has no property {layer.Code}, which the register says is the code");
        var suffix = layer.Division.Suffix;
        var plain = suffix.Length > 0 && code.EndsWith(suffix, StringComparison.Ordinal) ? code[..^suffix.Length] : code;
        var name = layer.Name is null ? null : Text(properties, layer.Name);
        return new AreaShape(plain, name is null ? null : Clean(name), BorderOf(Member(feature, "geometry"), $"{where} ({plain})"));
    }

    private static MultiPolygon BorderOf(JsonElement geometry, string where)
    {
        if (geometry.ValueKind == JsonValueKind.Null)
        {
            return Factory.CreateMultiPolygon();
        }

        try
        {
            var coordinates = Member(geometry, "coordinates");
            return Text(geometry, "type") switch
            {
                "Polygon" => Factory.CreateMultiPolygon([PolygonOf(coordinates)]),
                "MultiPolygon" => Factory.CreateMultiPolygon([.. coordinates.EnumerateArray().Select(PolygonOf)]),
                var other => throw new SourceFormatException(where, $"its geometry is {other ?? "nothing"}, where a Polygon or MultiPolygon is expected"),
            };
        }
        catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException or FormatException)
        {
            throw new SourceFormatException(where, $"its geometry cannot be read: {wrong.Message}", wrong);
        }
    }

    private static Polygon PolygonOf(JsonElement rings)
    {
        LinearRing[] read = [.. rings.EnumerateArray().Select(r => Factory.CreateLinearRing([.. r.EnumerateArray().Select(p => new Coordinate(p[0].GetDouble(), p[1].GetDouble()))]))];
        return read.Length == 0 ? Factory.CreatePolygon() : Factory.CreatePolygon(read[0], read[1..]);
    }

    /// <summary><c>urn:ogc:def:crs:EPSG::3006</c> and <c>EPSG:3006</c> are 3006.</summary>
    private static int? SridOf(JsonElement root) =>
        Text(Member(Member(root, "crs"), "properties"), "name") is { } name && name.Contains("EPSG", StringComparison.OrdinalIgnoreCase)
        && int.TryParse(name[(name.LastIndexOf(':') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var srid) ? srid : null;

    private static int? MatchedOf(JsonElement root) =>
        MatchedNames.Select(n => Member(root, n)).Where(m => m.ValueKind == JsonValueKind.Number && m.TryGetInt32(out _))
            .Select(m => (int?)m.GetInt32()).FirstOrDefault();

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement element, string name) => Member(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private static string Clean(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
