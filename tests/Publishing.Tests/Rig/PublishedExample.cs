using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Runs;

namespace Utanforskap.Publishing.Tests.Rig;

/// <summary>
/// A small published history for reading tests: release 1 is the baseline (2022), release 2 adds 2023, release 3 corrects one area of 2022, release 4 changes
/// nothing, and release 5 is only on its way. An hour lies between releases.
/// </summary>
public sealed class PublishedExample : IAsyncLifetime
{
    internal const string Method = "scb-omradestyp";
    internal const string Division = "RegSO2020";
    internal const string OperatorKey = "the operator's key of the example";

    private Upstream? upstream;
    private PublishingHost? host;

    internal Upstream Upstream => upstream!;

    internal PublishingHost Host => host!;

    internal HttpClient Client { get; private set; } = null!;

    /// <summary>What was asked of Indicators: asOf and keys.</summary>
    internal List<ColumnsRequest> ColumnRequests { get; } = [];

    internal IReadOnlyList<(string Id, DateTimeOffset At)> Publications { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        upstream = await Upstream.StartAsync(MapReads);
        host = await PublishingHost.CreateAsync(
            upstream, ("Door:OperatorKeyHash", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(OperatorKey)))));
        await host.StartAsync();
        Client = host.Client();
        upstream.Methods.Add(Made.Method(Method));
        upstream.Names.AddRange(Enumerable.Range(1, 3).Select(i => new NamedArea(Division, $"0114R00{i}", $"Område {i}")));
        upstream.Result(1, Made.Column(Method, Division, "2022", 1, 2, 3, null));
        upstream.Result(2, Made.Column(Method, Division, "2023", 1, 3, 3, 5));
        upstream.Result(3, Made.Column(Method, Division, "2022", 1, 1, 3, null));
        await ReleaseAsync(1, (Method, Division, "2022"));
        await ReleaseAsync(2, (Method, Division, "2023"));
        await ReleaseAsync(3, (Method, Division, "2022"));
        await ReleaseAsync(4);
        await host.HandleAsync<ReleaseIngested, ReleaseIngestedHandler>(Made.Ingested(5));
        var page = await GetAsync("publications");
        Publications = [.. page.GetProperty("items").EnumerateArray().Reverse()
            .Select(p => (p.GetProperty("id").GetString()!, p.GetProperty("publishedAt").GetDateTimeOffset()))];
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        if (upstream is not null)
        {
            await upstream.DisposeAsync();
        }
    }

    internal async Task<JsonElement> GetAsync(string path, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{path}");
        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path} answered {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    internal async Task<(HttpStatusCode Status, JsonElement Problem)> ProblemAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative), TestContext.Current.CancellationToken);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", $"{path} is refused with problem details");
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    private async Task ReleaseAsync(long release, params (string, string, string)[] columns)
    {
        host!.Time.Move(TimeSpan.FromHours(1));
        var now = host.Time.GetUtcNow();
        await host.HandleAsync<ReleaseIngested, ReleaseIngestedHandler>(Made.Ingested(release) with { AcceptedAt = now });
        await host.HandleAsync<IndicatorsRecalculated, IndicatorsRecalculatedHandler>(
            new IndicatorsRecalculated(release, $"{release}", now, now, now, [], [], "Nothing changed."));
        await host.EndAsync(Made.Classified(release, columns) with { AcceptedAt = now });
    }

    private void MapReads(Upstream server)
    {
        server.Routes.MapGet("/indicators", () => new[]
        {
            new IndicatorInfo("population", 1, "Befolkning", "Population", "antal", "number", IndicatorDirection.Neutral, "RegSO", true, ["population/persons"], null),
        });
        server.Keys = series => series == "population"
            ? [new(series, "Municipality", "2022"), new(series, Division, "2022"), new(series, Division, "2023")]
            : [];
        server.Routes.MapPost("/columns/read", (ColumnsRequest request) =>
        {
            ColumnRequests.Add(request);
            return request.Keys.Select(k => new AreaColumn(
                k.Series, k.Division, k.Period, ["0114R001", "0114R002"], [10.5, null], [FigureStatus.Figure, FigureStatus.Missing]));
        });
        server.Routes.MapGet("/releases", () => new { items = new[] { new { number = 1, table = "TAB6586", status = "accepted", reasons = new[] { "x" } } }, next = (string?)null });
        server.Routes.MapGet("/releases/{number}", (long number) => number == 1 ? Results.Ok(new { number, table = "TAB6586" }) : Results.Problem(statusCode: 404));
        server.Routes.MapGet("/status", () => new[]
        {
            new { register = "area-type", table = "TAB6586", lastReadAt = Made.Morning, lastSeenUpdated = Made.Morning, lastOutcome = "accepted", release = 5 },
        });
    }
}
