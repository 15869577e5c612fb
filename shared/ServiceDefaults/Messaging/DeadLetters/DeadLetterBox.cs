using Microsoft.EntityFrameworkCore;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Messaging.Receiving;
using Utanforskap.ServiceDefaults.Messaging.Sending;

namespace Utanforskap.ServiceDefaults.Messaging.DeadLetters;

/// <summary>What an operator can do with messages that failed too often.</summary>
internal sealed class DeadLetterBox(IMessagingDatabase database, Wakes wakes, TimeProvider time)
{
    private const int Most = 500;

    public async Task<DeadLetterPage> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(cancellationToken);
        var cursors = await context.Set<InboxCursor>().ToDictionaryAsync(cursor => cursor.Stream, cursor => cursor.Next, cancellationToken);
        var outbox = await Dead<OutboxMessage>(context).OrderBy(row => row.StoredAt).Take(Most).ToListAsync(cancellationToken);
        var inbox = await Dead<InboxMessage>(context).OrderBy(row => row.StoredAt).Take(Most).ToListAsync(cancellationToken);
        var letters = outbox.Select(DeadLetter.Of)
            .Concat(inbox.Select(row => DeadLetter.Of(row, row.Number == cursors.GetValueOrDefault(row.Type, 1))));
        return new([.. letters.OrderBy(letter => letter.StoredAt)], null);
    }

    /// <summary>Tries the message again at once, with all its attempts before it; false if there is no such dead letter.</summary>
    public async Task<bool> RetryAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(cancellationToken);
        var revived = await ReviveAsync<OutboxMessage>(context, id, cancellationToken) + await ReviveAsync<InboxMessage>(context, id, cancellationToken);
        wakes.Outbox.Set();
        wakes.Inbox.Set();
        return revived > 0;
    }

    /// <summary>Gives the message up; the ones that waited behind it go on. False if there is no such dead letter.</summary>
    public async Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(cancellationToken);
        var discarded = 0;
        await context.InTransactionAsync(
            async token =>
            {
                discarded = await Dead<OutboxMessage>(context).Where(row => row.Id == id).ExecuteDeleteAsync(token);
                if (await Dead<InboxMessage>(context).AsTracking().SingleOrDefaultAsync(row => row.Id == id, token) is { } message)
                {
                    discarded++;
                    message.State = MessageState.Discarded;
                    await context.Set<InboxCursor>().Where(cursor => cursor.Stream == message.Type && cursor.Next == message.Number)
                        .ExecuteUpdateAsync(set => set.SetProperty(cursor => cursor.Next, cursor => cursor.Next + 1), token);
                }
            },
            cancellationToken);
        wakes.Inbox.Set();
        return discarded > 0;
    }

    private static IQueryable<TMessage> Dead<TMessage>(DbContext context)
        where TMessage : StoredMessage => context.Set<TMessage>().AsNoTracking().Where(row => row.State == MessageState.Dead);

    private Task<int> ReviveAsync<TMessage>(DbContext context, Guid id, CancellationToken cancellationToken)
        where TMessage : StoredMessage
    {
        var now = time.GetUtcNow();
        return Dead<TMessage>(context).Where(row => row.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, MessageState.Waiting)
                .SetProperty(row => row.DueAt, now)
                .SetProperty(row => row.Attempts, 0)
                .SetProperty(row => row.Faults, 0),
            cancellationToken);
    }
}
