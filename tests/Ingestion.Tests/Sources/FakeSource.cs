using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Utanforskap.Ingestion.Tests.Sources;

/// <summary>A small PxWebApi 2 on a real socket with one table (regions × contents × years), which can be told how to misbehave.</summary>
internal sealed class FakeSource : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeSource(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    public int MaxDataCells { get; set; } = 1000;

    public int MaxCalls { get; set; } = 1000;

    public int Regions { get; set; } = 7;

    public string[] Years { get; set; } = ["2020", "2021", "2022"];

    /// <summary>What to do with the n-th data call (from 0) instead of answering; null answers.</summary>
    public Func<int, HttpContext, Task<bool>>? Instead { get; set; }

    /// <summary>The time of change that the n-th data call states.</summary>
    public Func<int, string> Updated { get; set; } = _ => "2024-02-22T07:00:00Z";

    /// <summary>Makes something else of an answer's bytes.</summary>
    public Func<int, byte[], byte[]> Twist { get; set; } = (_, body) => body;

    public ConcurrentQueue<(long Time, string Body)> Calls { get; } = [];

    public static double ValueOf(string region, string year) => int.Parse(region, null) + int.Parse(year, null) / 10_000.0;

    public string RegionCode(int i) => (1000 + i).ToString(null as IFormatProvider);

    public static async Task<FakeSource> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var source = new FakeSource(app);
        app.MapGet("/api/v2/config", () => Results.Json(new { apiVersion = "2.2.0", maxDataCells = source.MaxDataCells, maxCallsPerTimeWindow = source.MaxCalls, timeWindow = 1 }));
        app.MapGet("/api/v2/tables", source.List);
        app.MapGet("/api/v2/tables/{id}/metadata", source.Metadata);
        app.MapGet("/api/v2/codelists/{id}", source.Codelist);
        app.MapPost("/api/v2/tables/{id}/data", source.Data);
        await app.StartAsync();
        source.Address = new Uri(app.Urls.First() + "/api/v2");
        return source;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult List(int pageNumber, int pageSize)
    {
        var all = Enumerable.Range(0, 25).Select(i => new { id = $"TAB{i}", label = $"Tabell {i}", updated = "2024-02-22T07:00:00Z", firstPeriod = "2020", lastPeriod = "2022", discontinued = i == 3 }).ToList();
        var size = Math.Min(pageSize, 10);
        return Results.Json(new { tables = all.Skip((pageNumber - 1) * size).Take(size), page = new { pageNumber, pageSize = size, totalElements = 25, totalPages = 3 } });
    }

    private IResult Metadata(string id) => id == "TAB1"
        ? Results.Text(Dataset(AllRegions(), Years, "2024-02-22T07:00:00Z", withValues: false).ToJsonString(), "application/json")
        : Results.Problem("Non-existent table", statusCode: 404);

    private IResult Codelist(string id) => id == "vs_Two"
        ? Results.Json(new { id, label = "två", type = "Valueset", values = new[] { new { code = RegionCode(0), label = "A" }, new { code = RegionCode(1), label = "B" } } })
        : Results.Problem("Non-existent codelist", statusCode: 404);

    private async Task Data(HttpContext http, string id)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync();
        var call = Calls.Count;
        Calls.Enqueue((TimeProvider.System.GetTimestamp(), text));
        if (Instead is { } instead && await instead(call, http))
        {
            return;
        }

        var chosen = JsonNode.Parse(text)!["selection"]!.AsArray().ToDictionary(s => s!["variableCode"]!.GetValue<string>(), s => s!["valueCodes"]!.AsArray().Select(v => v!.GetValue<string>()).ToArray());
        var regions = chosen["Region"] is ["*"] ? text.Contains("vs_Two", StringComparison.Ordinal) ? AllRegions()[..2] : AllRegions() : chosen["Region"];
        var years = chosen["Tid"] is ["*"] ? Years : chosen["Tid"];
        if (regions.Length * years.Length > MaxDataCells || !chosen.ContainsKey("ContentsCode"))
        {
            http.Response.StatusCode = 400;
            await http.Response.WriteAsJsonAsync(new { type = "Parameter error", title = "Too many cells selected", status = 400 });
            return;
        }

        var body = Twist(call, JsonSerializer.SerializeToUtf8Bytes(Dataset(regions, years, Updated(call), withValues: true)));
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(body);
    }

    private string[] AllRegions() => [.. Enumerable.Range(0, Regions).Select(RegionCode)];

    private static JsonObject Dataset(string[] regions, string[] years, string updated, bool withValues) => new()
    {
        ["version"] = "2.0",
        ["class"] = "dataset",
        ["label"] = "Folkmängd",
        ["updated"] = updated,
        ["role"] = new JsonObject { ["time"] = new JsonArray("Tid"), ["metric"] = new JsonArray("ContentsCode") },
        ["id"] = new JsonArray("Region", "ContentsCode", "Tid"),
        ["size"] = new JsonArray(regions.Length, 1, years.Length),
        ["dimension"] = new JsonObject
        {
            ["Region"] = Dimension("region", regions, eliminable: true),
            ["ContentsCode"] = Dimension("tabellinnehåll", ["A"], eliminable: false),
            ["Tid"] = Dimension("år", years, eliminable: false),
        },
        ["value"] = withValues ? new JsonArray([.. regions.SelectMany(r => years.Select(y => (JsonNode)ValueOf(r, y)))]) : null,
    };

    private static JsonObject Dimension(string label, string[] codes, bool eliminable) => new()
    {
        ["label"] = label,
        ["category"] = new JsonObject
        {
            ["index"] = new JsonObject(codes.Select((c, i) => KeyValuePair.Create(c, (JsonNode?)i))),
            ["label"] = new JsonObject(codes.Select(c => KeyValuePair.Create(c, (JsonNode?)$" {c}x "))),
        },
        ["extension"] = new JsonObject { ["elimination"] = eliminable },
    };
}
