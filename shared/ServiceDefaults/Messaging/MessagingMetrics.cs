using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging.Receiving;
using Utanforskap.ServiceDefaults.Messaging.Sending;

namespace Utanforskap.ServiceDefaults.Messaging;

/// <summary>What goes through outbox and inbox.</summary>
internal static class MessagingMetrics
{
    public static Counter<long> Sent { get; } = Telemetry.Meter.CreateCounter<long>("utanforskap.outbox.sent", "{message}", "Messages confirmed by the broker.");

    public static Counter<long> Handled { get; } = Telemetry.Meter.CreateCounter<long>("utanforskap.inbox.handled", "{message}", "Messages handled.");

    public static Counter<long> Failed { get; } =
        Telemetry.Meter.CreateCounter<long>("utanforskap.messages.failed", "{attempt}", "Attempts to send or handle that failed.");
}

/// <summary>Measures how much waits and for how long, and forgets what was handled long ago.</summary>
internal sealed class MessageKeeper : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    private readonly IMessagingDatabase database;
    private readonly TimeProvider time;
    private readonly MessagingOptions options;
    private readonly ILogger<MessageKeeper> logger;

    private Standing outbox;
    private Standing inbox;

    public MessageKeeper(IMessagingDatabase database, TimeProvider time, IOptions<MessagingOptions> options, ILogger<MessageKeeper> logger)
    {
        this.database = database;
        this.time = time;
        this.options = options.Value;
        this.logger = logger;
        Observe("outbox", () => outbox);
        Observe("inbox", () => inbox);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var forgetAt = time.GetUtcNow();
        await new WorkLoop(new Wake(), Every, time, logger).RunAsync(
            async stop =>
            {
                await using var context = await database.OpenAsync(stop);
                outbox = await MeasureAsync(context.Set<OutboxMessage>(), stop);
                inbox = await MeasureAsync(context.Set<InboxMessage>(), stop);
                if (time.GetUtcNow() >= forgetAt)
                {
                    await ForgetAsync(context, stop);
                    forgetAt = time.GetUtcNow() + ForgetEvery;
                }

                return false;
            },
            stoppingToken);
    }

    private static void Observe(string box, Func<Standing> standing)
    {
        Telemetry.Meter.CreateObservableGauge($"utanforskap.{box}.size", () => standing().Waiting, "{message}", "Messages that wait.");
        Telemetry.Meter.CreateObservableGauge($"utanforskap.{box}.age", () => standing().Age.TotalSeconds, "s", "Age of the oldest message that waits.");
        Telemetry.Meter.CreateObservableGauge($"utanforskap.{box}.dead", () => standing().Dead, "{message}", "Messages that an operator must see to.");
    }

    private async Task<Standing> MeasureAsync(IQueryable<StoredMessage> messages, CancellationToken stop)
    {
        var waiting = messages.Where(message => message.State == MessageState.Waiting);
        var oldest = await waiting.MinAsync(message => (DateTimeOffset?)message.StoredAt, stop);
        return new(
            await waiting.CountAsync(stop),
            oldest is null ? TimeSpan.Zero : time.GetUtcNow() - oldest.Value,
            await messages.CountAsync(message => message.State == MessageState.Dead, stop));
    }

    private Task<int> ForgetAsync(DbContext context, CancellationToken stop)
    {
        var before = time.GetUtcNow() - options.Remember;
        return context.Set<InboxMessage>()
            .Where(message => (message.State == MessageState.Handled || message.State == MessageState.Discarded) && message.StoredAt < before)
            .ExecuteDeleteAsync(stop);
    }

    private readonly record struct Standing(int Waiting, TimeSpan Age, int Dead);
}
