using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Simulator.Hosting;

namespace Utanforskap.Ingestion.Tests.Sources;

/// <summary>The client and the readers against the simulated source, over HTTP.</summary>
[Trait("Category", "Slow")]
public sealed class SimulatedSourceTests : IAsyncLifetime
{
    private WebApplication _simulator = null!;
    private HttpClient _http = null!;
    private PxWebApiClients _clients = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PxWebApiClient Client => _clients.For(new Uri(_http.BaseAddress!, "api/v2"));

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(
        [
            "--urls=http://127.0.0.1:0", "--Simulator:Registers=sample", "--Simulator:Areas=60", "--Simulator:MaxCallsPerTimeWindow=1000", "--Simulator:MaxDataCells=700",
        ]);
        builder.Logging.ClearProviders();
        builder.AddSimulator();
        _simulator = builder.Build();
        _simulator.MapSimulator();
        await _simulator.StartAsync(Stop);
        _http = new HttpClient { BaseAddress = new Uri(_simulator.Urls.First()) };
        _clients = new PxWebApiClients(Options.Create(new SourceOptions { FirstDelay = TimeSpan.FromMilliseconds(10) }), TimeProvider.System);
        HttpResponseMessage next;
        do
        {
            next = await _http.PostAsync("/control/releases/next", null, Stop);
        }
        while (next.IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.Dispose();
        _http.Dispose();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task Every_listed_table_is_read_whole_in_parts()
    {
        foreach (var table in await Client.ListTablesAsync(new TableQuery(PageSize: 5), Stop))
        {
            var metadata = await Client.GetMetadataAsync(table.Id, Stop);
            await using var reading = await Client.ReadTableAsync(table.Id, TableSelection.Everything, ReadLimits.Standard, Stop);

            reading.Cube.Dimensions.Select(d => d.Code).ShouldBe(metadata.Dimensions.Select(d => d.Code));
            reading.Cube.Dimensions.Select(d => d.Codes).ShouldBe(metadata.Dimensions.Select(d => d.Codes));
            reading.Calls.ShouldBe(
                SelectionSplitter.Split([.. metadata.Dimensions.Select(d => d.Codes.Count)], 700).Count, $"{table.Id} comes in as few calls as the limit allows");
        }
    }

    [Theory]
    [InlineData("csv", "")]
    [InlineData("csv", "&outputFormatParams=UseCodesAndTexts,IncludeTitle,SeparatorSemicolon")]
    [InlineData("px", "")]
    [InlineData("xlsx", "&outputFormatParams=IncludeTitle")]
    public async Task A_table_is_the_same_in_every_format(string format, string parameters)
    {
        foreach (var table in (await Client.ListTablesAsync(new TableQuery(), Stop)).Take(4))
        {
            var metadata = await Client.GetMetadataAsync(table.Id, Stop);
            var selection = string.Join('&', metadata.Dimensions.Select(d =>
                $"valueCodes[{d.Code}]={(d.Role == DimensionRole.Region ? string.Join(',', d.Codes.Take(20)) : "*")}"));
            var path = $"/api/v2/tables/{table.Id}/data?{selection}";

            var expected = await Read(path + "&outputFormat=json-stat2");
            var actual = await Read($"{path}&outputFormat={format}{parameters}");

            actual.Values.ShouldBe(expected.Values, $"{table.Id} as {format}");
            actual.Status.ShouldBe(expected.Status, $"{table.Id} as {format}");
            actual.Dimensions[0].Codes.ShouldBe(expected.Dimensions[0].Codes);
            actual.Dimensions[0].Role.ShouldBe(DimensionRole.Region);
            actual.Dimensions[^1].Codes.ShouldBe(expected.Dimensions[^1].Codes);
            actual.Dimensions[^1].Role.ShouldBe(DimensionRole.Time);
        }
    }

    [Theory]
    [InlineData("too-many-requests")]
    [InlineData("unavailable")]
    [InlineData("cut")]
    [InlineData("truncate")]
    public async Task Answers_that_go_wrong_a_few_times_do_no_harm(string kind)
    {
        await using var before = await Client.ReadTableAsync("ALV003", TableSelection.Everything, ReadLimits.Standard, Stop);
        (await _http.PostAsJsonAsync("/control/misbehave", new { kind, count = 4, seconds = 0.1 }, Stop)).EnsureSuccessStatusCode();

        await using var reading = await Client.ReadTableAsync("ALV003", TableSelection.Everything, ReadLimits.Standard, Stop);

        reading.Cube.Values.ShouldBe(before.Cube.Values);
        reading.Raw.Sha256.ShouldBe(before.Raw.Sha256, "failed attempts leave nothing in what is kept");
        (await _http.GetFromJsonAsync<JsonElement>("/control/misbehave", Stop)).GetProperty("items").GetArrayLength().ShouldBe(0, "all four went wrong");
    }

    [Fact]
    public async Task A_withdrawn_table_is_missing_and_a_restructured_one_is_told_apart()
    {
        (await _http.PostAsJsonAsync("/control/misbehave", new { kind = "withdrawn", table = "ALV003" }, Stop)).EnsureSuccessStatusCode();
        (await _http.PostAsJsonAsync("/control/misbehave", new { kind = "renamed-contents", table = "ALV001" }, Stop)).EnsureSuccessStatusCode();
        var metadata = await Client.GetMetadataAsync("ALV002", Stop);
        var contents = metadata.Dimensions.Single(d => d.Role == DimensionRole.Contents).Codes[0];

        await Should.ThrowAsync<TableMissingException>(() => Client.ReadTableAsync("ALV003", TableSelection.Everything, ReadLimits.Standard, Stop));
        await Should.ThrowAsync<TableRestructuredException>(() => Client.ReadTableAsync(
            "ALV001", new([new("ContentsCode", [contents + "x"])]) { All = true }, ReadLimits.Standard, Stop));
    }

    private async Task<StatCube> Read(string path)
    {
        using var answer = await _http.GetAsync(path, Stop);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Stop));
        await using var body = await answer.Content.ReadAsStreamAsync(Stop);
        return await FormatReader.ReadAsync(body, null, ReadLimits.Standard, Stop);
    }
}
