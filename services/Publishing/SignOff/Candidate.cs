using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Runs;

namespace Utanforskap.Publishing.SignOff;

/// <summary>What has become of a candidate.</summary>
public enum CandidateState
{
    /// <summary>It waits: for an approver, or for the end of the embargo.</summary>
    Held,

    /// <summary>An approver signed it off; it waits for the end of the embargo.</summary>
    Approved,

    /// <summary>It is published.</summary>
    Published,

    /// <summary>An approver rejected it; what was published stays the base.</summary>
    Rejected,

    /// <summary>A newer release took its place, or the publication that it was compared with was withdrawn.</summary>
    Superseded,

    /// <summary>A newer release gave what is published already: nothing waits any more.</summary>
    Equal,
}

/// <summary>Results that a rule holds. Only what is decided about them changes.</summary>
public sealed class Candidate
{
    /// <summary>1, 2, 3 … over all methods.</summary>
    public required long Number { get; init; }

    /// <summary>H("candidate", run, base publication).</summary>
    public required string Id { get; init; }

    public required string Method { get; init; }

    public required int MethodVersion { get; init; }

    /// <summary>The publication that it was compared with; null if the method has none yet.</summary>
    public required string? BaseId { get; init; }

    public required string? RunId { get; init; }

    /// <summary>The release as of which its results are read.</summary>
    public required long Release { get; init; }

