using Microsoft.EntityFrameworkCore;
using Utanforskap.Indicators.Definitions;
using Utanforskap.Indicators.Recalculating;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.ServiceDefaults.Holds;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Indicators;

/// <summary>What Indicators keeps: indicator values as columns, one run per release, the state of each definition, every version of it, and holds.</summary>
public sealed class IndicatorsDb(DbContextOptions<IndicatorsDb> options) : DbContext(options)
{
    public DbSet<IndicatorRun> Runs => Set<IndicatorRun>();

    public DbSet<IndicatorState> States => Set<IndicatorState>();

    public DbSet<KeptIndicator> Definitions => Set<KeptIndicator>();

    public DbSet<Hold> Holds => Set<Hold>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.AddColumnTables().AddMessagingTables().AddHolds("indicator_hold", "indicator");
        modelBuilder.Entity<IndicatorRun>(row =>
        {
            row.ToTable("indicator_run");
            row.HasKey(r => r.Release);
            row.Property(r => r.Release).HasColumnName("release").ValueGeneratedNever();
            row.Property(r => r.Register).HasColumnName("register").HasMaxLength(100);
            row.Property(r => r.RunId).HasColumnName("run_id").HasMaxLength(32);
            row.Property(r => r.StartedAt).HasColumnName("started_at");
            row.Property(r => r.CompletedAt).HasColumnName("completed_at");
            row.Property(r => r.AcceptedAt).HasColumnName("accepted_at");
            row.Property(r => r.Unchanged).HasColumnName("unchanged").HasMaxLength(1000);
        });
        modelBuilder.Entity<IndicatorState>(row =>
        {
            row.ToTable("indicator_state");
            row.HasKey(r => r.Indicator);
            row.Property(r => r.Indicator).HasColumnName("indicator").HasMaxLength(100);
            row.Property(r => r.Version).HasColumnName("version");
            row.Property(r => r.Hash).HasColumnName("hash").HasMaxLength(32);
            row.Property(r => r.SinceRelease).HasColumnName("since_release");
        });
        modelBuilder.Entity<KeptIndicator>(row =>
        {
            row.ToTable("indicator_definition");
            row.HasKey(r => new { r.Indicator, r.Version });
            row.Property(r => r.Indicator).HasColumnName("indicator").HasMaxLength(100);
            row.Property(r => r.Version).HasColumnName("version");
            row.Property(r => r.Hash).HasColumnName("hash").HasMaxLength(32);
            row.Property(r => r.Text).HasColumnName("text");
            row.Property(r => r.SinceRelease).HasColumnName("since_release");
        });
    }
}
