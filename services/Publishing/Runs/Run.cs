using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;

namespace Utanforskap.Publishing.Runs;

/// <summary>A release as Ingestion told it; the clock of <c>asOf</c> for releases and indicators.</summary>
public sealed class KnownRelease
{
    public required long Release { get; init; }

    public required string ReleaseId { get; init; }

    public required string Register { get; init; }

    public required string Table { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The source's own word; shown, never used as a clock.</summary>
    public required DateTimeOffset? SourceUpdated { get; init; }

    /// <summary>The whole <see cref="ReleaseIngested"/> as wire JSON: what is told of it when it becomes visible.</summary>
    public required string Message { get; init; }

    /// <summary>W3C trace context in which it came.</summary>
    public required string? TraceParent { get; init; }

    /// <summary>What Ingestion told of it.</summary>
    public ReleaseIngested AsTold() => JsonSerializer.Deserialize<ReleaseIngested>(Message, WireJson.Options)
        ?? throw new InvalidDataException($"Nothing is kept of what was told of release {Release}.");
}

/// <summary>A stage's completion of a release: one row, written when the stage's message is handled.</summary>
public sealed class RunStage
{
    public required long Release { get; init; }

    /// <summary>One of <see cref="Stages"/>.</summary>
    public required string Stage { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>True if the stage found nothing new to hand on.</summary>
    public required bool Unchanged { get; init; }

    /// <summary>Why nothing was new.</summary>
    public required string? Reason { get; init; }

    /// <summary>W3C trace id of the trace that it ran in.</summary>
    public required string? TraceId { get; init; }

    /// <summary>The row of a completion, in the trace that runs now.</summary>
    /// <param name="unchanged">Why nothing was new; null if something was.</param>
    public static RunStage Of(long release, string stage, DateTimeOffset startedAt, DateTimeOffset completedAt, string? unchanged) => new()
    {
        Release = release,
        Stage = stage,
        StartedAt = startedAt,
        CompletedAt = completedAt,
        Unchanged = unchanged is not null,
        Reason = Shortened(unchanged),
        TraceId = Activity.Current?.TraceId.ToHexString(),
    };

    internal const int ReasonLength = 2000;

    /// <summary>A reason as long as is kept; never half a character.</summary>
    internal static string? Shortened(string? reason) => reason is not { Length: > ReasonLength } ? reason
        : reason[..(char.IsHighSurrogate(reason[ReasonLength - 1]) ? ReasonLength - 1 : ReasonLength)];
}

/// <summary>What a release meant to a method in the end.</summary>
public sealed class RunMethod
{
    public required long Release { get; init; }

    public required string Method { get; init; }

    public required int Version { get; init; }

    /// <summary>
    /// published, unchanged, refused, held or failed; or what sign-off made of it: review (a rule holds it), rejected, or superseded (a newer release took its
    /// place before it was published).
    /// </summary>
    public required string Outcome { get; init; }

    public required string? Reason { get; init; }

    public required string? RunId { get; init; }

    public required string? PublicationId { get; init; }

    /// <summary>The candidate that waits, or waited, for sign-off.</summary>
    public required string? CandidateId { get; init; }

    /// <summary>A rule holds the results until they are signed off.</summary>
    public const string Review = "review";

    /// <summary>They were rejected at sign-off.</summary>
    public const string Rejected = "rejected";

    /// <summary>Newer results took their place before they were published.</summary>
    public const string Superseded = "superseded";

    /// <summary>An outcome as it is stored and shown.</summary>
    public static string Word(Outcome outcome) => JsonNamingPolicy.KebabCaseLower.ConvertName(outcome.ToString());
}

/// <summary>The stages of a release, in order.</summary>
public static class Stages
{
    public const string Ingestion = "ingestion";
    public const string Indicators = "indicators";
    public const string Classification = "classification";
    public const string Publishing = "publishing";

    public static IReadOnlyList<string> All { get; } = [Ingestion, Indicators, Classification, Publishing];
}

internal static class RunTables
{
    public static ModelBuilder AddRunTables(this ModelBuilder model)
    {
        model.Entity<KnownRelease>(table =>
        {
            table.ToTable("known_releases");
            table.HasKey(r => r.Release);
            table.Property(r => r.Release).HasColumnName("release").ValueGeneratedNever();
            table.Property(r => r.ReleaseId).HasColumnName("release_id").HasMaxLength(32);
            table.Property(r => r.Register).HasColumnName("register").HasMaxLength(64);
            table.Property(r => r.Table).HasColumnName("source_table").HasMaxLength(64);
            table.Property(r => r.AcceptedAt).HasColumnName("accepted_at");
            table.Property(r => r.SourceUpdated).HasColumnName("source_updated");
            table.Property(r => r.Message).HasColumnName("message");
            table.Property(r => r.TraceParent).HasColumnName("trace_parent").HasMaxLength(64);
        });
        model.Entity<RunStage>(table =>
        {
            table.ToTable("run_stages");
            table.HasKey(s => new { s.Release, s.Stage });
            table.HasIndex(s => new { s.Stage, s.Release }).HasDatabaseName("run_stages_stage");
            table.Property(s => s.Release).HasColumnName("release");
            table.Property(s => s.Stage).HasColumnName("stage").HasMaxLength(32);
            table.Property(s => s.StartedAt).HasColumnName("started_at");
            table.Property(s => s.CompletedAt).HasColumnName("completed_at");
            table.Property(s => s.Unchanged).HasColumnName("unchanged");
            table.Property(s => s.Reason).HasColumnName("reason").HasMaxLength(RunStage.ReasonLength);
            table.Property(s => s.TraceId).HasColumnName("trace_id").HasMaxLength(32);
        });
        model.Entity<RunMethod>(table =>
        {
            table.ToTable("run_methods");
            table.HasKey(m => new { m.Release, m.Method });
            table.Property(m => m.Release).HasColumnName("release");
            table.Property(m => m.Method).HasColumnName("method").HasMaxLength(64);
            table.Property(m => m.Version).HasColumnName("version");
            table.Property(m => m.Outcome).HasColumnName("outcome").HasMaxLength(16);
            table.Property(m => m.Reason).HasColumnName("reason").HasMaxLength(RunStage.ReasonLength);
            table.Property(m => m.RunId).HasColumnName("run_id").HasMaxLength(32);
            table.HasIndex(m => m.CandidateId).HasDatabaseName("run_methods_candidate");
            table.Property(m => m.PublicationId).HasColumnName("publication_id").HasMaxLength(32);
            table.Property(m => m.CandidateId).HasColumnName("candidate_id").HasMaxLength(32);
        });
        return model;
    }
}
