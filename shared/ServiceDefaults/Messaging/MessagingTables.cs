using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Utanforskap.ServiceDefaults.Messaging.Receiving;
using Utanforskap.ServiceDefaults.Messaging.Sending;

namespace Utanforskap.ServiceDefaults.Messaging;

public static class MessagingTables
{
    /// <summary>The outbox's and inbox's tables in a service's model; call from OnModelCreating.</summary>
    public static ModelBuilder AddMessagingTables(this ModelBuilder model)
    {
        model.Entity<OutboxMessage>(message => Map(message, "outbox_message"));
        model.Entity<InboxMessage>(message =>
        {
            Map(message, "inbox_message");
            message.Property(row => row.Number).HasColumnName("number");
            message.HasIndex(row => new { row.Type, row.Number }).HasDatabaseName("ix_inbox_message_type_number");
        });
        model.Entity<InboxCursor>(cursor =>
        {
            cursor.ToTable("inbox_cursor").HasKey(row => row.Stream).HasName("pk_inbox_cursor");
            cursor.Property(row => row.Stream).HasColumnName("stream").HasMaxLength(100);
            cursor.Property(row => row.Next).HasColumnName("next");
        });
        return model;
    }

    private static void Map<TMessage>(EntityTypeBuilder<TMessage> message, string table)
        where TMessage : StoredMessage
    {
        message.ToTable(table).HasKey(row => row.Id).HasName($"pk_{table}");
        message.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
        message.Property(row => row.Type).HasColumnName("type").HasMaxLength(100);
        message.Property(row => row.Body).HasColumnName("body");
        message.Property(row => row.Trace).HasColumnName("trace").HasMaxLength(55);
        message.Property(row => row.StoredAt).HasColumnName("stored_at");
        message.Property(row => row.DueAt).HasColumnName("due_at");
        message.Property(row => row.State).HasColumnName("state");
        message.Property(row => row.Attempts).HasColumnName("attempts");
        message.Property(row => row.Faults).HasColumnName("faults");
        message.Property(row => row.Error).HasColumnName("error");
        message.HasIndex(row => new { row.DueAt, row.Id }).HasDatabaseName($"ix_{table}_due").HasFilter("due_at IS NOT NULL");
        message.HasIndex(row => new { row.StoredAt, row.Id }).HasDatabaseName($"ix_{table}_dead").HasFilter("state = 2");
    }
}
