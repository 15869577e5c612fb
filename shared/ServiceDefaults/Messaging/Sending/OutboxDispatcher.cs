using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Messaging.Broker;

namespace Utanforskap.ServiceDefaults.Messaging.Sending;

/// <summary>
/// Sends what waits in the outbox, as it is stored. A lane claims a batch by locking its rows (others skip them), publishes all of it, awaits the confirms
/// together and deletes what was confirmed, in one transaction: a crash anywhere frees the rows to be sent again, and receivers know a repeated id.
/// </summary>
internal sealed class OutboxDispatcher(
    IMessagingDatabase database,
    ServiceBus bus,
    MessageRoutes routes,
    Wakes wakes,
    TimeProvider time,
    IOptions<MessagingOptions> options,
    ILogger<OutboxDispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan ConfirmsWithin = TimeSpan.FromSeconds(30);

    private readonly MessagingOptions options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await bus.Started.WaitAsync(stoppingToken);
        await Task.WhenAll(Enumerable.Range(0, options.SendingLanes).Select(_ => Task.Run(() => RunLaneAsync(stoppingToken), stoppingToken)));
    }

    private async Task RunLaneAsync(CancellationToken stop)
    {
        WirePublisher? publisher = null;
        try
        {
            await new WorkLoop(wakes.Outbox, options.Poll, time, logger).RunAsync(
                async token =>
                {
                    if (publisher is { IsOpen: false })
                    {
                        await publisher.DisposeAsync();
                        publisher = null;
                    }

                    publisher ??= await bus.OpenPublisherAsync(token);
                    return await SendBatchAsync(publisher, token);
                },
                stop);
        }
        finally
        {
            await (publisher?.DisposeAsync() ?? default);
        }
    }

    /// <returns>True if there may be more at once.</returns>
    private async Task<bool> SendBatchAsync(WirePublisher publisher, CancellationToken stop)
    {
        await using var context = await database.OpenAsync(stop);
        var more = false;
        await context.InTransactionAsync(
            async token =>
            {
                var batch = await context.Set<OutboxMessage>().FromDue(context, time.GetUtcNow(), options.Batch).AsNoTracking().ToListAsync(token);
                more = batch.Count > 0 && await SendAsync(publisher, context, batch, token) && batch.Count == options.Batch;
            },
            stop);
        return more;
    }

    /// <returns>False if the broker was lost on the way.</returns>
    private async Task<bool> SendAsync(WirePublisher publisher, DbContext context, List<OutboxMessage> batch, CancellationToken token)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(token);
        deadline.CancelAfter(ConfirmsWithin);
        var failures = await Task.WhenAll(batch.Select(message => TryPublishAsync(publisher, message, deadline.Token)));
        token.ThrowIfCancellationRequested();

        var sent = batch.Where((_, index) => failures[index] is null).Select(message => message.Id).ToArray();
        await context.Set<OutboxMessage>().Where(message => sent.Contains(message.Id)).ExecuteDeleteAsync(token);
        MessagingMetrics.Sent.Add(sent.Length);
        if (sent.Length == batch.Count)
        {
            return true;
        }

        // A lost broker is not a message's fault: those rows stay as they are, and the lane waits.
        var faults = batch.Zip(failures).Where(pair => pair.Second is not null && !Transient.Is(pair.Second)).ToList();
        foreach (var (message, error) in faults)
        {
            context.Attach(message);
            message.Fail(error!, options, time.GetUtcNow());
            MessagingMetrics.Failed.Add(1, new KeyValuePair<string, object?>("box", "outbox"), new KeyValuePair<string, object?>("type", message.Type));
            logger.LogWarning(error, "{Type} {Id} could not be sent ({Faults} of {Most} faults)", message.Type, message.Id, message.Faults, options.Faults);
        }

        if (faults.Count > 0)
        {
            await bus.DeclareAsync(token);
        }

        return sent.Length + faults.Count == batch.Count;
    }

    private async Task<Exception?> TryPublishAsync(WirePublisher publisher, OutboxMessage message, CancellationToken token)
    {
        using var span = message.Continue("send", ActivityKind.Producer);
        try
        {
            await publisher.PublishAsync(message, routes.Find(message.Type), token);
            return null;
        }
#pragma warning disable CA1031 // whatever keeps one message from being sent must not hold up the others
        catch (Exception error)
#pragma warning restore CA1031
        {
            span?.SetStatus(ActivityStatusCode.Error, error.Message);
            return error;
        }
    }
}
