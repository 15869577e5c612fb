using Microsoft.EntityFrameworkCore;

namespace Utanforskap.Publishing.Amqp;

/// <summary>How far a channel has sent the feed, and which instance sends it now.</summary>
public sealed class ChannelCursor
{
    public required string Name { get; init; }

    /// <summary>Everything up to this position has been sent and confirmed.</summary>
    public required long Position { get; set; }

    /// <summary>The instance that sends; null if none.</summary>
    public string? LeasedBy { get; set; }

    /// <summary>Until when its lease lasts unless it is renewed.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    public const string Amqp = "amqp";
}

internal static class ChannelTables
{
    public static ModelBuilder AddChannelTables(this ModelBuilder model)
    {
        model.Entity<ChannelCursor>(table =>
        {
            table.ToTable("channel_cursors");
            table.HasKey(c => c.Name);
            table.Property(c => c.Name).HasColumnName("name").HasMaxLength(32);
            table.Property(c => c.Position).HasColumnName("position");
            table.Property(c => c.LeasedBy).HasColumnName("leased_by").HasMaxLength(64);
            table.Property(c => c.LeasedUntil).HasColumnName("leased_until");
            table.HasData(new ChannelCursor { Name = ChannelCursor.Amqp, Position = 0 });
        });
        return model;
    }
}
