using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Utanforskap.Geography;
using Utanforskap.Geography.Changes;
using Utanforskap.Ingestion.Boundaries;
using Utanforskap.Ingestion.Catalogue;

namespace Utanforskap.Ingestion.Tests.Boundaries;

/// <summary>Squares in a row.</summary>
internal static class MadeBorders
{
    public const string Yaml = """
        id: borders
        title: { sv: Gränser, en: Borders }
        country: sweden
        source: { kind: wfs, name: geodata }
        table: stat:RegSO_2020
        boundaries: { division: RegSO2020, code: regsokod, name: regsonamn }
        attribution: SCB
        licence: CC0-1.0
        """;

    public static Register Register { get; } = RegisterFile.Read("borders.yaml", Yaml).Register!;

    public static BoundarySet Row(int areas, int? srid = BoundarySet.Metres) =>
        Of(srid, [.. Enumerable.Range(0, areas).Select(i => Square($"0114R{i + 1:000}", 1000 * i))]);

    public static BoundarySet Of(int? srid, params AreaShape[] areas) => new(Division.Find("RegSO2020")!, srid, areas);

    public static AreaShape Square(string code, int west, int width = 1000) =>
        Shape(code, $"MULTIPOLYGON((({west} 0,{west + width} 0,{west + width} 1000,{west} 1000,{west} 0)))");

    public static AreaShape Shape(string code, string wkt) => new(code, $"Område {code}", new WKTReader().Read(wkt) as MultiPolygon ?? throw new InvalidOperationException());
}
