using System.Text.Json;
using Utanforskap.Testing;

namespace Utanforskap.Pipeline;

/// <summary>The simulator's country, from its releases to the published index, against a recomputation that shares no code with the services.</summary>
[Trait("Category", "Slow")]
public sealed class MadeUpCountry
{
    [Fact]
    public async Task The_index_of_every_complete_period_agrees_with_an_independent_recomputation()
    {
        await using var system = await RunningSystem.StartAsync("sample");
        await system.UtanAsync("release", "--all", "--wait");

        var lowStandard = await Shares(system, "ALV005", "EkonomiskStandard", "LAG");
        var compulsory = await Shares(system, "ALV006", "UtbildningsNiva", "FG");
        var outside = await Shares(system, "ALV007", "Stallning", "BIST");
        var periods = lowStandard.Keys.Intersect(compulsory.Keys).Intersect(outside.Keys).Select(k => k.Period).Distinct().Order().ToList();
        periods.Count.ShouldBeGreaterThan(4, "The made-up country has several complete periods.");

        foreach (var period in periods)
        {
            var index = new Dictionary<string, double>();
            foreach (var (key, v1) in lowStandard.Where(p => p.Key.Period == period))
            {
                if (compulsory.TryGetValue(key, out var v2) && outside.TryGetValue(key, out var v3))
                {
                    index[key.Area] = (v1 + v2 + v3) / 3;
                }
            }

            var mean = index.Values.Average();
            var deviation = Math.Sqrt(index.Values.Average(x => (x - mean) * (x - mean)));
            var published = await system.ListAsync($"/api/v1/classifications/sei?period={period}");
            published.Count.ShouldBe(index.Count, $"areas with an index in {period}");
            foreach (var item in published)
            {
                var area = item.GetProperty("area");
                var code = area.GetProperty("code").GetString()!;
                var own = index[code];
                item.GetProperty("index").GetDouble().ShouldBe(own, 1e-9, $"index of {code} in {period}");
                var type = own >= mean + (2 * deviation) ? 1 : own >= mean + deviation ? 2 : own >= mean ? 3 : own >= mean - deviation ? 4 : 5;
                item.GetProperty("class").GetInt32().ShouldBe(type, $"type of {code} in {period}: index {own}, mean {mean}, deviation {deviation}");
            }
        }

        var publications = await system.ListAsync("/api/v1/publications");
        publications.ShouldAllBe(p => p.GetProperty("method").GetString() == "sei", "Nothing is published under Sweden's official type for a made-up country.");
    }

    /// <summary>100 × category / total for each area and year of the small areas, as the source has them after the last release.</summary>
    private static async Task<Dictionary<(string Area, string Period), double>> Shares(RunningSystem system, string table, string dimension, string category)
    {
        using var source = new HttpClient { BaseAddress = system.Simulator };
        var metadata = JsonDocument.Parse(await GetAsync(source, $"/api/v2/tables/{table}/metadata")).RootElement;
        var years = Codes(metadata, "Tid");
        var shares = new Dictionary<(string, string), double>();
        foreach (var year in years)
        {
            // A year at a time keeps within the source's limit of cells.
            var query = string.Join('&', metadata.GetProperty("id").EnumerateArray().Select(id => id.GetString() == "Tid"
                ? $"valueCodes[Tid]={year}" : $"valueCodes[{id.GetString()}]=*"));
            var data = JsonDocument.Parse(await GetAsync(source, $"/api/v2/tables/{table}/data?{query}&outputFormat=json-stat2")).RootElement;
            var ids = data.GetProperty("id").EnumerateArray().Select(id => id.GetString()!).ToList();
            var sizes = data.GetProperty("size").EnumerateArray().Select(n => n.GetInt32()).ToList();
            var values = data.GetProperty("value").EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Number ? v.GetDouble() : (double?)null).ToList();
            var regions = Codes(data, "Region");
            var categories = Codes(data, dimension);
            for (var region = 0; region < regions.Count; region++)
            {
                if (regions[region].Split('_')[0] is not { Length: 8 } code)
                {
                    continue;
                }

                double? At(string wanted) => values[ids.Select((id, i) => (id, i)).Aggregate(0, (offset, d) => (offset * sizes[d.i])
                    + (d.id == "Region" ? region : d.id == dimension ? categories.IndexOf(wanted) : 0))];
                if (At(category) is { } part && At("tot") is { } whole && whole > 0)
                {
                    shares[(code, year)] = 100 * part / whole;
                }
            }
        }

        return shares;
    }

    /// <summary>Ingestion reads the same source and shares its limit of calls with the test, so a 429 is waited out as it asks.</summary>
    private static async Task<string> GetAsync(HttpClient source, string path)
    {
        while (true)
        {
            using var response = await source.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            if (response.StatusCode != System.Net.HttpStatusCode.TooManyRequests)
            {
                return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            }

            await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
    }

    private static List<string> Codes(JsonElement dataset, string dimension)
    {
        var index = dataset.GetProperty("dimension").GetProperty(dimension).GetProperty("category").GetProperty("index");
        return index.ValueKind == JsonValueKind.Array
            ? index.EnumerateArray().Select(c => c.GetString()!).ToList()
            : index.EnumerateObject().OrderBy(c => c.Value.GetInt32()).Select(c => c.Name).ToList();
    }
}
