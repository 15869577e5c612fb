using Microsoft.EntityFrameworkCore;
using Utanforskap.Publishing.Door;
using Utanforskap.Publishing.SignOff;

namespace Utanforskap.Publishing.Runs;

/// <summary>
/// Up to which release anything may be seen. What waits for sign-off is invisible with everything that comes from its release: for readers without the approver
/// role there are no releases after the one before the first that something waits of, for an approver or for the end of its embargo. It never goes back.
/// </summary>
internal sealed class Horizon(PublishingDb db, Viewer viewer, TimeProvider time)
{
    /// <summary>The last release that the one who asks may read as of.</summary>
    public Task<long> LastAsync(CancellationToken cancellationToken) =>
        viewer.SeesAll ? CompleteAsync(cancellationToken) : PublicAsync(cancellationToken);

    /// <summary>The last release that the one who asks may know of: approvers also of those that are on their way.</summary>
    public async Task<long> KnownAsync(CancellationToken cancellationToken) =>
        viewer.SeesAll ? long.MaxValue : await PublicAsync(cancellationToken);

    /// <summary>The last release that everybody sees.</summary>
    public async Task<long> PublicAsync(CancellationToken cancellationToken) =>
        await BeforeAsync(db.Candidates.Hidden(time.GetUtcNow()), await CompleteAsync(cancellationToken), cancellationToken);

    /// <summary>The last release that the one who asks could have read as of at an earlier time.</summary>
    public async Task<long> LastAtAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var complete = await db.RunStages.Where(s => s.Stage == Stages.Publishing && s.CompletedAt <= at).MaxAsync(s => (long?)s.Release, cancellationToken) ?? 0;
        var seen = viewer.SeesAll ? complete : await BeforeAsync(db.Candidates.HiddenAt(at), complete, cancellationToken);
        return Math.Min(seen, await LastAsync(cancellationToken));
    }

    /// <summary>The last release that is complete; releases complete in order.</summary>
    public async Task<long> CompleteAsync(CancellationToken cancellationToken) =>
        await db.RunStages.Where(s => s.Stage == Stages.Publishing).MaxAsync(s => (long?)s.Release, cancellationToken) ?? 0;

    /// <summary>The last complete release before the first that something hidden waits of.</summary>
    private static async Task<long> BeforeAsync(IQueryable<Candidate> hidden, long complete, CancellationToken cancellationToken) =>
        await hidden.MinAsync(c => (long?)c.Since, cancellationToken) is { } since ? Math.Min(complete, since - 1) : complete;
}
