using Microsoft.EntityFrameworkCore;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Runs;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.Publishing.SignOff;

/// <summary>
/// What approvers decide, and what the clock does. Each act is one transaction that first locks the counter of publications, as the handling of a release does:
/// whichever of two commits first wins, and the other sees what has become of it.
/// </summary>
internal sealed class Decisions(
    PublishingDb db, Drafting drafting, Review review, PublicationWriter writer, Announcing announcing, Horizon horizon, TimeProvider time)
{
    /// <summary>Signs a candidate off against the publication that the approver has seen it compared with. Once more is the same answer.</summary>
    /// <param name="known">The base publication's id; null for a baseline.</param>
    public async Task<Candidate> ApproveAsync(string id, string? known, string actor, CancellationToken cancellationToken)
    {
        Candidate? candidate = null;
        await db.InTransactionAsync(
            async token =>
            {
                candidate = await LockedAsync(id, token);
                var head = await db.HeadAsync(candidate.Method, token);
                if (candidate.State is CandidateState.Approved or CandidateState.Published && candidate.Actor is not null && candidate.BaseId == known)
                {
                    return;
                }

                if (candidate.State != CandidateState.Held || candidate.BaseId != known || head?.Id != candidate.BaseId)
                {
                    throw await StaleAsync(candidate, head, token);
                }

                (candidate.Actor, candidate.DecidedAt) = (actor, time.Stamp());
                if (candidate.EmbargoUntil > time.GetUtcNow())
                {
                    candidate.State = CandidateState.Approved;
                    return;
                }

                await PublishAsync(candidate, head, token);
            },
            cancellationToken);
        return candidate!;
    }

    /// <summary>Rejects a candidate; what is published stays the base of what comes next. Once more is the same answer.</summary>
    public async Task<Candidate> RejectAsync(string id, string reason, string actor, CancellationToken cancellationToken)
    {
        Candidate? candidate = null;
        await db.InTransactionAsync(
            async token =>
            {
                candidate = await LockedAsync(id, token);
                if (candidate.State == CandidateState.Rejected)
                {
                    return;
                }

                if (!candidate.IsOpen)
                {
                    throw await StaleAsync(candidate, await db.HeadAsync(candidate.Method, token), token);
                }

                (candidate.Actor, candidate.Reason) = (actor, reason);
                await db.EndAsync(candidate, CandidateState.Rejected, time.Stamp(), token);
                await announcing.TellAsync([], token);
            },
            cancellationToken);
        return candidate!;
    }

    /// <summary>
    /// Has what was rejected wait for sign-off once more: its periods as they are known now, against what is published now. Who rejected by mistake would else wait for a release that
    /// touches them, and a source that delivers the same again makes none. Once more is the same answer, as long as it waits.
    /// </summary>
    public async Task<Candidate> ReopenAsync(string id, string reason, string actor, CancellationToken cancellationToken)
    {
        Candidate? candidate = null;
        await db.InTransactionAsync(
            async token =>
            {
                var rejected = await LockedAsync(id, token);
                var successor = await db.Candidates.SingleOrDefaultAsync(c => c.Id == rejected.SupersededBy, token);
                if (rejected.State == CandidateState.Rejected && successor is { IsOpen: true })
                {
                    candidate = successor;
                    return;
                }

                var head = await db.HeadAsync(rejected.Method, token);
                var open = await db.Candidates.AsNoTracking().Open().SingleOrDefaultAsync(c => c.Method == rejected.Method, token);
                candidate = WhyNotReopened(rejected, successor, open) is { } why
                    ? throw RequestProblem.Conflict(why, Current(rejected, open, head))
                    : await review.ReopenAsync(rejected, reason, actor, head, await horizon.CompleteAsync(token), token)
                        ?? throw RequestProblem.Conflict("What was rejected does not differ from what is published now. There is nothing to sign off.", Current(rejected, null, head));
            },
            cancellationToken);
        return candidate!;
    }

    /// <summary>The candidates whose embargo has ended and that nothing else holds, in their order.</summary>
    public Task<List<string>> DueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return db.Candidates.AsNoTracking().Open()
            .Where(c => c.EmbargoUntil <= now && (c.State == CandidateState.Approved || c.Reasons == "[]"))
            .OrderBy(c => c.Number).Select(c => c.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Publishes a candidate that is due, unless another instance has, or a newer release took its place.</summary>
    public Task PublishDueAsync(string id, CancellationToken cancellationToken) => db.InTransactionAsync(
        async token =>
        {
            var candidate = await LockedAsync(id, token);
            if (candidate.IsOpen)
            {
                await PublishAsync(candidate, await db.HeadAsync(candidate.Method, token), token);
            }
        },
        cancellationToken);

    /// <summary>Tells of releases that can be seen since an embargo ended, though nothing of them is published: what waited of them was decided against before.</summary>
    public async Task TellUnhiddenAsync(CancellationToken cancellationToken)
    {
        if (await horizon.PublicAsync(cancellationToken) > await db.Counters.Where(c => c.Name == Counter.Told).Select(c => c.Value).SingleOrDefaultAsync(cancellationToken))
        {
            await db.InTransactionAsync(
                async token =>
                {
                    await db.TakeAsync(Counter.Publication, 0, token);
                    await announcing.TellAsync([], token);
                },
                cancellationToken);
        }
    }

    private async Task PublishAsync(Candidate candidate, Publication? head, CancellationToken cancellationToken)
    {
        var draft = await drafting.DraftAsync(candidate.Outcome(), candidate.MethodInfo(), candidate.Release, head, cancellationToken);
        if (draft.IsEmpty)
        {
            await db.EndAsync(candidate, CandidateState.Equal, time.Stamp(), cancellationToken);
            await announcing.TellAsync([], cancellationToken);
            return;
        }

        var complete = await horizon.CompleteAsync(cancellationToken);
        var published = await writer.PublishAsync(draft, new Occasion(complete, candidate.Id) { From = Math.Max(complete, candidate.Since) }, cancellationToken);
        candidate.PublicationId = published.Publication.Id;
        await db.EndAsync(candidate, CandidateState.Published, time.Stamp(), cancellationToken);
        await announcing.TellAsync([published], cancellationToken);
    }

    private async Task<Candidate> LockedAsync(string id, CancellationToken cancellationToken)
    {
        await db.TakeAsync(Counter.Publication, 0, cancellationToken);
        return await db.Candidates.SingleOrDefaultAsync(c => c.Id == id, cancellationToken)
            ?? throw RequestProblem.NotFound("id", $"There is no candidate {id}.");
    }

    private async Task<RequestProblem> StaleAsync(Candidate candidate, Publication? head, CancellationToken cancellationToken)
    {
        var open = await db.Candidates.AsNoTracking().Open().SingleOrDefaultAsync(c => c.Method == candidate.Method, cancellationToken);
        var detail = candidate.State switch
        {
            CandidateState.Held or CandidateState.Approved => $"The candidate was compared with {candidate.BaseId ?? "nothing"}; that is not the base you named, or not published last any more.",
            CandidateState.Rejected when candidate.SupersededBy is { } reopened => $"The candidate was rejected, and reopened as {reopened}: look at that one.",
            CandidateState.Rejected => "The candidate was rejected. It can be reopened, with a written reason.",
            CandidateState.Published => "The candidate is published already.",
            CandidateState.Equal => "What it would change came to be what is published; nothing waits any more.",
            _ => "A newer candidate took its place: look at that one.",
        };
        return RequestProblem.Conflict(detail, Current(candidate, open, head));
    }

    /// <summary>Why a candidate cannot be reopened, and what to do instead; null if it can.</summary>
    /// <param name="successor">What it was reopened as before.</param>
    /// <param name="open">What waits of its method.</param>
    private static string? WhyNotReopened(Candidate candidate, Candidate? successor, Candidate? open) => candidate.State switch
    {
        CandidateState.Held => "The candidate waits: approve or reject it.",
        CandidateState.Approved => "The candidate is approved and waits for the end of its embargo; it can still be rejected.",
        CandidateState.Rejected when successor?.State == CandidateState.Rejected => $"The candidate was reopened as {successor.Id}, which was rejected too: reopen that one.",
        CandidateState.Rejected when open is not null => $"Another candidate of the method waits ({open.Id}): decide about that one first.",
        CandidateState.Rejected => null,
        _ => $"Only what was rejected can be reopened. This candidate is {candidate.State.ToString().ToLowerInvariant()}.",
    };

    private static Dictionary<string, object?> Current(Candidate candidate, Candidate? open, Publication? head) => new()
    {
        ["state"] = candidate.State,
        ["candidate"] = open?.Id,
        ["base"] = open is null ? head?.Id : open.BaseId,
        ["published"] = head?.Id,
    };
}