    /// <summary>The first release that something of it waits of, or that comes after a rejected one was reopened: nobody sees this or a later one until it is decided.</summary>
    public required long Since { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A list of <see cref="ReviewReason"/> as wire JSON; empty if only the embargo holds it.</summary>
    public required string Reasons { get; init; }

    public required DateTimeOffset? EmbargoUntil { get; init; }

    /// <summary>The <see cref="PublicationColumn"/> that it would publish, as wire JSON.</summary>
    public required string Columns { get; init; }

    /// <summary>The <see cref="MethodInfo"/> as wire JSON.</summary>
    public required string Info { get; init; }

    public required CandidateState State { get; set; }

    /// <summary>Who approved or rejected it.</summary>
    public string? Actor { get; set; }

    /// <summary>Why it was rejected, in writing.</summary>
    public string? Reason { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>The candidate that took its place, or that it was reopened as.</summary>
    public string? SupersededBy { get; set; }

    /// <summary>The publication that it became, or that took its place.</summary>
    public string? PublicationId { get; set; }

    public IReadOnlyList<ReviewReason> ReasonList() => JsonSerializer.Deserialize<List<ReviewReason>>(Reasons, WireJson.Options) ?? [];

    public IReadOnlyList<PublicationColumn> ColumnList() => JsonSerializer.Deserialize<List<PublicationColumn>>(Columns, WireJson.Options) ?? [];

    public MethodInfo MethodInfo() => JsonSerializer.Deserialize<MethodInfo>(Info, WireJson.Options)
        ?? throw new InvalidDataException($"Nothing is kept of the method of candidate {Id}.");

    /// <summary>What Classification said of it, to be drafted anew.</summary>
    public MethodOutcome Outcome() => new(
        Method, MethodVersion, Contracts.Messages.Outcome.Published, null, RunId,
        [.. ColumnList().Select(c => new ClassifiedColumn(c.Division, c.Period, c.Areas, c.Classes, c.First))]);

    /// <summary>Whether it can still be published as it was judged.</summary>
    public bool IsOpen => State is CandidateState.Held or CandidateState.Approved;
}

internal static class CandidateTables
{
    public static ModelBuilder AddCandidateTables(this ModelBuilder model)
    {
        model.Entity<Candidate>(table =>
        {
            table.ToTable("candidates");
            table.HasKey(c => c.Number);
            table.HasIndex(c => c.Id).IsUnique().HasDatabaseName("candidates_id");
            table.HasIndex(c => new { c.State, c.Method }).HasDatabaseName("candidates_state");
            table.Property(c => c.Number).HasColumnName("number").ValueGeneratedNever();
            table.Property(c => c.Id).HasColumnName("id").HasMaxLength(32);
            table.Property(c => c.Method).HasColumnName("method").HasMaxLength(64);
            table.Property(c => c.MethodVersion).HasColumnName("method_version");
            table.Property(c => c.BaseId).HasColumnName("base_id").HasMaxLength(32);
            table.Property(c => c.RunId).HasColumnName("run_id").HasMaxLength(32);
            table.Property(c => c.Release).HasColumnName("release");
            table.Property(c => c.Since).HasColumnName("since");
            table.Property(c => c.At).HasColumnName("at");
            table.Property(c => c.Reasons).HasColumnName("reasons");
            table.Property(c => c.EmbargoUntil).HasColumnName("embargo_until");
            table.Property(c => c.Columns).HasColumnName("columns");
            table.Property(c => c.Info).HasColumnName("info");
            table.Property(c => c.State).HasColumnName("state").HasConversion<string>().HasMaxLength(16);
            table.Property(c => c.Actor).HasColumnName("actor").HasMaxLength(100);
            table.Property(c => c.Reason).HasColumnName("reason").HasMaxLength(Written.Longest);
            table.Property(c => c.DecidedAt).HasColumnName("decided_at");
            table.Property(c => c.SupersededBy).HasColumnName("superseded_by").HasMaxLength(32);
            table.Property(c => c.PublicationId).HasColumnName("publication_id").HasMaxLength(32);
            table.Ignore(c => c.IsOpen);
        });
        return model;
    }

    /// <summary>Those that wait; a method has one at most.</summary>
    public static IQueryable<Candidate> Open(this IQueryable<Candidate> candidates) =>
        candidates.Where(c => c.State == CandidateState.Held || c.State == CandidateState.Approved);

    /// <summary>Those whose releases nobody sees yet: what waits, and what was decided against before its embargo ended.</summary>
    public static IQueryable<Candidate> Hidden(this IQueryable<Candidate> candidates, DateTimeOffset now) => candidates.Where(
        c => c.State == CandidateState.Held || c.State == CandidateState.Approved || (c.State != CandidateState.Published && c.EmbargoUntil > now));

    /// <summary>Those whose releases nobody saw at an earlier time: they had come by then, and nothing was decided yet, or their embargo had not ended.</summary>
    public static IQueryable<Candidate> HiddenAt(this IQueryable<Candidate> candidates, DateTimeOffset at) =>
        candidates.Where(c => c.At <= at && (c.DecidedAt == null || c.DecidedAt > at || c.EmbargoUntil > at));

    /// <summary>
    /// Ends a candidate, and says so in the run that it came from. An approval that nothing came of keeps its time. What was reopened is told in the run of what was rejected only when it is
    /// published: that run has been seen.
    /// </summary>
    public static async Task EndAsync(this PublishingDb db, Candidate candidate, CandidateState state, DateTimeOffset at, CancellationToken cancellationToken)
    {
        (candidate.State, candidate.DecidedAt) = (state, state == CandidateState.Rejected ? at : candidate.DecidedAt ?? at);
        var (outcome, reason) = state switch
        {
            CandidateState.Published => (RunMethod.Word(Outcome.Published), null),
            CandidateState.Rejected => (RunMethod.Rejected, "It was rejected at sign-off; what was published stays."),
            _ => (RunMethod.Superseded, "A newer release took its place before it was signed off."),
        };
        var publication = state == CandidateState.Published ? candidate.PublicationId : null;
        List<string?> told = [];
        for (var id = candidate.Id; id is not null;)
        {
            told.Add(id);
            id = state != CandidateState.Published ? null
                : await db.Candidates.Where(c => c.State == CandidateState.Rejected && c.SupersededBy == id).Select(c => c.Id).SingleOrDefaultAsync(cancellationToken);
        }

        await db.RunMethods.Where(m => told.Contains(m.CandidateId)).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.Outcome, outcome).SetProperty(m => m.Reason, reason).SetProperty(m => m.PublicationId, publication),
            cancellationToken);
    }
}
