using System.Net;
using System.Text.Json;
using Utanforskap.Testing;

namespace Utanforskap.Simulator.Tests.PxWebApi;

public sealed class RealFolderTests
{
    [Fact]
    public async Task A_table_is_not_there_before_its_first_release()
    {
        await using var simulator = await RunningSimulator.Start(SharedData.Find("registers"));

        (await simulator.Get("/api/v2/tables")).GetProperty("tables").GetArrayLength().ShouldBe(0, "nothing is released yet");
        (await simulator.Ask("/api/v2/tables/TAB6574")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await simulator.Release(table: "TAB6574");
        (await simulator.Get("/api/v2/tables/tab6574")).GetProperty("updated").GetString().ShouldBe("2022-02-22T07:00:00Z", "updated is the release time");
    }

    [Theory]
    [InlineData("TAB6574", 3)]
    [InlineData("TAB6258", 3)]
    [InlineData("TAB6683", 2)]
    [InlineData("TAB6586", 2)]
    public async Task A_whole_table_comes_out_as_it_lies_in_the_folder(string table, int release)
    {
        var folder = SharedData.Find("registers");
        await using var simulator = await RunningSimulator.Start(folder);
        await simulator.Release(release, table);
        var file = Directory.GetFiles(Path.Combine(folder, table)).Order(StringComparer.Ordinal).ElementAt(release - 1);
        using var recorded = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var variables = recorded.RootElement.GetProperty("id").EnumerateArray().Select(d => $"valueCodes[{d.GetString()}]=*");

        var answer = await simulator.Get($"/api/v2/tables/{table}/data?{string.Join('&', variables)}");

        foreach (var name in new[] { "version", "class", "source", "updated", "role", "id", "size", "value" })
        {
            JsonElement.DeepEquals(answer.GetProperty(name), recorded.RootElement.GetProperty(name)).ShouldBeTrue($"{name} is as recorded");
        }

        foreach (var dimension in recorded.RootElement.GetProperty("dimension").EnumerateObject())
        {
            var answered = answer.GetProperty("dimension").GetProperty(dimension.Name);
            JsonElement.DeepEquals(answered.GetProperty("category"), dimension.Value.GetProperty("category")).ShouldBeTrue($"{dimension.Name} is as recorded");
        }
    }
}
