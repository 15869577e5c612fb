using Microsoft.EntityFrameworkCore;
using Utanforskap.ServiceDefaults.Messaging.Receiving;
using Utanforskap.ServiceDefaults.Messaging.Sending;

namespace Utanforskap.ServiceDefaults.Messaging;

/// <summary>
/// The only SQL written by hand: how rows are claimed for the current transaction while others skip them. Everything else is the same on both providers.
/// What waits is told by <c>due_at</c> alone, which the index has in order: with a condition on <c>state</c>, PostgreSQL takes a full outbox for a nearly empty
/// one (its statistics are of a time when it was) and sorts all of it for each batch.
/// </summary>
internal static class Claims
{
    /// <summary>Claims outbox messages that are due, the earliest first.</summary>
    public static IQueryable<OutboxMessage> FromDue(this DbSet<OutboxMessage> messages, DbContext context, DateTimeOffset now, int most) =>
        context.Database.IsNpgsql()
            ? messages.FromSql(
                $"""
                SELECT * FROM outbox_message WHERE due_at <= {now}
                ORDER BY due_at, id LIMIT {most} FOR UPDATE SKIP LOCKED
                """)
            : messages.FromSql(
                $"""
                SELECT TOP ({most}) * FROM outbox_message WITH (ROWLOCK, UPDLOCK, READPAST) WHERE due_at <= {now}
                ORDER BY due_at, id
                """);

    /// <summary>Claims the earliest due inbox message that has no order.</summary>
    public static IQueryable<InboxMessage> FromDue(this DbSet<InboxMessage> messages, DbContext context, DateTimeOffset now) =>
        context.Database.IsNpgsql()
            ? messages.FromSql(
                $"""
                SELECT * FROM inbox_message WHERE due_at <= {now} AND number IS NULL
                ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
                """)
            : messages.FromSql(
                $"""
                SELECT TOP (1) * FROM inbox_message WITH (ROWLOCK, UPDLOCK, READPAST) WHERE due_at <= {now} AND number IS NULL
                ORDER BY due_at, id
                """);

    /// <summary>
    /// Claims a stream by its cursor, so that its messages are handled one at a time by one instance, and gives the message whose turn it is, if it is there
    /// and due.
    /// </summary>
    public static IQueryable<InboxMessage> FromStream(this DbSet<InboxMessage> messages, DbContext context, string stream, DateTimeOffset now) =>
        context.Database.IsNpgsql()
            ? messages.FromSql(
                $"""
                SELECT m.* FROM inbox_cursor AS c JOIN inbox_message AS m ON m.type = c.stream AND m.number = c.next
                WHERE c.stream = {stream} AND m.due_at <= {now}
                ORDER BY m.stored_at LIMIT 1 FOR UPDATE OF c SKIP LOCKED
                """)
            : messages.FromSql(
                $"""
                SELECT TOP (1) m.* FROM inbox_cursor AS c WITH (ROWLOCK, UPDLOCK, READPAST)
                JOIN inbox_message AS m ON m.type = c.stream AND m.number = c.next
                WHERE c.stream = {stream} AND m.due_at <= {now}
                ORDER BY m.stored_at
                """);

    /// <summary>Marks a message as handled, and moves its stream on, in one round trip.</summary>
    public static Task<int> MarkHandledAsync(this DbContext context, InboxMessage message, CancellationToken cancellationToken) => message.Number is null
        ? context.Database.ExecuteSqlAsync($"UPDATE inbox_message SET state = 1, due_at = NULL WHERE id = {message.Id}", cancellationToken)
        : context.Database.ExecuteSqlAsync(
            $"""
            UPDATE inbox_message SET state = 1, due_at = NULL WHERE id = {message.Id};
            UPDATE inbox_cursor SET next = {message.Number + 1} WHERE stream = {message.Type}
            """,
            cancellationToken);
}
