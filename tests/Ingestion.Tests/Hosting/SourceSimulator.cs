using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Utanforskap.Simulator.Hosting;

namespace Utanforskap.Ingestion.Tests.Hosting;

/// <summary>A source as real ones are, on a free port, that publishes and misbehaves on request.</summary>
internal sealed class SourceSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private SourceSimulator(WebApplication app)
    {
        _app = app;
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>Where its PxWebApi 2 is.</summary>
    public string Api => new Uri(_http.BaseAddress!, "/api/v2").ToString();

    /// <summary>Where its WFS is.</summary>
    public string Wfs => new Uri(_http.BaseAddress!, "/geoserver/stat/wfs").ToString();

    public static async Task<SourceSimulator> StartAsync(string registers, params string[] settings)
    {
        string[] args =
        [
            "--urls=http://127.0.0.1:0", $"--Simulator:Registers={registers}", "--Simulator:MaxCallsPerTimeWindow=1000",
            "--Logging:LogLevel:Default=Warning", .. settings.Select(s => "--Simulator:" + s),
        ];
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddSimulator();
        var app = builder.Build();
        app.MapSimulator();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new SourceSimulator(app);
    }

    /// <summary>Publishes the next release, of a table or of all; returns its table, or null if none remains.</summary>
    public async Task<string?> ReleaseAsync(string? table = null)
    {
        using var answer = await _http.PostAsync($"/control/releases/next{(table is null ? "" : "?table=" + table)}", null, TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("table").GetString()
            : null;
    }

    public async Task MisbehaveAsync(string kind, string? table = null, int? count = null, double? seconds = null)
    {
        using var answer = await _http.PostAsJsonAsync("/control/misbehave", new { kind, table, count, seconds }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async Task BehaveAsync() =>
        (await _http.DeleteAsync("/control/misbehave", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
