using System.Text.Json;
using System.Text.Json.Nodes;
using Utanforskap.Testing;

namespace Utanforskap.Simulator.Tests.PxWebApi;

/// <summary>Holds answers against those that SCB's own server gave.</summary>
public sealed class RecordedAnswersTests
{
    [Fact]
    public async Task Config_is_the_recorded_one()
    {
        using var folder = new SmallFolder(1);
        await using var simulator = await RunningSimulator.Start(folder.Path, "MaxCallsPerTimeWindow=3");

        Same(await simulator.Get("/api/v2/config"), Recorded("config")).ShouldBeEmpty("the default limits are SCB's");
    }

    [Fact]
    public async Task Data_is_the_recorded_one_to_the_last_field()
    {
        using var folder = Tab6471();
        await using var simulator = await RunningSimulator.Start(folder.Path);
        await simulator.Release();

        var answer = await simulator.Get("/api/v2/tables/TAB6471/data?" + string.Join('&', All.Select(d => $"valueCodes[{d}]=*")));

        Same(answer, Recorded("TAB6471_data")).ShouldBeEmpty("a client must not be able to tell");
    }

    [Fact]
    public async Task Metadata_has_the_recorded_fields_in_the_recorded_order()
    {
        using var folder = Tab6471();
        await using var simulator = await RunningSimulator.Start(folder.Path);
        await simulator.Release();

        var answer = await simulator.Get("/api/v2/tables/TAB6471/metadata");

        // SCB states the total category of a table from its database with the data only, a server of PX files (../shared/px) here too.
        Shape(answer).Where(f => !f.EndsWith(".eliminationValueCode: String", StringComparison.Ordinal))
            .ShouldBe(Shape(Recorded("TAB6471_metadata")), "same fields, same kinds, same order");
        answer.GetProperty("value").GetArrayLength().ShouldBe(0, "metadata has no cells");
        foreach (var name in new[] { "role", "id", "note", "source", "updated", "extension" })
        {
            Same(answer.GetProperty(name), Recorded("TAB6471_metadata").GetProperty(name)).ShouldBeEmpty(name);
        }
    }

    [Theory]
    [InlineData("tables", "")]
    [InlineData("search", "?query=folkmängden&pastDays=20000")]
    public async Task A_listing_has_the_recorded_fields_in_the_recorded_order(string recorded, string query)
    {
        using var folder = Tab6471();
        folder.Add("TAB6472/2026-06-08T060000Z.json", await File.ReadAllTextAsync(FileOf("TAB6471_data"), TestContext.Current.CancellationToken));
        await using var simulator = await RunningSimulator.Start(folder.Path, "PageSize=1");
        await simulator.Release(2);

        var answer = await simulator.Get("/api/v2/tables" + query);

        Shape(answer.GetProperty("tables")[0]).ShouldBe(Shape(Recorded(recorded).GetProperty("tables")[0]));
        answer.EnumerateObject().Select(p => p.Name).ShouldBe(Recorded(recorded).EnumerateObject().Select(p => p.Name));
        var page = answer.GetProperty("page");
        page.GetProperty("totalPages").GetInt32().ShouldBe(2, "two tables, one a page");
        page.GetProperty("links").EnumerateArray().Select(l => l.GetProperty("rel").GetString()).ShouldBe(["next", "last"]);
        answer.GetProperty("tables")[0].GetProperty("timeUnit").GetString().ShouldBe("Monthly");
    }

    [Theory]
    [InlineData("tab003")]
    [InlineData("tab004")]
    public async Task Metadata_is_what_a_server_of_px_files_makes_of_the_same_table(string name)
    {
        var recorded = JsonNode.Parse(await File.ReadAllTextAsync(SharedData.Find($"px/MetadataById_{name}_js2.json"), TestContext.Current.CancellationToken))!;
        recorded["updated"] = "2023-05-25T13:42:00Z";
        using var expected = JsonDocument.Parse(recorded.ToJsonString());
        var cells = recorded["size"]!.AsArray().Aggregate(1, (product, size) => product * (int)size!);
        recorded["value"] = new JsonArray([.. Enumerable.Range(0, cells).Select(i => (JsonNode)i)]);
        using var folder = new SmallFolder();
        folder.Add($"{name.ToUpperInvariant()}/2023-05-25T134200Z.json", recorded.ToJsonString());
        await using var simulator = await RunningSimulator.Start(folder.Path);
        await simulator.Release();

        Same(await simulator.Get($"/api/v2/tables/{name}/metadata?lang=en"), expected.RootElement).ShouldBeEmpty();
        using var described = JsonDocument.Parse(File.ReadAllText(SharedData.Find("px/TableById_tab004.json")));
        Shape(await simulator.Get($"/api/v2/tables/{name}?lang=en")).ShouldBe(Shape(described.RootElement), "the table's own page has the recorded fields");
    }

    private static readonly string[] All = ["Region", "Alder", "Kon", "ContentsCode", "Tid"];

    private static SmallFolder Tab6471()
    {
        var folder = new SmallFolder();
        folder.Add("TAB6471/2026-06-08T060000Z.json", File.ReadAllText(FileOf("TAB6471_data")));
        return folder;
    }

    private static string FileOf(string name) => SharedData.Find($"pxwebapi/scb_pxwebapi2_{name}.json");

    private static JsonElement Recorded(string name) => JsonDocument.Parse(File.ReadAllText(FileOf(name))).RootElement;

    /// <summary>Where two documents differ, in values or in the order of fields.</summary>
    private static List<string> Same(JsonElement answer, JsonElement recorded, string path = "$")
    {
        if (answer.ValueKind == JsonValueKind.Object && recorded.ValueKind == JsonValueKind.Object)
        {
            var (names, expected) = (answer.EnumerateObject().Select(p => p.Name).ToList(), recorded.EnumerateObject().Select(p => p.Name).ToList());
            return names.SequenceEqual(expected)
                ? [.. names.SelectMany(n => Same(answer.GetProperty(n), recorded.GetProperty(n), $"{path}.{n}"))]
                : [$"{path} has {string.Join(",", names)}; recorded {string.Join(",", expected)}"];
        }

        return JsonElement.DeepEquals(answer, recorded) ? [] : [$"{path} is {answer}; recorded {recorded}"];
    }

    /// <summary>Paths and kinds of all fields in their order; what is named by codes of categories, or listed, counts once.</summary>
    private static List<string> Shape(JsonElement json, string path = "")
    {
        string[] byCode = [".index", ".label", ".unit", ".noteMandatory", ".refperiod", ".measuringType", ".priceType", ".adjustment", ".alternativeText"];
        return json.ValueKind switch
        {
            JsonValueKind.Object when byCode.Any(path.EndsWith) => [path, .. json.EnumerateObject().Take(1).SelectMany(p => Shape(p.Value, path + ".*"))],
            JsonValueKind.Object => [path, .. json.EnumerateObject().SelectMany(p => Shape(p.Value, $"{path}.{p.Name}"))],
            // Which value sets a table has is its own matter.
            JsonValueKind.Array when path.EndsWith(".codelists", StringComparison.Ordinal) => [path],
            JsonValueKind.Array => [path, .. json.EnumerateArray().Take(1).SelectMany(e => Shape(e, path + "[]"))],
            JsonValueKind.True or JsonValueKind.False => [$"{path}: Boolean"],
            _ => [$"{path}: {json.ValueKind}"],
        };
    }
}
