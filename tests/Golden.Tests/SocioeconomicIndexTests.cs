using System.Text.Json;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Reading;
using Utanforskap.Testing;

namespace Utanforskap.Golden;

/// <summary>The socioeconomic index of 2024 for the 31 areas of Karlstad, published with one decimal beside its three parts.</summary>
public sealed class SocioeconomicIndexTests
{
    [Fact]
    public void Of_every_area_the_index_is_the_mean_of_its_parts_as_published()
    {
        using var table = JsonDocument.Parse(File.ReadAllText(SharedData.Find("karlstad/TAB6586/2026-01-30T070000Z.json")));
        var areas = table.RootElement.GetProperty("dimension").GetProperty("Region").GetProperty("category").GetProperty("index").EnumerateObject().Select(area => area.Name).ToArray();
        var values = table.RootElement.GetProperty("value").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        double[] Contents(int place) => [.. areas.Select((_, area) => values[(area * 5) + place])];

        var figures = new IndexFigures(areas,
        [
            new("low-economic-standard", Contents(2)), new("compulsory-education", Contents(3)), new("assistance-or-unemployment", Contents(4)),
        ]);
        var definition = IndexFile.Read("sei.yaml", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Indices", "sei.yaml")));
        var run = IndexComputation.Compute(definition, figures);

        areas.Length.ShouldBe(31);
        run["index"].ToArray().Zip(Contents(0), (computed, published) => Math.Abs(computed - published)).Max().ShouldBeLessThanOrEqualTo(
            0.1 / 3 + 0.05 + 1e-9, "The parts and the index are rounded to one decimal each.");
        run["index"].ToArray().Zip(Contents(0)).Count(pair => Math.Abs(pair.First - pair.Second) <= 0.05 + 1e-9).ShouldBe(31);
    }
}
