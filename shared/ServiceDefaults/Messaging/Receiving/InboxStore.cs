using System.Diagnostics;
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
    public async Task StoreAsync(Guid id, string type, string body, long? number, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryStoreAsync(id, type, body, number, stop);
                wakes.Inbox.Set();
                return;
            }
#pragma warning disable CA1031 // the message was read without fault: whatever is wrong now is the database, and passes
            catch (Exception error) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logger.LogWarning(error, "{Type} {Id} waits for the database", type, id);
                await Task.Delay(options.Value.DelayAfter(attempt), time, stop);
            }
        }
    }

    private async Task TryStoreAsync(Guid id, string type, string body, long? number, CancellationToken stop)
    {
        await using var context = await database.OpenAsync(stop);
        if (await IsKnownAsync(context, id, stop))
        {
            return;
        }

        var now = time.GetUtcNow();
        context.Add(new InboxMessage
        {
            Id = id,
            Type = type,
            Body = body,
            Number = number,
            Trace = Activity.Current?.Id,
            StoredAt = now,
            DueAt = now,
        });
        try
        {
            await context.SaveChangesAsync(stop);
        }
        catch (DbUpdateException)
        {
            // Another instance may have stored the same message at the same time.
            if (!await IsKnownAsync(context, id, stop))
            {
                throw;
            }
        }
    }

    private static Task<bool> IsKnownAsync(DbContext context, Guid id, CancellationToken stop) =>
        context.Set<InboxMessage>().AnyAsync(message => message.Id == id, stop);
}
