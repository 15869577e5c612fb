using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Utanforskap.Contracts.Messages;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Runs;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging;
using Utanforskap.Testing;

namespace Utanforskap.Publishing.Tests.Rig;

/// <summary>Publishing as it is composed, on a real database; without the bus unless asked for: the test hands it the messages itself.</summary>
internal sealed class PublishingHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TestDatabase? owned;

    private PublishingHost(WebApplication app, TestDatabase? owned, MovableTime time) => (this.app, this.owned, Time) = (app, owned, time);

    public MovableTime Time { get; }

    public IServiceProvider Services => app.Services;

    /// <summary>Where it listens once started.</summary>
    public Uri Address => new(app.Urls.First());

    public static Task<PublishingHost> CreateAsync(Upstream upstream, params (string Key, string Value)[] settings) =>
        CreateAsync(upstream, null, settings);

    /// <param name="database">A database that several hosts share; null for one of its own.</param>
    public static Task<PublishingHost> CreateAsync(Upstream upstream, TestDatabase? database, params (string Key, string Value)[] settings) =>
        CreateAsync(upstream, database, bus: false, settings);

    /// <summary>The whole service, bus and all, on a real broker.</summary>
    public static Task<PublishingHost> WithBusAsync(Upstream upstream, TestBroker broker) =>
        CreateAsync(upstream, null, bus: true, ("Broker:Uri", broker.Uri.ToString()), ("Amqp:Enabled", "true"));

    private static async Task<PublishingHost> CreateAsync(
        Upstream upstream, TestDatabase? database, bool bus, params (string Key, string Value)[] settings)
    {
        var owned = database is null ? await TestDatabase.CreateAsync() : null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:ConnectionString"] = (database ?? owned)!.ConnectionString,
            ["Services:Ingestion"] = upstream.Address,
            ["Services:Indicators"] = upstream.Address,
            ["Services:Classification"] = upstream.Address,
            ["Services:Credential"] = Upstream.Credential,
            ["Broker:Uri"] = "amqp://guest:guest@127.0.0.1:1",
            ["Amqp:Enabled"] = "false",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var time = new MovableTime();
        // The bus waits by the clock; a clock that stands would make it wait for ever.
        builder.Services.AddSingleton(bus ? TimeProvider.System : time);
        builder.AddServiceDefaults("Publishing");
        builder.AddPublishing();
        builder.AddMessaging<PublishingDb>(Composition.Messages);
        if (!bus)
        {
            WithoutBus(builder.Services);
        }

        builder.LogNothing();
        var app = builder.Build();
        app.UseServiceDefaults(internalOnly: false);
        app.MapPublishing();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<PublishingDb>().Database.EnsureCreatedAsync();
        }

        return new PublishingHost(app, owned, time);
    }

    public Task StartAsync() => app.StartAsync();

    public HttpClient Client() => new() { BaseAddress = Address };

    /// <summary>Handles a message as the inbox would: in one transaction, in a scope of its own.</summary>
    public async Task HandleAsync<TMessage, THandler>(TMessage message)
        where TMessage : class
        where THandler : class, IMessageHandler<TMessage>
    {
        await using var scope = app.Services.CreateAsyncScope();
        var handler = ActivatorUtilities.CreateInstance<THandler>(scope.ServiceProvider);
        await scope.ServiceProvider.GetRequiredService<PublishingDb>()
            .InTransactionAsync(token => handler.HandleAsync(message, token), TestContext.Current.CancellationToken);
    }

    /// <summary>Handles a release to its end: what Ingestion tells of it, unless the test has told it, then what Classification found.</summary>
    public async Task EndAsync(AreasClassified message)
    {
        await HandleAsync<ReleaseIngested, ReleaseIngestedHandler>(Made.Ingested(message.Release));
        await HandleAsync<AreasClassified, AreasClassifiedHandler>(message);
    }

    public async Task<T> ReadAsync<T>(Func<PublishingDb, Task<T>> read)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<PublishingDb>());
    }

    // Nothing of the bus runs; handlers and dead letters are there.
    private static void WithoutBus(IServiceCollection services)
    {
        foreach (var hosted in services.Where(s => s.ServiceType == typeof(IHostedService)
            && (s.ImplementationFactory is not null || s.ImplementationType?.Namespace?.StartsWith("Utanforskap.ServiceDefaults", StringComparison.Ordinal) == true)).ToList())
        {
            services.Remove(hosted);
        }
    }

    /// <summary>Ends without a word, as a killed process: what it holds, it keeps holding.</summary>
    public async Task CrashAsync() => await app.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (owned is not null)
        {
            await owned.DisposeAsync();
        }
    }
}

/// <summary>A clock that stands until a test moves it; waits go by the real one.</summary>
internal sealed class MovableTime : TimeProvider
{
    private DateTimeOffset now = new(2025, 1, 31, 7, 0, 0, TimeSpan.Zero);

    public void Move(TimeSpan by) => now += by;

    public override DateTimeOffset GetUtcNow() => now;
}
