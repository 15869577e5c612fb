using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging;
using Utanforskap.Testing;

namespace Utanforskap.Benchmarks;

/// <summary>
/// How fast a service sends 100,000 messages that wait in its outbox (claim, publish, confirm, delete), beside RabbitMQ.Client that publishes the same bodies
/// with confirms to the same quorum queue and does nothing else.
/// </summary>
internal static class OutboxThroughput
{
    private const int Count = 100_000;
    private const int InFlight = 1_000;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var broker = await TestBroker.CreateAsync();
        await using var service = Build(database.ConnectionString, broker.Uri);
        await FillAsync(service.Services);

        var clock = Stopwatch.StartNew();
        await service.StartAsync();
        var starting = await UntilAsync(service.Services, waiting => waiting < Count, clock);
        var sending = await UntilAsync(service.Services, waiting => waiting == 0, clock) - starting;
        await service.StopAsync();
        var alone = await PublishAloneAsync(broker.Uri);
        return
        [
            new("outbox", "outbox, 100,000 waiting", Count / sending.TotalSeconds, "messages/s", "> 1,000"),
            new("outbox", "age of the oldest when the last was sent", sending.TotalSeconds, "s"),
            new("outbox", "RabbitMQ.Client alone with confirms", Count / alone.TotalSeconds, "messages/s"),
            new("outbox", "outbox beside RabbitMQ.Client", alone / sending, "of its speed"),
        ];
    }

    private static ReleaseRefused Message(int number) => new(
        $"refusal-{number:D9}",
        "population",
        "TAB6574",
        DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch,
        [new("implausible", "0114R001, 2023", "The population of the area changed by 37 per cent, the register's history allows 20.")]);

    private static WebApplication Build(string database, Uri broker)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Database:ConnectionString"] = database;
        builder.Configuration["Broker:Uri"] = broker.ToString();
        builder.AddServiceDefaults("Ingestion");
        builder.AddDatabase<OutboxContext>();
        builder.AddMessaging<OutboxContext>(_ => { });
        return builder.Build();
    }

    private static async Task FillAsync(IServiceProvider services)
    {
        await using (var context = await services.GetRequiredService<IDbContextFactory<OutboxContext>>().CreateDbContextAsync())
        {
            await context.Database.EnsureCreatedAsync();
        }

        foreach (var chunk in Enumerable.Range(0, Count).Chunk(5_000))
        {
            await using var scope = services.CreateAsyncScope();
            var outbox = scope.ServiceProvider.GetRequiredService<IOutbox>();
            await scope.ServiceProvider.GetRequiredService<OutboxContext>().InTransactionAsync(
                _ =>
                {
                    foreach (var number in chunk)
                    {
                        outbox.Send(Message(number), ContentId.GuidOf("benchmark", $"{number}"));
                    }

                    return Task.CompletedTask;
                },
                CancellationToken.None);
        }
    }

    private static async Task<TimeSpan> UntilAsync(IServiceProvider services, Predicate<int> reached, Stopwatch clock)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<OutboxContext>>().CreateDbContextAsync();
        while (!reached(await context.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM outbox_message").SingleAsync()))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        return clock.Elapsed;
    }

    private static async Task<TimeSpan> PublishAloneAsync(Uri broker)
    {
        var exchange = MessageRoutes.System.All.Single(route => route.Type == typeof(ReleaseRefused)).Exchange;
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var bodies = Enumerable.Range(0, Count).Select(number => JsonSerializer.SerializeToUtf8Bytes(Message(number), WireJson.Options)).ToList();
        var clock = Stopwatch.StartNew();
        foreach (var batch in bodies.Chunk(InFlight))
        {
            await Task.WhenAll(batch.Select(body => channel.BasicPublishAsync(
                exchange, "", mandatory: true, new BasicProperties { Persistent = true }, body).AsTask()));
        }

        return clock.Elapsed;
    }

    private sealed class OutboxContext(DbContextOptions<OutboxContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddMessagingTables();
    }
}
