using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Utanforskap.Contracts;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Ingestion.Storage;
using Utanforskap.Ingestion.Watching;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.Testing;

namespace Utanforskap.Ingestion.Tests.Hosting;

/// <summary>The service with a database and a broker of its own, spoken to over HTTP or through its parts.</summary>
internal sealed class RunningIngestion : IAsyncDisposable
{
    public const string Credential = "for-tests";
    private readonly WebApplication _app;
    private readonly Servers _servers;
    private readonly bool _ownsServers;

    private RunningIngestion(WebApplication app, Servers servers, bool ownsServers)
    {
        (_app, _servers, _ownsServers) = (app, servers, ownsServers);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Credential);
        Http.DefaultRequestHeaders.Add("X-Actor", "anna");
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts the service on the registers of a folder; it watches nothing unless the settings say so.</summary>
    public static async Task<RunningIngestion> StartAsync(string registers, params (string Key, string Value)[] settings) =>
        await StartAsync(await Servers.CreateAsync(), ownsServers: true, registers, settings);

    /// <summary>Starts the service on a clock of the test's; the test itself ticks.</summary>
    public static async Task<RunningIngestion> StartAsync(TimeProvider time, string registers, params (string Key, string Value)[] settings) =>
        await StartAsync(await Servers.CreateAsync(), ownsServers: true, registers, settings, time);

    /// <summary>Starts another instance on the same database and broker.</summary>
    public Task<RunningIngestion> StartSiblingAsync(string registers, params (string Key, string Value)[] settings) =>
        StartAsync(_servers, ownsServers: false, registers, settings);

    /// <summary>A folder with the register of <see cref="TestTables"/>.</summary>
    public static string PeopleFolder { get; } = WritePeople();

    public async Task<IntakeResult> TakeAsync(StatCube cube, Register? register = null, Origin origin = Origin.Poll)
    {
        await using var scope = Services.CreateAsyncScope();
        await using var raw = RawBody.Create();
        await raw.RecordAsync(new MemoryStream("what came"u8.ToArray()), Stop);
        return await scope.ServiceProvider.GetRequiredService<ReleaseIntake>()
            .TakeAsync(new IncomingTable(register ?? TestTables.People, cube, raw, "application/json", origin, null), Stop);
    }

    public async Task<T> QueryAsync<T>(Func<IngestionDb, Task<T>> query)
    {
        await using var database = await Services.GetRequiredService<IDbContextFactory<IngestionDb>>().CreateDbContextAsync(Stop);
        return await query(database);
    }

    public async Task<T> GetAsync<T>(string path) => (await Http.GetFromJsonAsync<T>(path, WireJson.Options, Stop))!;

    /// <summary>Ends this instance's watch as a stop of the service would, while its HTTP stays up.</summary>
    public Task StopWatchingAsync() =>
        Services.GetServices<IHostedService>().OfType<WatchLoop>().Single().StopAsync(Stop);

    /// <summary>Waits until a condition holds; fails with the sentence after three minutes, for machines that do much else.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string expected)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!await condition())
        {
            deadline.IsCancellationRequested.ShouldBeFalse(expected);
            await Task.Delay(50, Stop);
        }
    }

    /// <summary>The bodies of the messages that a queue has received, as text, once there are so many.</summary>
    public async Task<IReadOnlyList<string>> MessagesAsync(string queue, int count)
    {
        var bodies = new List<string>();
        await UntilAsync(
            async () =>
            {
                await ReceiveAsync(queue, bodies);
                return bodies.Count >= count;
            },
            $"the queue {queue} should receive {count} messages");
        return bodies;
    }

    /// <summary>The message of a body as it came over the wire.</summary>
    public static T MessageOf<T>(string body)
    {
        using var envelope = JsonDocument.Parse(body);
        var message = envelope.RootElement.TryGetProperty("message", out var inner) ? inner : envelope.RootElement;
        return message.Deserialize<T>(WireJson.Options)!;
    }

    private async Task ReceiveAsync(string queue, List<string> bodies)
    {
        try
        {
            var factory = new ConnectionFactory { Uri = _servers.Broker.Uri };
            await using var connection = await factory.CreateConnectionAsync(Stop);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: Stop);
            while (await channel.BasicGetAsync(queue, autoAck: true, Stop) is { } message)
            {
                bodies.Add(System.Text.Encoding.UTF8.GetString(message.Body.Span));
            }
        }
        catch (OperationInterruptedException)
        {
            // A quorum queue that was declared a moment ago may have no leader yet; the next try has.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsServers)
        {
            await _servers.DisposeAsync();
        }
    }

    private static async Task<RunningIngestion> StartAsync(Servers servers, bool ownsServers, string registers, (string Key, string Value)[] settings, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        var all = new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Database:ConnectionString"] = servers.Database.ConnectionString,
            ["Broker:Uri"] = servers.Broker.Uri.ToString(),
            ["Services:Credential"] = Credential,
            ["Registers:Folder"] = registers,
            ["Sources:scb:Url"] = "http://127.0.0.1:9/api/v2",
            ["Sources:scb-geodata:Url"] = "",
            ["Watching:Enabled"] = "false",
            ["Watching:Calendar"] = "false",
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        builder.Configuration.AddInMemoryCollection(all);
        builder.LogNothing();
        builder.AddServiceDefaults("Ingestion");
        builder.AddIngestion();
        var app = builder.Build();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IngestionDb>().Database.EnsureCreatedAsync(Stop);
        }

        app.UseServiceDefaults(internalOnly: true);
        app.MapIngestion();
        await app.StartAsync(Stop);
        return new RunningIngestion(app, servers, ownsServers);
    }

    private static string WritePeople()
    {
        var folder = Directory.CreateTempSubdirectory("utan-registers-").FullName;
        File.WriteAllText(Path.Combine(folder, "people.yaml"), TestTables.Yaml);
        return folder;
    }

    private sealed record Servers(TestDatabase Database, TestBroker Broker) : IAsyncDisposable
    {
        public static async Task<Servers> CreateAsync() => new(await TestDatabase.CreateAsync(), await TestBroker.CreateAsync());

        public async ValueTask DisposeAsync()
        {
            await Database.DisposeAsync();
            await Broker.DisposeAsync();
        }
    }
}

/// <summary>Short forms of HTTP calls.</summary>
internal static class HttpShorts
{
    public static async Task<T> PostJsonAsync<T>(this HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body, WireJson.Options, RunningIngestion.Stop);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(RunningIngestion.Stop));
        return (await answer.Content.ReadFromJsonAsync<T>(WireJson.Options, RunningIngestion.Stop))!;
    }
}
