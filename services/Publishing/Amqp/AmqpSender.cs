using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using Utanforskap.Publishing.Feed;
using Utanforskap.ServiceDefaults.Hosting;

namespace Utanforskap.Publishing.Amqp;

/// <summary>
/// Sends the feed to the broker in position order, at least once: the cursor moves when the broker has confirmed, so what was sent between the last confirm
/// and a crash is sent again, under the same id.
/// </summary>
internal sealed class AmqpSender(
    IDbContextFactory<PublishingDb> contexts,
    FeedWake wake,
    IOptions<AmqpOptions> options,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<AmqpSender> log) : BackgroundService
{
    /// <summary>How long a stop waits for the events that are on the wire.</summary>
    private static readonly TimeSpan Finish = TimeSpan.FromSeconds(5);

    /// <summary>How often an instance looks for news that it was not woken for, and for a lease that became free.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ConfirmWithin = TimeSpan.FromSeconds(10);

    private readonly AmqpOptions settings = options.Value;
    private readonly ChannelLease lease = new(contexts, time, ChannelCursor.Amqp, RandomNumberGenerator.GetHexString(16, lowercase: true));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Enabled)
        {
            return;
        }

        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SendWhileConnectedAsync(() => failures = 0, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // whatever the broker or the database says, the next try may succeed: it never gives up
            catch (Exception error)
#pragma warning restore CA1031
            {
                failures++;
                log.LogWarning(error, "The feed cannot be sent to the broker; trying again (failure {Failures}).", failures);
                var wait = TimeSpan.FromSeconds(Math.Min(settings.RetrySeconds, 0.1 * Math.Pow(2, Math.Min(failures - 1, 16))));
                await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await GiveBackAsync();
    }

    private async Task SendWhileConnectedAsync(Action succeeded, CancellationToken cancellationToken)
    {
        var broker = configuration["Broker:Uri"] ?? throw new InvalidOperationException("The setting Broker:Uri is missing.");
        await using var channel = await ConfirmedChannel.OpenAsync(new Uri(broker), settings.Exchange, cancellationToken);
        while (channel.IsOpen)
        {
            if (await lease.TakeAsync(cancellationToken) is { } position)
            {
                while (await SendNextAsync(channel, position, cancellationToken) is { } next)
                {
                    position = next;
                }
            }

            succeeded();
            await wake.WaitAsync(Look, cancellationToken);
        }
    }

    /// <summary>Sends the next events; the new position, or null if there is nothing to send or the lease is lost.</summary>
    private async Task<long?> SendNextAsync(ConfirmedChannel channel, long position, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var events = await db.FeedEvents.AsNoTracking()
            .Where(e => e.Position > position).OrderBy(e => e.Position).Take(settings.Batch)
            .ToListAsync(cancellationToken);
        if (events.Count == 0)
        {
            return null;
        }

        // A stop lets what is on the wire be confirmed and counted as sent, so that no event is repeated for it; but it does not wait for long.
        using var finishing = new CancellationTokenSource();
        await using var stopping = cancellationToken.Register(() => finishing.CancelAfter(Finish));
        foreach (var trace in RunsOf(events))
        {
            // A span for the events of one release, in that release's trace.
            using var span = ActivityContext.TryParse(trace[0].TraceParent, null, isRemote: true, out var parent)
                ? Telemetry.Source.StartActivity($"send {settings.Exchange}", ActivityKind.Producer, parent)
                : null;
            span?.SetTag("messaging.system", "rabbitmq").SetTag("messaging.batch.message_count", trace.Count);
            foreach (var e in trace)
            {
                await channel.SendAsync(settings.Exchange, e.RoutingKey, Properties(e), Encoding.UTF8.GetBytes(e.Document), finishing.Token);
            }
        }

        await channel.AllConfirmedAsync(ConfirmWithin, time, finishing.Token);
        var last = events[^1].Position;
        if (!await lease.MoveAsync(position, last, finishing.Token))
        {
            return null;
        }

        PublishingMeasures.EventsSent(ChannelCursor.Amqp, events.Count);
        return last;
    }

    private static BasicProperties Properties(FeedEvent e)
    {
        var headers = new Dictionary<string, object?> { ["sequence"] = e.Position };
        Add("traceparent", e.TraceParent);
        Add("method", e.Method);
        Add("division", e.Division);
        Add("period", e.Period);
        return new BasicProperties
        {
            ContentType = "application/cloudevents+json",
            ContentEncoding = "utf-8",
            DeliveryMode = DeliveryModes.Persistent,
            MessageId = e.Id,
            Type = e.Type,
            Timestamp = new AmqpTimestamp(e.Time.ToUnixTimeSeconds()),
            Headers = headers,
        };

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                headers[name] = value;
            }
        }
    }

    /// <summary>Cuts the list where the trace changes.</summary>
    private static IEnumerable<List<FeedEvent>> RunsOf(List<FeedEvent> events)
    {
        var run = new List<FeedEvent>();
        foreach (var e in events)
        {
            if (run.Count > 0 && run[0].TraceParent != e.TraceParent)
            {
                yield return run;
                run = [];
            }

            run.Add(e);
        }

        yield return run;
    }

    private async Task GiveBackAsync()
    {
        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
            await lease.ReleaseAsync(soon.Token);
        }
#pragma warning disable CA1031 // the process ends; the lease runs out by itself
        catch (Exception error)
#pragma warning restore CA1031
        {
            log.LogDebug(error, "The lease could not be given back.");
        }
    }
}
