using Microsoft.EntityFrameworkCore;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Reclassifying;
using Utanforskap.Classification.Results;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.ServiceDefaults.Holds;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Classification;

/// <summary>
/// What Classification keeps: results as columns, what they were computed by, every version of every method, frozen groups, what each release meant to each method, the state of each
/// method, and holds.
/// </summary>
public sealed class ClassificationDb(DbContextOptions<ClassificationDb> options) : DbContext(options)
{
    public DbSet<MethodRun> Runs => Set<MethodRun>();

    public DbSet<MethodState> States => Set<MethodState>();

    public DbSet<ResultVersion> ResultVersions => Set<ResultVersion>();

    public DbSet<KeptMethod> Methods => Set<KeptMethod>();

    public DbSet<KeptGroups> Groups => Set<KeptGroups>();

    public DbSet<Hold> Holds => Set<Hold>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.AddColumnTables().AddMessagingTables().AddHolds("method_hold", "method");
        modelBuilder.Entity<MethodRun>(row =>
        {
            row.ToTable("method_run");
            row.HasKey(r => new { r.Release, r.Method });
            row.Property(r => r.Release).HasColumnName("release");
            row.Property(r => r.Method).HasColumnName("method").HasMaxLength(100);
            row.Property(r => r.Version).HasColumnName("version");
            row.Property(r => r.Outcome).HasColumnName("outcome").HasConversion<string>().HasMaxLength(20);
            row.Property(r => r.Reason).HasColumnName("reason").HasMaxLength(2000);
            row.Property(r => r.RunId).HasColumnName("run_id").HasMaxLength(32);
        });
        modelBuilder.Entity<MethodState>(row =>
        {
            row.ToTable("method_state");
            row.HasKey(r => r.Method);
            row.Property(r => r.Method).HasColumnName("method").HasMaxLength(100);
            row.Property(r => r.Version).HasColumnName("version");
            row.Property(r => r.Hash).HasColumnName("hash").HasMaxLength(32);
            row.Property(r => r.SinceRelease).HasColumnName("since_release");
            row.Property(r => r.RefusedAt).HasColumnName("refused_at");
        });
        modelBuilder.Entity<ResultVersion>(row =>
        {
            row.ToTable("result_version");
            row.HasKey(r => new { r.Method, r.Division, r.Period, r.Release });
            row.Property(r => r.Method).HasColumnName("method").HasMaxLength(100);
            row.Property(r => r.Division).HasColumnName("division").HasMaxLength(40);
            row.Property(r => r.Period).HasColumnName("period").HasMaxLength(20);
            row.Property(r => r.Release).HasColumnName("release");
            row.Property(r => r.Version).HasColumnName("version");
            row.Property(r => r.Inputs).HasColumnName("inputs");
            row.Property(r => r.Limits).HasColumnName("limits");
        });
        modelBuilder.Entity<KeptMethod>(row =>
        {
            row.ToTable("method_definition");
            row.HasKey(r => new { r.Method, r.Version });
            row.Property(r => r.Method).HasColumnName("method").HasMaxLength(100);
            row.Property(r => r.Version).HasColumnName("version");
            row.Property(r => r.Hash).HasColumnName("hash").HasMaxLength(32);
            row.Property(r => r.Text).HasColumnName("text");
            row.Property(r => r.SinceRelease).HasColumnName("since_release");
        });
        modelBuilder.Entity<KeptGroups>(row =>
        {
            row.ToTable("frozen_groups");
            row.HasKey(r => new { r.Method, r.Version, r.Country });
            row.Property(r => r.Method).HasColumnName("method").HasMaxLength(100);
            row.Property(r => r.Version).HasColumnName("version");
            row.Property(r => r.Country).HasColumnName("country").HasMaxLength(40);
            row.Property(r => r.Release).HasColumnName("release");
            row.Property(r => r.Division).HasColumnName("division").HasMaxLength(40);
            row.Property(r => r.Model).HasColumnName("model");
        });
    }
}
