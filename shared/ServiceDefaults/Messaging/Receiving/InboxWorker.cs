using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.ServiceDefaults.Messaging.Receiving;

/// <summary>
/// Handles what is in the inbox: each message in one transaction with its mark, each ordered type one by one in its order, the others side by side.
/// A failure rolls everything back and puts the message off.
/// </summary>
internal sealed class InboxWorker(
    IMessagingDatabase database,
    IServiceScopeFactory scopes,
    MessagingBuilder subscriptions,
    Wakes wakes,
    TimeProvider time,
    IOptions<MessagingOptions> options,
    ILogger<InboxWorker> logger) : BackgroundService
{
    private readonly MessagingOptions options = options.Value;

    private delegate Task<InboxMessage?> Claim(DbContext context, CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var unordered = subscriptions.All.All(subscription => subscription.InOrder) ? 0 : options.HandlingLanes;
        var claims = subscriptions.All.Where(subscription => subscription.InOrder)
            .Select(subscription => new Claim((context, token) => ClaimNextAsync(context, subscription.Name, token)))
            .Concat(Enumerable.Repeat<Claim>(ClaimDueAsync, unordered));
        var loop = new WorkLoop(wakes.Inbox, options.Poll, time, logger);
        await Task.WhenAll(claims.Select(claim =>
            Task.Run(() => loop.RunAsync(token => HandleOneAsync(claim, token), stoppingToken), stoppingToken)));
    }

    private async Task<bool> HandleOneAsync(Claim claim, CancellationToken stop)
    {
        InboxMessage? claimed = null;
        try
        {
            // The retrying strategy runs the whole step again if the connection is cut, with a scope and a context of its own each time.
            await using var outer = await database.OpenAsync(stop);
            await outer.Database.CreateExecutionStrategy().ExecuteAsync(
                async token =>
                {
                    claimed = null;
                    await using var scope = scopes.CreateAsyncScope();
                    var context = database.Of(scope.ServiceProvider);
                    await context.InTransactionAsync(
                        async inner =>
                        {
                            claimed = await claim(context, inner);
                            if (claimed is not null)
                            {
                                await HandleAsync(scope.ServiceProvider, claimed, inner);
                                await context.MarkHandledAsync(claimed, inner);
                            }
                        },
                        token);
                },
                stop);
            if (claimed is not null)
            {
                MessagingMetrics.Handled.Add(1, new KeyValuePair<string, object?>("type", claimed.Type));
            }
        }
#pragma warning disable CA1031 // whatever a handler throws is written to the message, and decides whether it waits or dies
        catch (Exception error) when (claimed is not null && !stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            await FailAsync(claimed, error, stop);
        }

        return claimed is not null;
    }

    private async Task HandleAsync(IServiceProvider scope, InboxMessage message, CancellationToken cancellationToken)
    {
        var subscription = subscriptions.All.FirstOrDefault(candidate => candidate.Name == message.Type)
            ?? throw new InvalidOperationException($"This service does not handle {message.Type}.");
        using var span = message.Continue("handle", ActivityKind.Consumer);
        try
        {
            await subscription.HandleAsync(scope, message, cancellationToken);
        }
        catch (Exception error)
        {
            span?.SetStatus(ActivityStatusCode.Error, error.Message);
            throw;
        }
    }

    private Task<InboxMessage?> ClaimDueAsync(DbContext context, CancellationToken cancellationToken) =>
        Single(context.Set<InboxMessage>().FromDue(context, time.GetUtcNow()), cancellationToken);

    private async Task<InboxMessage?> ClaimNextAsync(DbContext context, string stream, CancellationToken cancellationToken)
    {
        var next = await Single(context.Set<InboxMessage>().FromStream(context, stream, time.GetUtcNow()), cancellationToken);
        if (next is null)
        {
            await TidyAsync(context, stream, cancellationToken);
        }

        return next;
    }

    /// <summary>Puts away what is past, and opens the stream if this is its first message ever.</summary>
    private static async Task TidyAsync(DbContext context, string stream, CancellationToken cancellationToken)
    {
        var cursor = await context.Set<InboxCursor>().AsNoTracking().SingleOrDefaultAsync(row => row.Stream == stream, cancellationToken);
        if (cursor is null)
        {
            context.Add(new InboxCursor { Stream = stream });
            return;
        }

        await context.Set<InboxMessage>()
            .Where(message => message.Type == stream && message.State == MessageState.Waiting && message.Number < cursor.Next)
            .ExecuteUpdateAsync(
                set => set.SetProperty(message => message.State, MessageState.Handled).SetProperty(message => message.DueAt, (DateTimeOffset?)null),
                cancellationToken);
    }

    private async Task FailAsync(InboxMessage claimed, Exception error, CancellationToken stop)
    {
        await using var context = await database.OpenAsync(stop);
        await context.InTransactionAsync(
            async token =>
            {
                var message = await context.Set<InboxMessage>().SingleAsync(row => row.Id == claimed.Id, token);
                message.Fail(error, options, time.GetUtcNow());
                logger.LogWarning(
                    Transient.Is(error) ? null : error, "{Type} {Id} failed at attempt {Attempt} and {Fate}: {Reason}", message.Type, message.Id,
                    message.Attempts, message.State == MessageState.Dead ? "is dead" : "is tried again", error.GetBaseException().Message);
            },
            stop);
        MessagingMetrics.Failed.Add(1, new KeyValuePair<string, object?>("box", "inbox"), new KeyValuePair<string, object?>("type", claimed.Type));
    }

    private static async Task<T?> Single<T>(IQueryable<T> claim, CancellationToken cancellationToken)
        where T : class => (await claim.AsNoTracking().ToListAsync(cancellationToken)).FirstOrDefault();
}
