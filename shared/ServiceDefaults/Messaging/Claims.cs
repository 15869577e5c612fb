using Microsoft.EntityFrameworkCore;
using Utanforskap.ServiceDefaults.Messaging.Receiving;
using Utanforskap.ServiceDefaults.Messaging.Sending;

namespace Utanforskap.ServiceDefaults.Messaging;

/// <summary>
/// The only SQL written by hand: how rows are claimed for the current transaction while others skip them. Everything else is the same on both providers.
/// </summary>
internal static class Claims
{
    /// <summary>Claims outbox messages that are due, the earliest first.</summary>
    public static IQueryable<OutboxMessage> FromDue(this DbSet<OutboxMessage> messages, DbContext context, DateTimeOffset now, int most) =>
        context.Database.IsNpgsql()
            ? messages.FromSql(
                $"""
                SELECT * FROM outbox_message WHERE state = 0 AND due_at <= {now}
                ORDER BY due_at, id LIMIT {most} FOR UPDATE SKIP LOCKED
                """)
            : messages.FromSql(
                $"""
                SELECT TOP ({most}) * FROM outbox_message WITH (ROWLOCK, UPDLOCK, READPAST) WHERE state = 0 AND due_at <= {now}
                ORDER BY due_at, id
                """);

    /// <summary>Claims the earliest due inbox message that has no order.</summary>
    public static IQueryable<InboxMessage> FromDue(this DbSet<InboxMessage> messages, DbContext context, DateTimeOffset now) =>
        context.Database.IsNpgsql()
            ? messages.FromSql(
                $"""
                SELECT * FROM inbox_message WHERE state = 0 AND number IS NULL AND due_at <= {now}
                ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
                """)
            : messages.FromSql(
                $"""
                SELECT TOP (1) * FROM inbox_message WITH (ROWLOCK, UPDLOCK, READPAST) WHERE state = 0 AND number IS NULL AND due_at <= {now}
                ORDER BY due_at, id
                """);

    /// <summary>Claims a stream's cursor, so that its messages are handled one at a time by one instance.</summary>
    public static IQueryable<InboxCursor> FromStream(this DbSet<InboxCursor> cursors, DbContext context, string stream) =>
        context.Database.IsNpgsql()
            ? cursors.FromSql($"SELECT * FROM inbox_cursor WHERE stream = {stream} FOR UPDATE SKIP LOCKED")
            : cursors.FromSql($"SELECT * FROM inbox_cursor WITH (ROWLOCK, UPDLOCK, READPAST) WHERE stream = {stream}");
}
