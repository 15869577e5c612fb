using System.Text.Json;
using Utanforskap.Simulator.Country;

namespace Utanforskap.Simulator.Tests.Country;

/// <summary>Alvmark as a client meets it: over HTTP.</summary>
public class ServedTests
{
    [Fact]
    public async Task Every_release_is_described_and_read_with_the_figures_that_the_country_has()
    {
        await using var simulator = await RunningSimulator.Start("sample", "Areas=150", "Seed=4");
        var country = CountrySource.Make(seed: 4, areas: 150);

        foreach (var release in country.Releases)
        {
            await simulator.Release();
            var table = release.Load();
            var metadata = await simulator.Get($"/api/v2/tables/{table.Id}/metadata");
            metadata.GetProperty("size").EnumerateArray().Select(s => s.GetInt32()).ShouldBe(table.Dimensions.Select(d => d.Codes.Count), table.Label);

            var data = await simulator.Post(
                $"/api/v2/tables/{table.Id}/data?outputFormat=json-stat2",
                new { selection = table.Dimensions.Select(d => new { variableCode = d.Code, valueCodes = new[] { "*" } }) });

            data.GetProperty("value").EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? null : (double?)v.GetDouble()).ToList()
                .ShouldBe([.. Enumerable.Range(0, table.Cells).Select(i => table.Status[i] == 0 ? table.Values[i] : (double?)null)], $"{release.Released:d} {table.Label}");
        }
    }

    [Fact]
    public async Task A_large_table_is_described_whole()
    {
        await using var simulator = await RunningSimulator.Start("sample");
        await simulator.Release(table: "ALV001");

        var metadata = await simulator.Get("/api/v2/tables/ALV001/metadata");

        var region = metadata.GetProperty("dimension").GetProperty("Region");
        region.GetProperty("category").GetProperty("index").EnumerateObject().Count().ShouldBe(Alvmark.Release("ALV001", 0).Dimensions[0].Codes.Count);
        region.GetProperty("extension").GetProperty("codelists").EnumerateArray().Select(c => c.GetProperty("id").GetString())
            .ShouldBe(["agg_AlvLan", "vs_AlvDel2018", "vs_AlvReg2018", "vs_AlvMunicipality", "vs_AlvCounty"]);
    }

    [Fact]
    public async Task Counties_can_be_read_as_groups_of_municipalities()
    {
        await using var simulator = await RunningSimulator.Start("sample", "Areas=150");
        await simulator.Release(table: "ALV005");

        var groups = await simulator.Get("/api/v2/tables/ALV005/data?outputFormat=json-stat2&codelist[Region]=agg_AlvLan&valueCodes[Region]=*&valueCodes[ContentsCode]=*&valueCodes[EkonomiskStandard]=LAG&valueCodes[Alder]=tot&valueCodes[Tid]=2020");
        var counties = await simulator.Get("/api/v2/tables/ALV005/data?outputFormat=json-stat2&codelist[Region]=vs_AlvCounty&valueCodes[Region]=*&valueCodes[ContentsCode]=*&valueCodes[EkonomiskStandard]=LAG&valueCodes[Alder]=tot&valueCodes[Tid]=2020");

        groups.GetProperty("value").ToString().ShouldBe(counties.GetProperty("value").ToString());
    }

    [Fact]
    public async Task A_page_of_text_tells_what_the_country_is_like()
    {
        await using var simulator = await RunningSimulator.Start("sample", "Areas=400");

        var text = await simulator.Http.GetStringAsync("/control/country", TestContext.Current.CancellationToken);

        text.ShouldContain("It does not exist.");
        text.Split('\n').Count(line => line.StartsWith("20", StringComparison.Ordinal) && line.Contains("ALV", StringComparison.Ordinal))
            .ShouldBe(Alvmark.Country.Releases.Count, "every release is listed");
        text.ShouldContain("2024-03-19: Rättelse", Case.Sensitive, "what there is to be found is told");
    }
}
