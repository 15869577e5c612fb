using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Runs;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.Publishing.SignOff;

/// <summary>
/// Takes a publication back by publishing anew what stood before it, in the (division, period) that it touched. What was first published in it ends. Everything
/// stays readable: the one that was withdrawn as such, and the one that withdrew it.
/// </summary>
internal sealed class Withdrawals(
    PublishingDb db, Review review, PublicationWriter writer, Announcing announcing, Horizon horizon)
{
    /// <summary>Withdraws a method's newest publication; returns the publication that does so.</summary>
    public async Task<Publication> WithdrawAsync(string id, string reason, string actor, CancellationToken cancellationToken)
    {
        Publication? withdrawal = null;
        await db.InTransactionAsync(
            async token =>
            {
                await db.TakeAsync(Counter.Publication, 0, token);
                var publication = await db.Publications.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, token)
                    ?? throw RequestProblem.NotFound("id", $"There is no publication {id}.");
                var head = (await db.HeadAsync(publication.Method, token))!;
                var before = await BaseAsync(publication, head, token);
                var draft = await DraftAsync(new Withdrawal(publication, actor, reason), head, before, token);

                // As of the last complete release the publication stood, and answers as of it never change.
                var complete = await horizon.CompleteAsync(token);
                var published = new List<Published> { await writer.PublishAsync(draft, new Occasion(complete) { From = complete + 1 }, token) };
                withdrawal = published[0].Publication;
                if (await db.Candidates.Open().SingleOrDefaultAsync(c => c.Method == publication.Method, token) is { } pending)
                {
                    // It was compared with what is withdrawn now; it is judged anew against what stands.
                    var reviewed = await review.ReviewAsync(pending.Outcome(), pending.MethodInfo(), pending.Release, complete, token);
                    published.AddRange(reviewed.Published is { } also ? [also] : []);
                    await KeepAsync(pending, reviewed, token);
                }

                await announcing.TellAsync(published, token);
            },
            cancellationToken);
        return withdrawal!;
    }

    /// <summary>
    /// What stood before a publication that stands: the newest, or after a withdrawal also the one that it brought back. A withdrawal itself can be taken back as long as it is
    /// the newest.
    /// </summary>
    private async Task<Publication> BaseAsync(Publication publication, Publication head, CancellationToken cancellationToken)
    {
        var standing = await StandingAsync(head, cancellationToken);
        var named = new Dictionary<string, object?> { ["published"] = standing.Id, ["version"] = standing.Version.ToString() };
        if (publication.Id != head.Id && publication.Id != standing.Id)
        {
            throw RequestProblem.Conflict(
                await IsWithdrawnAsync(publication, cancellationToken)
                    ? $"{publication.Id} ({publication.Version}) is withdrawn already."
                    : $"Only the publication of a method that stands can be withdrawn. Withdraw {standing.Id} ({standing.Version}) first, or let a corrected release follow.",
                named);
        }

        return publication.BaseId is null
            ? throw RequestProblem.Conflict("The first publication of a method cannot be withdrawn: nothing stood before it. A corrected release takes its place.", named)
            : await StandingAsync(await ByIdAsync(publication.BaseId, cancellationToken), cancellationToken);
    }

    /// <summary>The publication whose results stand with another: itself, or where it is a withdrawal the one that it brought back.</summary>
    private async Task<Publication> StandingAsync(Publication publication, CancellationToken cancellationToken)
    {
        while (publication.WithdrawsId is { } withdrawn)
        {
            publication = await ByIdAsync((await ByIdAsync(withdrawn, cancellationToken)).BaseId!, cancellationToken);
        }

        return publication;
    }

    private Task<Publication> ByIdAsync(string id, CancellationToken cancellationToken) =>
        db.Publications.AsNoTracking().SingleAsync(p => p.Id == id, cancellationToken);

    private Task<bool> IsWithdrawnAsync(Publication publication, CancellationToken cancellationToken) =>
        db.Publications.AnyAsync(p => p.WithdrawsId == publication.Id, cancellationToken);

    /// <param name="head">The newest publication, whose state changes.</param>
    /// <param name="before">The one whose state stands again.</param>
    private async Task<Draft> DraftAsync(Withdrawal withdrawal, Publication head, Publication before, CancellationToken cancellationToken)
    {
        var publication = withdrawal.Of;
        var touched = await db.PublishedColumns.AsNoTracking().Where(c => c.Sequence == publication.Sequence)
            .OrderBy(c => c.Division).ThenBy(c => c.Period).ToListAsync(cancellationToken);
        var stood = await db.ColumnsAt(before.Sequence).Where(c => c.Method == publication.Method)
            .ToDictionaryAsync(c => (c.Division, c.Period), cancellationToken);
        var columns = new List<DraftColumn>();
        foreach (var column in touched)
        {
            columns.Add(await ColumnAsync(column, stood.GetValueOrDefault((column.Division, column.Period)), head, before, cancellationToken));
        }

        var document = await db.PublishedMethods.Where(m => m.Method == publication.Method && m.Version == before.MethodVersion)
            .Select(m => m.Document).SingleAsync(cancellationToken);
        var outcome = new MethodOutcome(publication.Method, before.MethodVersion, Outcome.Published, withdrawal.Reason, before.RunId, []);
        return new Draft(outcome, JsonSerializer.Deserialize<MethodInfo>(document, WireJson.Options)!, before.Release, head, columns)
        {
            Withdrawal = withdrawal,
        };
    }

    private async Task<DraftColumn> ColumnAsync(
        PublishedColumn column, PublishedColumn? stood, Publication head, Publication before, CancellationToken cancellationToken)
    {
        var now = await db.ColumnAsync(column.Method, column.Division, column.Period, head.Sequence, cancellationToken);
        var was = await db.ColumnAsync(column.Method, column.Division, column.Period, before.Sequence, cancellationToken);
        return new DraftColumn(
            column.Division,
            column.Period,
            ChangeKinds.Withdrawal,
            PreviousPeriod: null,
            First: column.Ended,
            was.Count,
            ColumnDiff.New(now, was),
            ColumnDiff.Gone(now, was),
            ColumnDiff.Between(now, was),
            stood is null
                ? new Lineage(before.Release, before.MethodVersion, before.RunId, before.Engine, ColumnContent.Hash(column.Division, column.Period, was, [], []))
                : new Lineage(stood.Release, stood.MethodVersion, stood.RunId, stood.Engine, stood.ContentHash))
        {
            Facts = stood is null ? ColumnFacts.None : ColumnFacts.Of(stood),
        };
    }

    private Task<int> KeepAsync(Candidate pending, Reviewed reviewed, CancellationToken cancellationToken)
    {
        var (publication, why) = (reviewed.Published?.Publication.Id, RunStage.Shortened(reviewed.Reason));
        return db.RunMethods.Where(m => m.CandidateId == pending.Id).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.Outcome, reviewed.Word).SetProperty(m => m.Reason, why)
                .SetProperty(m => m.PublicationId, publication).SetProperty(m => m.CandidateId, reviewed.Candidate ?? pending.Id),
            cancellationToken);
    }
}
