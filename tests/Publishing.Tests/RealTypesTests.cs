using System.Net.Http.Json;
using System.Text.Json;
using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>The real types of 2022 and 2023, published and read as the world reads them.</summary>
public sealed class RealTypesTests
{
    private static readonly Dictionary<string, int> Transitions = new()
    {
        ["3→4"] = 59,
        ["4→3"] = 45,
        ["4→5"] = 37,
        ["5→4"] = 34,
        ["3→2"] = 30,
        ["2→3"] = 24,
        ["2→1"] = 13,
        ["1→2"] = 11,
    };

    [Fact]
    public async Task The_year_2023_tells_exactly_the_253_areas_that_change_type()
    {
        var real = RealTypes.Load();
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        await host.StartAsync();
        using var client = host.Client();
        await PublishAsync(upstream, host, real);

        var summary2022 = await client.GetFromJsonAsync<JsonElement>("/api/v1/classifications/scb-omradestyp/summary?period=2022", TestContext.Current.CancellationToken);
        var items = summary2022.GetProperty("items").EnumerateArray().ToList();
        items.Select(i => i.GetProperty("areas").GetInt32()).ShouldBe([160, 289, 855, 1770, 289], "the official counts of 2022");
        items.Take(2).Sum(i => i.GetProperty("share").GetDouble()).ShouldBe(0.1344, 0.00005, "types 1 and 2 hold 13.44 % of the population of 2022");
        var summary2023 = await client.GetFromJsonAsync<JsonElement>("/api/v1/classifications/scb-omradestyp/summary?period=2023", TestContext.Current.CancellationToken);
        summary2023.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("areas").GetInt32())
            .ShouldBe([162, 293, 835, 1781, 292], "the official counts of 2023");

        var events = await AllEventsAsync(client);
        var changed = events.Where(e => e.GetProperty("type").GetString() == "se.utanforskap.classification.changed.v1").ToList();
        changed.Select(e => e.GetProperty("id").GetString()).Distinct().Count().ShouldBe(253, "each of the 253 areas is told once");
        changed.Count.ShouldBe(253, "no area is told twice");
        Count(changed.Select(e => e.GetProperty("data"))).ShouldBe(Transitions, ignoreOrder: true, "the transitions of the official types");

        var changes = await client.GetFromJsonAsync<JsonElement>(
            "/api/v1/changes?method=scb-omradestyp&from=2022&to=2023", TestContext.Current.CancellationToken);
        changes.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null, "the changes are one page unless asked otherwise");
        Count(changes.GetProperty("items").EnumerateArray()).ShouldBe(Transitions, ignoreOrder: true, "the change list and the events say the same");
    }

    private static async Task PublishAsync(Upstream upstream, PublishingHost host, RealTypes real)
    {
        upstream.Methods.Add(Made.Method(RealTypes.Method));
        upstream.Names.AddRange(real.Names);
        upstream.Result(1, real.Column("2022"));
        upstream.Result(2, real.Column("2023"));
        await host.EndAsync(Made.Classified(1, (RealTypes.Method, RealTypes.Division, "2022")));
        await host.EndAsync(Made.Classified(2, (RealTypes.Method, RealTypes.Division, "2023")));
    }

    private static async Task<List<JsonElement>> AllEventsAsync(HttpClient client)
    {
        var events = new List<JsonElement>();
        for (var next = "0"; next is not null;)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/events?after={next}&limit=100", TestContext.Current.CancellationToken);
            events.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }

        return events;
    }

    private static Dictionary<string, int> Count(IEnumerable<JsonElement> changes) => changes
        .GroupBy(c => $"{c.GetProperty("before").GetInt32()}→{c.GetProperty("after").GetInt32()}")
        .ToDictionary(g => g.Key, g => g.Count());
}
