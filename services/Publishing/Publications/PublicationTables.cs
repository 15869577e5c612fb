using Microsoft.EntityFrameworkCore;

namespace Utanforskap.Publishing.Publications;

internal static class PublicationTables
{
    public static ModelBuilder AddPublicationTables(this ModelBuilder model)
    {
        model.Entity<Publication>(table =>
        {
            table.ToTable("publications");
            table.HasKey(p => p.Sequence);
            table.HasIndex(p => p.Id).IsUnique().HasDatabaseName("publications_id");
            table.HasIndex(p => new { p.Method, p.Edition }).IsUnique().HasDatabaseName("publications_method_edition");
            table.HasIndex(p => p.WithdrawsId).HasDatabaseName("publications_withdraws");
            table.HasIndex(p => p.CompletedRelease).HasDatabaseName("publications_completed_release");
            table.HasIndex(p => p.PublishedAt).HasDatabaseName("publications_published_at");
            table.Property(p => p.Sequence).HasColumnName("sequence").ValueGeneratedNever();
            table.Property(p => p.Id).HasColumnName("id").HasMaxLength(32);
            table.Property(p => p.Method).HasColumnName("method").HasMaxLength(64);
            table.Property(p => p.Edition).HasColumnName("edition");
            table.Property(p => p.Major).HasColumnName("major");
            table.Property(p => p.Minor).HasColumnName("minor");
            table.Property(p => p.Patch).HasColumnName("patch");
            table.Ignore(p => p.Version);
            table.Property(p => p.MethodVersion).HasColumnName("method_version");
            table.Property(p => p.BaseId).HasColumnName("base_id").HasMaxLength(32);
            table.Property(p => p.RunId).HasColumnName("run_id").HasMaxLength(32);
            table.Property(p => p.Release).HasColumnName("release");
            table.Property(p => p.CompletedRelease).HasColumnName("completed_release");
            table.Property(p => p.KnownRelease).HasColumnName("known_release");
            table.Property(p => p.PublishedAt).HasColumnName("published_at");
            table.Property(p => p.FeedPosition).HasColumnName("feed_position");
            table.Property(p => p.Engine).HasColumnName("engine").HasMaxLength(32);
            table.Property(p => p.ContentHash).HasColumnName("content_hash").HasMaxLength(64);
            table.Property(p => p.Status).HasColumnName("status").HasConversion<string>().HasMaxLength(16);
            table.Property(p => p.CandidateId).HasColumnName("candidate_id").HasMaxLength(32);
            table.Property(p => p.WithdrawsId).HasColumnName("withdraws_id").HasMaxLength(32);
            table.Property(p => p.Actor).HasColumnName("actor").HasMaxLength(100);
            table.Property(p => p.Reason).HasColumnName("reason").HasMaxLength(2000);
        });
        model.Entity<PublishedColumn>(table =>
        {
            table.ToTable("published_columns");
            table.HasKey(c => new { c.Sequence, c.Division, c.Period });
            table.HasIndex(c => new { c.Method, c.Period, c.Division, c.Sequence }).HasDatabaseName("published_columns_method_period");
            table.Property(c => c.Sequence).HasColumnName("sequence");
            table.Property(c => c.Method).HasColumnName("method").HasMaxLength(64);
            table.Property(c => c.Division).HasColumnName("division").HasMaxLength(32);
            table.Property(c => c.Period).HasColumnName("period").HasMaxLength(16);
            table.Property(c => c.Kind).HasColumnName("kind").HasMaxLength(16);
            table.Property(c => c.PreviousPeriod).HasColumnName("previous_period").HasMaxLength(16);
            table.Property(c => c.First).HasColumnName("first");
            table.Property(c => c.Areas).HasColumnName("areas");
            table.Property(c => c.Classes).HasColumnName("classes");
            table.Property(c => c.Ended).HasColumnName("ended");
            table.Property(c => c.Inputs).HasColumnName("inputs");
            table.Property(c => c.Limits).HasColumnName("limits");
            table.Property(c => c.Release).HasColumnName("release");
            table.Property(c => c.MethodVersion).HasColumnName("method_version");
            table.Property(c => c.RunId).HasColumnName("run_id").HasMaxLength(32);
            table.Property(c => c.Engine).HasColumnName("engine").HasMaxLength(32);
            table.Property(c => c.ContentHash).HasColumnName("content_hash").HasMaxLength(64);
        });
        model.Entity<MissedOutcome>(table =>
        {
            table.ToTable("missed_outcomes");
            table.HasKey(m => new { m.Method, m.Release });
            table.Property(m => m.Method).HasColumnName("method").HasMaxLength(64);
            table.Property(m => m.Release).HasColumnName("release");
            table.Property(m => m.Document).HasColumnName("document");
        });
        model.Entity<PublishedMethod>(table =>
        {
            table.ToTable("published_methods");
            table.HasKey(m => new { m.Method, m.Version });
            table.Property(m => m.Method).HasColumnName("method").HasMaxLength(64);
            table.Property(m => m.Version).HasColumnName("version");
            table.Property(m => m.Since).HasColumnName("since");
            table.Property(m => m.Document).HasColumnName("document");
        });
        return model;
    }

