using System.Text.Json;
using Utanforskap.Testing;

namespace Utanforskap.Pipeline;

/// <summary>The simulator's country, from its releases to what is published: against a recomputation that shares no code with the services, and against what was saved on the way.</summary>
[Trait("Category", "Slow")]
public sealed class MadeUpCountry(WalkedCountry country) : IClassFixture<WalkedCountry>
{
    [Fact]
    public async Task Every_earlier_picture_is_read_as_it_was_saved()
    {
        country.Pictures.Count.ShouldBeGreaterThan(20, "there are publications of several methods");
        foreach (var picture in country.Pictures)
        {
            (await country.TextAsync($"{picture.Path}&asOf={picture.Publication}")).ShouldBe(picture.Text, $"{picture.Path} as of {picture.Publication}");
        }
    }

    [Fact]
    public async Task Every_publication_is_computed_again_from_its_lineage_to_the_same_bytes()
    {
        var verified = JsonDocument.Parse(await country.System.UtanAsync("verify", "--all", "--json")).RootElement;

        var outcomes = verified.EnumerateArray().SelectMany(report => report.GetProperty("columns").EnumerateArray()).Select(column => column.GetProperty("outcome").GetString()).ToList();
        outcomes.Count.ShouldBeGreaterThan(20);
        outcomes.ShouldAllBe(outcome => outcome == "equal-bytes");
    }

    [Fact]
    public async Task Every_correction_lists_exactly_the_areas_whose_published_class_or_needs_became_others()
    {
        var corrections = await country.System.ListAsync("/api/v1/events?type=publication.corrected&limit=1000");
        corrections.Count.ShouldBeGreaterThan(3, "the country's registers are corrected several times");
        foreach (var data in corrections.Select(e => e.GetProperty("data")))
        {
            var (method, publication, before) = (data.GetProperty("method"), data.GetProperty("publication"), data.GetProperty("base"));
            var differing = new List<string>();
            foreach (var column in data.GetProperty("columns").EnumerateArray())
            {
                var path = $"/api/v1/classifications/{method}?division={column.GetProperty("division")}&period={column.GetProperty("period")}&limit=100000&asOf=";
                var was = (await country.System.ListAsync(path + before)).ToDictionary(Code, Picture);
                differing.AddRange((await country.System.ListAsync(path + publication)).Where(now => was.GetValueOrDefault(Code(now)) != Picture(now))
                    .Select(now => $"{Code(now)} {column.GetProperty("period")}"));
            }

            data.GetProperty("areas").EnumerateArray().Select(a => $"{a.GetProperty("code")} {a.GetProperty("period")}").Order().ShouldBe(differing.Order(), $"{method} {data.GetProperty("version")}");
        }

        static string Code(JsonElement item) => item.GetProperty("area").GetProperty("code").GetString()!;

        static string Picture(JsonElement item) => $"{item.GetProperty("class")} {item.GetProperty("needs")}";
    }

    [Fact]
    public async Task A_register_that_corrects_one_municipality_gives_a_patch_with_its_areas_as_own_change_and_the_others_as_relative()
    {
        var release = (await country.System.ListAsync("/api/v1/releases?limit=1000")).Last(r => r.GetProperty("table").GetString() == "ALV006"
            && r.GetProperty("status").GetString() == "accepted" && r.GetProperty("changes").GetProperty("corrected").GetInt32() > 0).GetProperty("number").GetInt64();
        var touched = (await country.System.GetAsync($"/api/v1/releases/{release}/changes")).GetProperty("columns").EnumerateArray()
            .Where(c => c.GetProperty("division").GetString() == "AlvReg2018").SelectMany(c => c.GetProperty("areas").EnumerateArray().Select(a => a.GetString()!)).ToHashSet();
        touched.Select(code => code[..4]).Distinct().ShouldHaveSingleItem("the correction is of one municipality");
        var publication = (await country.System.ListAsync("/api/v1/publications?method=sei&limit=100")).Single(p => p.GetProperty("release").GetInt64() == release);
        publication.GetProperty("version").GetString()!.ShouldNotEndWith(".0", customMessage: "figures of a published period are a patch");

        var changes = await country.System.ListAsync($"/api/v1/changes?publication={publication.GetProperty("id")}&include=index");

        changes.Count.ShouldBeGreaterThan(0);
        foreach (var change in changes)
        {
            var code = change.GetProperty("area").GetProperty("code").GetString()!;
            if (touched.Contains(code))
            {
                var moved = change.GetProperty("indexAfter").GetDouble() - change.GetProperty("indexBefore").GetDouble();
                change.GetProperty("explanation").GetProperty("parts").EnumerateArray().Sum(p => p.GetProperty("value").GetDouble()).ShouldBe(moved, 1e-9, $"the parts of {code} sum to its change");
            }
            else
            {
                change.GetProperty("indexAfter").GetDouble().ShouldBe(change.GetProperty("indexBefore").GetDouble(), code);
                change.GetProperty("cause").GetString().ShouldBe("relative", $"{code} is none of the municipality's areas");
            }
        }
    }

    [Fact]
    public async Task The_index_of_every_complete_period_agrees_with_an_independent_recomputation()
    {
        var system = country.System;
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

        foreach (var (period, types) in (await Cells(system, "ALV013", "ContentsCode", "ALV0130B")).GroupBy(c => c.Key.Period).ToDictionary(g => g.Key, g => g.ToList()))
        {
            var published = (await system.ListAsync($"/api/v1/classifications/scb-omradestyp?period={period}"))
                .ToDictionary(item => item.GetProperty("area").GetProperty("code").GetString()!, item => item.GetProperty("class").GetInt32());
            published.Count.ShouldBe(types.Count, $"areas with an official type in {period}");
            types.ShouldAllBe(t => published[t.Key.Area] == t.Value, $"the official types of {period} are published as the source has them");
        }
    }

    /// <summary>100 × category / total for each area and year of the small areas, as the source has them after the last release.</summary>
    private static async Task<Dictionary<(string Area, string Period), double>> Shares(RunningSystem system, string table, string dimension, string category)
    {
        var whole = await Cells(system, table, dimension, "tot");
        return (await Cells(system, table, dimension, category)).Where(p => whole.GetValueOrDefault(p.Key) > 0).ToDictionary(p => p.Key, p => 100 * p.Value / whole[p.Key]);
    }

    /// <summary>The figures of a category for each area and year of the small areas, as the source has them after the last release.</summary>
    private static async Task<Dictionary<(string Area, string Period), double>> Cells(RunningSystem system, string table, string dimension, string category)
    {
        using var source = new HttpClient { BaseAddress = system.Simulator };
        var metadata = JsonDocument.Parse(await GetAsync(source, $"/api/v2/tables/{table}/metadata")).RootElement;
        var years = Codes(metadata, "Tid");
        var cells = new Dictionary<(string, string), double>();
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

                if (values[ids.Select((id, i) => (id, i)).Aggregate(0, (offset, d) => (offset * sizes[d.i])
                    + (d.id == "Region" ? region : d.id == dimension ? categories.IndexOf(category) : 0))] is { } figure)
                {
                    cells[(code, year)] = figure;
                }
            }
        }

        return cells;
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
