using System.Diagnostics;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Utanforskap.ServiceDefaults.Messaging.Receiving;

/// <summary>Puts incoming messages into the inbox, each id once.</summary>
internal sealed class InboxStore(
    IMessagingDatabase database, Wakes wakes, TimeProvider time, IOptions<MessagingOptions> options, ILogger<InboxStore> logger)
{
    /// <summary>
    /// Stores a message; returns when it is safe. While the database is away it waits: giving the message back would only make the broker count
    /// redeliveries until it takes a sound message for a poisoned one.
    /// </summary>
    public Task StoreAsync(Guid id, string type, string body, long? number, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        return StoreAsync(
            new InboxMessage { Id = id, Type = type, Body = body, Number = number, Trace = Activity.Current?.Id, StoredAt = now, DueAt = now }, stop);
    }

    /// <summary>Stores what could not be read as a dead letter.</summary>
    public Task StoreUnreadableAsync(Guid id, string type, string body, string reason, CancellationToken stop)
    {
        logger.LogError("A message {Id} ({Type}) is kept as a dead letter. {Reason}", id, type, reason);
        var message = new InboxMessage
        {
            Id = id,
            Type = type,
            Body = body,
            Trace = Activity.Current?.Id,
            StoredAt = time.GetUtcNow(),
            DueAt = null,
            State = MessageState.Dead,
            Error = reason,
        };
        return StoreAsync(message, stop);
    }

    private async Task StoreAsync(InboxMessage message, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryStoreAsync(message, stop);
                wakes.Inbox.Set();
                return;
            }
#pragma warning disable CA1031 // the message was read without fault: whatever is wrong now is the database, and passes
            catch (Exception error) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.LogWarning("{Type} {Id} waits for the database: {Reason}", message.Type, message.Id, error.GetBaseException().Message);
                await Task.Delay(options.Value.DelayAfter(attempt), time, stop);
            }
        }
    }

    private async Task TryStoreAsync(InboxMessage message, CancellationToken stop)
    {
        await using var context = await database.OpenAsync(stop);
        if (message.State == MessageState.Waiting)
        {
            // What came garbled, and now comes sound, is the same message.
            await context.Set<InboxMessage>().Where(Garbled(message.Id)).ExecuteDeleteAsync(stop);
        }

        if (await IsKnownAsync(context, message.Id, stop))
        {
            return;
        }

        context.Add(message);
        try
        {
            await context.SaveChangesAsync(stop);
        }
        catch (DbUpdateException)
        {
            // Another instance may have stored the same message at the same time.
            if (!await IsKnownAsync(context, message.Id, stop))
            {
                throw;
            }
        }
    }

    private static Task<bool> IsKnownAsync(DbContext context, Guid id, CancellationToken stop) =>
        context.Set<InboxMessage>().AnyAsync(message => message.Id == id, stop);

    /// <summary>Only what could not be read is dead without having been tried.</summary>
    private static Expression<Func<InboxMessage, bool>> Garbled(Guid id) =>
        message => message.Id == id && message.State == MessageState.Dead && message.Attempts == 0;
}
