using Microsoft.EntityFrameworkCore;

namespace Utanforskap.Publishing.Feed;

internal static class FeedTables
{
    public static ModelBuilder AddFeedTables(this ModelBuilder model)
    {
        model.Entity<FeedEvent>(table =>
        {
            table.ToTable("feed_events");
            table.HasKey(e => e.Position);
            table.HasIndex(e => e.Id).IsUnique().HasDatabaseName("feed_events_id");
            table.HasIndex(e => new { e.Type, e.Position }).HasDatabaseName("feed_events_type");
            table.HasIndex(e => new { e.Method, e.Position }).HasDatabaseName("feed_events_method");
            table.HasIndex(e => new { e.Area, e.Position }).HasDatabaseName("feed_events_area");
            table.Property(e => e.Position).HasColumnName("position").ValueGeneratedNever();
            table.Property(e => e.Id).HasColumnName("id").HasMaxLength(32);
            table.Property(e => e.Type).HasColumnName("type").HasMaxLength(64);
            table.Property(e => e.Method).HasColumnName("method").HasMaxLength(64);
            table.Property(e => e.Register).HasColumnName("register").HasMaxLength(64);
            table.Property(e => e.Division).HasColumnName("division").HasMaxLength(32);
            table.Property(e => e.Area).HasColumnName("area").HasMaxLength(32);
            table.Property(e => e.Period).HasColumnName("period").HasMaxLength(16);
            table.Property(e => e.RoutingKey).HasColumnName("routing_key").HasMaxLength(255);
            table.Property(e => e.Time).HasColumnName("time");
            table.Property(e => e.TraceParent).HasColumnName("trace_parent").HasMaxLength(64);
            table.Property(e => e.Document).HasColumnName("document");
        });
        model.Entity<Counter>(table =>
        {
            table.ToTable("counters");
            table.HasKey(c => c.Name);
            table.Property(c => c.Name).HasColumnName("name").HasMaxLength(32);
            table.Property(c => c.Value).HasColumnName("value");
            table.HasData(
                new Counter { Name = Counter.Feed, Value = 0 },
                new Counter { Name = Counter.Publication, Value = 0 },
                new Counter { Name = Counter.Candidate, Value = 0 },
                new Counter { Name = Counter.Told, Value = 0 });
        });
        return model;
    }
}
