using System.Text.Json;
using Utanforskap.Contracts.Reading;
using Utanforskap.Testing;

namespace Utanforskap.Publishing.Tests.Rig;

/// <summary>The official area types and the population of the real RegSO, as Classification would hand them over.</summary>
internal sealed class RealTypes
{
    public const string Method = "scb-omradestyp";
    public const string Division = "RegSO2020";

    private readonly Dictionary<string, Dictionary<string, double>> types;
    private readonly Dictionary<string, Dictionary<string, double>> population;

    private RealTypes(JsonElement types, JsonElement population)
    {
        this.types = Read(types);
        this.population = Read(population);
        Names = [.. types.GetProperty("dimension").GetProperty("Region").GetProperty("category").GetProperty("label").EnumerateObject()
            .Select(area => new NamedArea(Division, area.Name, area.Value.GetString()!.Trim()))];
    }

    public IReadOnlyList<NamedArea> Names { get; }

    public static RealTypes Load() => new(Table("TAB6586/2025-01-31T070000Z.json"), Table("TAB6574/2024-02-22T070000Z.json"));

    public ClassificationColumn Column(string period)
    {
        List<string> areas = [.. types[period].Keys.Order(StringComparer.Ordinal)];
        return new ClassificationColumn(
            Method,
            1,
            0,
            Division,
            period,
            areas,
            [.. areas.Select(a => (int?)types[period][a])],
            [.. areas.Select(_ => (double?)null)],
            [.. areas.Select(a => (double?)population[period][a])],
            [],
            [],
            []);
    }

    private static JsonElement Table(string file)
    {
        using var stream = File.OpenRead(SharedData.Find($"registers/{file}"));
        return JsonDocument.Parse(stream).RootElement.Clone();
    }

    // All dimensions but region and time have one category, so the cells are regions by years.
    private static Dictionary<string, Dictionary<string, double>> Read(JsonElement table)
    {
        var regions = Codes(table, "Region");
        var years = Codes(table, "Tid");
        var values = table.GetProperty("value").EnumerateArray().ToList();
        values.Count.ShouldBe(regions.Count * years.Count, "the table has other dimensions than expected");
        return years.Select((year, y) => (year, areas: regions.Select((region, r) => (region, value: values[(r * years.Count) + y].GetDouble()))))
            .ToDictionary(y => y.year, y => y.areas.ToDictionary(a => a.region, a => a.value));
    }

    private static List<string> Codes(JsonElement table, string dimension) =>
        [.. table.GetProperty("dimension").GetProperty(dimension).GetProperty("category").GetProperty("index").EnumerateObject()
            .OrderBy(c => c.Value.GetInt32()).Select(c => c.Name)];
}
