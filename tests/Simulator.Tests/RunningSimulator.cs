using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Utanforskap.Simulator.Hosting;

namespace Utanforskap.Simulator.Tests;

/// <summary>A simulator on a free port of its own, spoken to over HTTP.</summary>
internal sealed class RunningSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningSimulator(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    /// <summary>Starts one; without a limit on calls unless the settings say otherwise.</summary>
    public static async Task<RunningSimulator> Start(string registers, params string[] settings)
    {
        string[] args =
        [
            "--urls=http://127.0.0.1:0", $"--Simulator:Registers={registers}", "--Simulator:MaxCallsPerTimeWindow=0",
            "--Logging:LogLevel:Default=Warning", .. settings.Select(s => "--Simulator:" + s),
        ];
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddSimulator();
        var app = builder.Build();
        app.MapSimulator();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningSimulator(app);
    }

    /// <summary>Lets the next releases out.</summary>
    public async Task Release(int count = 1, string? table = null)
    {
        for (var i = 0; i < count; i++)
        {
            using var answer = await Http.PostAsync($"/control/releases/next{(table is null ? "" : "?table=" + table)}", null, TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
        }
    }

    public async Task<JsonElement> Get(string path) =>
        await Http.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> Ask(string path) => Http.GetAsync(path, TestContext.Current.CancellationToken);

    public async Task<JsonElement> Post(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
