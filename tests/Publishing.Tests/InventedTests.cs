using System.Text.Json;
using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>Figures of the made-up country are told as such wherever they can be read; real ones are not.</summary>
public sealed class InventedTests
{
    private const string Method = "sei";

    [Theory]
    [InlineData("AlvReg2023", "A101R001", "A101R002", true)]
    [InlineData("RegSO2020", "0114R001", "0114R002", false)]
    public async Task Page_json_csv_events_and_description_say_whether_figures_are_invented(string division, string first, string second, bool invented)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        await host.StartAsync();
        upstream.Methods.Add(Made.Method(Method));
        upstream.Result(1, Made.Column(Method, division, "2023", 1, 2) with { Areas = [first, second] });
        upstream.Result(2, Made.Column(Method, division, "2023", 1, 3) with { Areas = [first, second] });
        await host.EndAsync(Made.Classified(1, (Method, division, "2023")));
        await host.EndAsync(Made.Classified(2, (Method, division, "2023")));
        using var client = host.Client();
        async Task<string> GetAsync(string path) => await client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        async Task<JsonElement> JsonAsync(string path) => JsonDocument.Parse(await GetAsync($"/api/v1/{path}")).RootElement;

        (await GetAsync("/")).Contains("Siffrorna är påhittade. Alvmark är ett land som inte finns", StringComparison.Ordinal).ShouldBe(invented, "the page, in Swedish");
        (await GetAsync("/?lang=en")).Contains("The figures are invented. Alvmark is a country that does not exist", StringComparison.Ordinal).ShouldBe(invented, "and in English");
        (await JsonAsync("methods")).GetProperty("items")[0].GetProperty("periods")[0].GetProperty("invented").GetBoolean().ShouldBe(invented, "each period of a method");
        (await JsonAsync($"classifications/{Method}")).GetProperty("invented").GetBoolean().ShouldBe(invented, "a list of results");
        (await JsonAsync($"classifications/{Method}/summary")).GetProperty("invented").GetBoolean().ShouldBe(invented, "a summary");
        IsMarked((await JsonAsync($"areas/{division}/{first}")).GetProperty("area")).ShouldBe(invented, "an area by itself");
        var events = (await JsonAsync("events")).GetProperty("items").EnumerateArray();
        IsMarked(events.Last().GetProperty("data").GetProperty("area")).ShouldBe(invented, "an event about an area");
        foreach (var path in new[] { "methods", $"classifications/{Method}", $"classifications/{Method}/summary", $"snapshot?method={Method}" })
        {
            var lines = (await GetAsync($"/api/v1/{path}{(path.Contains('?') ? '&' : '?')}format=csv")).Split("\r\n");
            var column = Array.IndexOf(lines[0].Split(','), "invented");
            lines[1].Split(',')[column].ShouldBe(invented ? "true" : "false", $"{path} as csv");
        }

        (await GetAsync("/openapi/v1.json")).ShouldContain("marked invented");
    }

    // Real areas have the five fields that every area has, and no more.
    private static bool IsMarked(JsonElement area) => area.TryGetProperty("invented", out var mark) && mark.GetBoolean();
}
