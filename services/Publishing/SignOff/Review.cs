using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Runs;

namespace Utanforskap.Publishing.SignOff;

/// <summary>What came of a method's outcome.</summary>
/// <param name="Word">As it stands in the run.</param>
/// <param name="Published">The publication, if it was published at once.</param>
/// <param name="Candidate">The id of the candidate, if a rule holds it.</param>
internal sealed record Reviewed(string Word, string? Reason, Published? Published = null, string? Candidate = null);

/// <summary>
/// Takes a method's results to sign-off: compares them with what is published, has the rules judge them, and publishes them or holds them as a candidate. What
/// waited before is superseded by what is newer, which covers all that it covered.
/// </summary>
internal sealed class Review(
    PublishingDb db, Drafting drafting, PublicationWriter writer, IOptions<SignOffOptions> options, TimeProvider time)
{
    /// <param name="outcome">What Classification said; a run with columns, or one by another definition.</param>
    /// <param name="release">The release whose results they are.</param>
    /// <param name="completes">The release that is complete with them.</param>
    public async Task<Reviewed> ReviewAsync(
        MethodOutcome outcome, MethodInfo info, long release, long completes, CancellationToken cancellationToken)
    {
        var pending = await db.Candidates.Open().SingleOrDefaultAsync(c => c.Method == outcome.Method, cancellationToken);
        var newest = await db.Publications.Where(p => p.Method == outcome.Method).MaxAsync(p => (long?)p.Release, cancellationToken);
        if (Math.Max(newest ?? 0, pending?.Release ?? 0) is var later && later > release)
        {
            return new(RunMethod.Superseded, $"The results of release {later} came first; older ones never take their place.");
        }

        if (pending is not null && outcome.Columns.Count == 0 && pending.MethodVersion == outcome.Version)
        {
            return new(RunMethod.Word(Outcome.Unchanged), $"The results are equal to those that wait for sign-off since release {pending.Release}.");
        }

        var head = await db.HeadAsync(outcome.Method, cancellationToken);
        var whole = pending is null ? outcome : outcome with { Columns = [.. outcome.Columns.UnionBy(pending.Outcome().Columns, c => (c.Division, c.Period))] };
        if (IsNever(info, whole.Columns.Select(c => c.Division)))
        {
            return NeverPublished(info);
        }

        var draft = await drafting.DraftAsync(whole, info, release, head, cancellationToken);
        if (IsNever(info, draft.Columns.Select(c => c.Division)))
        {
            return NeverPublished(info);
        }

        if (draft.IsEmpty)
        {
            if (pending is not null)
            {
                await db.EndAsync(pending, CandidateState.Equal, time.Stamp(), cancellationToken);
            }

            return new(
                RunMethod.Word(Outcome.Unchanged),
                whole.Columns.Count > 0 ? "The results are equal to those that are published." : outcome.Reason ?? "The results are those that were there before this release.");
        }

        var judgement = Judging.Judge(
            options.Value.For(outcome.Method), draft, await WarningsAsync(release, cancellationToken), await DecidedAgainstAsync(draft, cancellationToken), pending?.ReasonList() ?? [], time.Stamp());
        return judgement.Holds
            ? await HoldAsync(draft, judgement, pending, completes, cancellationToken)
            : await PublishAsync(draft, pending, completes, cancellationToken);
    }

    /// <summary>A rejected candidate's columns as a new candidate, or null where they do not differ from what is published. What it was of the run is told when it is decided.</summary>
    /// <param name="head">What is published.</param>
    /// <param name="complete">The last complete release: as of it the columns are read, and what comes after it waits with them.</param>
    /// <exception cref="RequestProblem">Classification computes by another version of the definition now.</exception>
    public async Task<Candidate?> ReopenAsync(
        Candidate rejected, string reason, string actor, Publication? head, long complete, CancellationToken cancellationToken)
    {
        var (method, version) = (rejected.Method, rejected.MethodVersion);
        if (await drafting.VersionAsync(method, complete, cancellationToken) is var now && now != version)
        {
            throw RequestProblem.Conflict(
                $"Results by version {version} of the definition are not computed any more{(now is null ? "" : $": they are by version {now} now")}. Sign off results of that version.",
                new Dictionary<string, object?> { ["state"] = rejected.State, ["version"] = now });
        }

        var draft = await drafting.DraftAsync(rejected.Outcome(), rejected.MethodInfo(), complete, head, cancellationToken);
        if (draft.IsEmpty)
        {
            return null;
        }

        var reopened = new ReviewReason(
            ReviewReason.Reopened, $"Candidate {rejected.Id} was rejected by {rejected.Actor} ({rejected.Reason}) and reopened by {actor}: {reason}");
        var judgement = Judging.Judge(
            options.Value.For(method), draft, [], await DecidedAgainstAsync(draft, cancellationToken), [.. rejected.ReasonList(), reopened], time.Stamp());
        var id = ContentId.Of("candidate", draft.Outcome.RunId, head?.Id, rejected.SupersededBy ?? rejected.Id);
        var candidate = await AddAsync(draft, judgement, id, complete + 1, cancellationToken);
        rejected.SupersededBy = candidate.Id;
        await db.SaveChangesAsync(cancellationToken);
        return candidate;
    }

    private static bool IsNever(MethodInfo info, IEnumerable<string> divisions) =>
        info.Status == MethodStatus.Example && divisions.Any(division => Geography.Division.Find(division)?.IsInvented != true);

    private static Reviewed NeverPublished(MethodInfo info) =>
        new(RunMethod.Word(Outcome.Refused), $"{info.Id} is an example; it is never published for areas of a real country.");

    /// <summary>Who decided last against results by this version of the definition, where what is published is by another: it does not come back by itself.</summary>
    private async Task<ReviewReason?> DecidedAgainstAsync(Draft draft, CancellationToken cancellationToken)
    {
        if (!draft.ChangesMethod)
        {
            return null;
        }

        var (method, version) = (draft.Outcome.Method, draft.Outcome.Version);
        var rejected = await db.Candidates.AsNoTracking().Where(c => c.Method == method && c.MethodVersion == version && c.State == CandidateState.Rejected)
            .OrderByDescending(c => c.Number).Select(c => new { c.Actor, c.Reason, At = c.DecidedAt ?? c.At }).FirstOrDefaultAsync(cancellationToken);
        var withdrawn = await db.Publications.AsNoTracking()
            .Where(w => w.Method == method && db.Publications.Any(p => p.Id == w.WithdrawsId && p.MethodVersion == version))
            .OrderByDescending(w => w.Sequence).Select(w => new { w.Actor, w.Reason, At = w.PublishedAt }).FirstOrDefaultAsync(cancellationToken);
        var (word, last) = rejected is null || withdrawn?.At > rejected.At ? ("withdrawn", withdrawn) : ("rejected", rejected);
        return last is null
            ? null
            : new ReviewReason(ReviewReason.Method, $"Results by version {version} of the definition were {word} by {last.Actor}: {last.Reason}");
    }

    private async Task<Reviewed> PublishAsync(Draft draft, Candidate? pending, long completes, CancellationToken cancellationToken)
    {
        var published = await writer.PublishAsync(draft, new Occasion(completes), cancellationToken);
        if (pending is not null)
        {
            pending.PublicationId = published.Publication.Id;
            await db.EndAsync(pending, CandidateState.Superseded, time.Stamp(), cancellationToken);
        }

        return new(RunMethod.Word(Outcome.Published), draft.Outcome.Reason, published);
    }

    private async Task<Reviewed> HoldAsync(
        Draft draft, Judgement judgement, Candidate? pending, long completes, CancellationToken cancellationToken)
    {
        var candidate = await AddAsync(
            draft, judgement, ContentId.Of("candidate", draft.Outcome.RunId, draft.Base?.Id), pending?.Since ?? completes, cancellationToken);
        if (pending is not null)
        {
            pending.SupersededBy = candidate.Id;
            await db.EndAsync(pending, CandidateState.Superseded, time.Stamp(), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return new(RunMethod.Review, ReasonOf(judgement), Candidate: candidate.Id);
    }

    private static string ReasonOf(Judgement judgement) => judgement.Reasons.Count > 0
        ? string.Join(' ', judgement.Reasons.Select(r => r.Message))
        : $"Embargo until {judgement.EmbargoUntil:yyyy-MM-dd HH:mm} UTC.";

    private async Task<Candidate> AddAsync(Draft draft, Judgement judgement, string id, long since, CancellationToken cancellationToken)
    {
        var candidate = new Candidate
        {
            Number = await db.TakeAsync(Counter.Candidate, 1, cancellationToken),
            Id = id,
            Method = draft.Outcome.Method,
            MethodVersion = draft.Outcome.Version,
            BaseId = draft.Base?.Id,
            RunId = draft.Outcome.RunId,
            Release = draft.Release,
            Since = since,
            At = time.Stamp(),
            Reasons = JsonSerializer.Serialize(judgement.Reasons, WireJson.Options),
            EmbargoUntil = judgement.EmbargoUntil,
            Columns = JsonSerializer.Serialize(draft.Columns.Select(c => c.Told), WireJson.Options),
            Info = JsonSerializer.Serialize(draft.Info, WireJson.Options),
            State = CandidateState.Held,
        };
        db.Candidates.Add(candidate);
        return candidate;
    }

    private async Task<IReadOnlyList<RefusalReason>> WarningsAsync(long release, CancellationToken cancellationToken) =>
        await db.Releases.FindAsync([release], cancellationToken) is { Message.Length: > 0 } known ? known.AsTold().Warnings ?? [] : [];
}
