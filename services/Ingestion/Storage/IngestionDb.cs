using Microsoft.EntityFrameworkCore;
using Utanforskap.Ingestion.Watching;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Ingestion.Storage;

/// <summary>Ingestion's database: registers, releases and refusals, beside the columns and the messages.</summary>
public sealed class IngestionDb(DbContextOptions<IngestionDb> options) : DbContext(options)
{
    private const int IdLength = 100;
    private const int HashLength = 64;

    public DbSet<RegisterState> Registers => Set<RegisterState>();

    public DbSet<RegisterShape> Shapes => Set<RegisterShape>();

    public DbSet<ReleaseCounter> Counters => Set<ReleaseCounter>();

    public DbSet<Release> Releases => Set<Release>();

    public DbSet<ReleaseColumn> ReleaseColumns => Set<ReleaseColumn>();

    public DbSet<Refusal> Refusals => Set<Refusal>();

    public DbSet<KeptBytes> Kept => Set<KeptBytes>();

    public DbSet<AreaName> AreaNames => Set<AreaName>();

    public DbSet<Lease> Leases => Set<Lease>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddColumnTables();
        modelBuilder.AddMessagingTables();
        modelBuilder.AddQuartzTables(lowerCase: Database.IsNpgsql());
        MapRegisters(modelBuilder);
        MapReleases(modelBuilder);
        MapRefusals(modelBuilder);
        modelBuilder.Entity<KeptBytes>(kept =>
        {
            kept.ToTable("kept_bytes").HasKey(k => new { k.Owner, k.Part });
            kept.Property(k => k.Owner).HasColumnName("owner").HasMaxLength(IdLength);
            kept.Property(k => k.Part).HasColumnName("part");
            kept.Property(k => k.Bytes).HasColumnName("bytes");
        });
        modelBuilder.Entity<AreaName>(name =>
        {
            name.ToTable("area_name").HasKey(n => new { n.Division, n.Code, n.Register, n.Release });
            name.Property(n => n.Division).HasColumnName("division").HasMaxLength(40);
            name.Property(n => n.Code).HasColumnName("code").HasMaxLength(40);
            name.Property(n => n.Register).HasColumnName("register").HasMaxLength(IdLength);
            name.Property(n => n.Release).HasColumnName("release");
            name.Property(n => n.Name).HasColumnName("name").HasMaxLength(400);
        });
        modelBuilder.Entity<Lease>(lease =>
        {
            lease.ToTable("lease").HasKey(l => l.Name);
            lease.Property(l => l.Name).HasColumnName("name").HasMaxLength(IdLength);
            lease.Property(l => l.Holder).HasColumnName("holder").HasMaxLength(IdLength);
            lease.Property(l => l.Until).HasColumnName("until");
        });
    }

    private static void MapRegisters(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RegisterState>(state =>
        {
            state.ToTable("register_state").HasKey(s => s.Register);
            state.Property(s => s.Register).HasColumnName("register").HasMaxLength(IdLength);
            state.Property(s => s.Locks).HasColumnName("locks");
            state.Property(s => s.HeadRelease).HasColumnName("head_release");
            state.Property(s => s.HeadReleaseId).HasColumnName("head_release_id").HasMaxLength(HashLength);
            state.Property(s => s.HeadHash).HasColumnName("head_hash").HasMaxLength(HashLength);
            state.Property(s => s.RefusedHash).HasColumnName("refused_hash").HasMaxLength(HashLength);
            state.Property(s => s.RefusalId).HasColumnName("refusal_id").HasMaxLength(HashLength);
            state.Property(s => s.LastReadAt).HasColumnName("last_read_at");
            state.Property(s => s.LastSeenUpdated).HasColumnName("last_seen_updated");
            state.Property(s => s.LastOutcome).HasColumnName("last_outcome").HasMaxLength(20).HasConversion<string>();
            state.Property(s => s.OpenUntil).HasColumnName("open_until");
            state.Property(s => s.FailingSince).HasColumnName("failing_since");
            state.Property(s => s.Failures).HasColumnName("failures");
            state.Property(s => s.Failure).HasColumnName("failure").HasMaxLength(1000);
            state.Property(s => s.NextAttemptAt).HasColumnName("next_attempt_at");
            state.Property(s => s.AbsentSince).HasColumnName("absent_since");
        });
        modelBuilder.Entity<RegisterShape>(shape =>
        {
            shape.ToTable("register_shape").HasKey(s => s.Register);
            shape.Property(s => s.Register).HasColumnName("register").HasMaxLength(IdLength);
            shape.Property(s => s.Shape).HasColumnName("shape");
        });
    }

    private static void MapReleases(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ReleaseCounter>(counter =>
        {
            counter.ToTable("release_counter").HasKey(c => c.Id);
            counter.Property(c => c.Id).HasColumnName("id").ValueGeneratedNever();
            counter.Property(c => c.Last).HasColumnName("last");
            counter.HasData(new ReleaseCounter { Id = ReleaseCounter.TheOnly, Last = 0 });
        });
        modelBuilder.Entity<Release>(release =>
        {
            release.ToTable("release").HasKey(r => r.Number);
            release.HasIndex(r => r.ReleaseId).IsUnique().HasDatabaseName("ux_release_release_id");
            release.HasIndex(r => new { r.Register, r.Number }).HasDatabaseName("ix_release_register_number");
            release.Property(r => r.Number).HasColumnName("number").ValueGeneratedNever();
            release.Property(r => r.ReleaseId).HasColumnName("release_id").HasMaxLength(HashLength);
            release.Property(r => r.PreviousReleaseId).HasColumnName("previous_release_id").HasMaxLength(HashLength);
            release.Property(r => r.Register).HasColumnName("register").HasMaxLength(IdLength);
            release.Property(r => r.Table).HasColumnName("table_id").HasMaxLength(IdLength);
            release.Property(r => r.ContentHash).HasColumnName("content_hash").HasMaxLength(HashLength);
            release.Property(r => r.AcceptedAt).HasColumnName("accepted_at");
            release.Property(r => r.SourceUpdated).HasColumnName("source_updated");
            release.Property(r => r.Label).HasColumnName("label").HasMaxLength(1000);
            release.Property(r => r.Origin).HasColumnName("origin").HasMaxLength(20).HasConversion<string>();
            release.Property(r => r.MediaType).HasColumnName("media_type").HasMaxLength(IdLength);
            release.Property(r => r.RawBytes).HasColumnName("raw_bytes");
            release.Property(r => r.Cells).HasColumnName("cells");
            release.Property(r => r.NewPeriodCells).HasColumnName("new_period_cells");
            release.Property(r => r.RevisedCells).HasColumnName("revised_cells");
            release.Property(r => r.CorrectedCells).HasColumnName("corrected_cells");
            release.Property(r => r.WithdrawnCells).HasColumnName("withdrawn_cells");
            release.Property(r => r.TraceId).HasColumnName("trace_id").HasMaxLength(32);
            release.Property(r => r.Actor).HasColumnName("actor").HasMaxLength(200);
            release.Property(r => r.RefusalId).HasColumnName("refusal_id").HasMaxLength(HashLength);
            release.Property(r => r.AcceptReason).HasColumnName("accept_reason").HasMaxLength(2000);
        });
        modelBuilder.Entity<ReleaseColumn>(column =>
        {
            column.ToTable("release_column").HasKey(c => new { c.Release, c.Series, c.Division, c.Period });
            column.Property(c => c.Release).HasColumnName("release");
            column.Property(c => c.Series).HasColumnName("series").HasMaxLength(400);
            column.Property(c => c.Division).HasColumnName("division").HasMaxLength(40);
            column.Property(c => c.Period).HasColumnName("period").HasMaxLength(20);
            column.Property(c => c.Measure).HasColumnName("measure").HasMaxLength(IdLength);
            column.Property(c => c.Kind).HasColumnName("kind").HasMaxLength(20).HasConversion<string>();
            column.Property(c => c.Areas).HasColumnName("areas");
        });
    }

    private static void MapRefusals(ModelBuilder modelBuilder) => modelBuilder.Entity<Refusal>(refusal =>
    {
        refusal.ToTable("refusal").HasKey(r => r.RefusalId);
        refusal.HasIndex(r => r.RefusedAt).HasDatabaseName("ix_refusal_refused_at");
        refusal.Property(r => r.RefusalId).HasColumnName("refusal_id").HasMaxLength(HashLength);
        refusal.Property(r => r.Register).HasColumnName("register").HasMaxLength(IdLength);
        refusal.Property(r => r.Table).HasColumnName("table_id").HasMaxLength(IdLength);
        refusal.Property(r => r.ContentHash).HasColumnName("content_hash").HasMaxLength(HashLength);
        refusal.Property(r => r.ComparedWith).HasColumnName("compared_with").HasMaxLength(HashLength);
        refusal.Property(r => r.RefusedAt).HasColumnName("refused_at");
        refusal.Property(r => r.SourceUpdated).HasColumnName("source_updated");
        refusal.Property(r => r.Origin).HasColumnName("origin").HasMaxLength(20).HasConversion<string>();
        refusal.Property(r => r.Actor).HasColumnName("actor").HasMaxLength(200);
        refusal.Property(r => r.MediaType).HasColumnName("media_type").HasMaxLength(IdLength);
        refusal.Property(r => r.Reasons).HasColumnName("reasons");
        refusal.Property(r => r.TraceId).HasColumnName("trace_id").HasMaxLength(32);
        refusal.Property(r => r.AcceptedAs).HasColumnName("accepted_as");
        refusal.Property(r => r.AcceptedAt).HasColumnName("accepted_at");
    });
}