    public static ModelBuilder AddAreaTables(this ModelBuilder model)
    {
        model.Entity<AreaResult>(table =>
        {
            table.ToTable("area_results");
            table.HasKey(r => new { r.Method, r.Division, r.Period, r.Area, r.Since });
            table.HasIndex(r => new { r.Division, r.Area }).HasDatabaseName("area_results_area");
            table.Property(r => r.Method).HasColumnName("method").HasMaxLength(64);
            table.Property(r => r.Division).HasColumnName("division").HasMaxLength(32);
            table.Property(r => r.Period).HasColumnName("period").HasMaxLength(16);
            table.Property(r => r.Area).HasColumnName("area").HasMaxLength(32);
            table.Property(r => r.Since).HasColumnName("since");
            table.Property(r => r.Until).HasColumnName("until");
            table.Property(r => r.Class).HasColumnName("class");
            table.Property(r => r.Index).HasColumnName("index_value");
            table.Property(r => r.Population).HasColumnName("population");
            table.Property(r => r.Needs).HasColumnName("needs").HasMaxLength(400);
        });
        model.Entity<AreaName>(table =>
        {
            table.ToTable("area_names");
            table.HasKey(n => new { n.Division, n.Area, n.Since });
            table.Property(n => n.Division).HasColumnName("division").HasMaxLength(32);
            table.Property(n => n.Area).HasColumnName("area").HasMaxLength(32);
            table.Property(n => n.Since).HasColumnName("since");
            table.Property(n => n.Until).HasColumnName("until");
            table.Property(n => n.Name).HasColumnName("name").HasMaxLength(400);
        });
        model.Entity<AreaChange>(table =>
        {
            table.ToTable("area_changes");
            table.HasKey(c => new { c.Sequence, c.Division, c.Period, c.Area });
            table.HasIndex(c => new { c.Division, c.Area }).HasDatabaseName("area_changes_area");
            table.Property(c => c.Sequence).HasColumnName("sequence");
            table.Property(c => c.Method).HasColumnName("method").HasMaxLength(64);
            table.Property(c => c.Division).HasColumnName("division").HasMaxLength(32);
            table.Property(c => c.Period).HasColumnName("period").HasMaxLength(16);
            table.Property(c => c.PreviousPeriod).HasColumnName("previous_period").HasMaxLength(16);
            table.Property(c => c.Area).HasColumnName("area").HasMaxLength(32);
            table.Property(c => c.ClassBefore).HasColumnName("class_before");
            table.Property(c => c.ClassAfter).HasColumnName("class_after");
            table.Property(c => c.IndexBefore).HasColumnName("index_before");
            table.Property(c => c.IndexAfter).HasColumnName("index_after");
            table.Property(c => c.Kind).HasColumnName("kind").HasMaxLength(16);
            table.Property(c => c.NeedsBefore).HasColumnName("needs_before").HasMaxLength(400);
            table.Property(c => c.NeedsAfter).HasColumnName("needs_after").HasMaxLength(400);
            table.Property(c => c.Cause).HasColumnName("cause").HasMaxLength(16);
            table.Property(c => c.Explanation).HasColumnName("explanation");
        });
        return model;
    }
}
