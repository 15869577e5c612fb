using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Door;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Reading;
using Utanforskap.Publishing.Sentences;
using Utanforskap.ServiceDefaults.Holds;

namespace Utanforskap.Publishing.SignOff;

/// <summary>Results that waited, or wait, for sign-off.</summary>
/// <param name="Number">1, 2, 3 … over all methods.</param>
/// <param name="Base">The publication that it was compared with; to be named in the approval.</param>
/// <param name="Release">The release as of which its results are read.</param>
/// <param name="Since">The first release of which something waits with it.</param>
/// <param name="State">held, approved (it waits for the end of the embargo), published, rejected, superseded or equal.</param>
/// <param name="Reasons">Why it needs an approver; empty if only the embargo holds it.</param>
/// <param name="Columns">What it would publish, by division and period; counts as it was judged.</param>
/// <param name="Actor">Who approved or rejected it; null if nobody had to.</param>
/// <param name="Reason">Why it was rejected.</param>
/// <param name="SupersededBy">The candidate that took its place, or that it was reopened as after its rejection.</param>
/// <param name="Publication">The publication that it became, or that took its place.</param>
public sealed record CandidateItem(
    long Number,
    string Id,
    string Method,
    int MethodVersion,
    string? Base,
    string? Run,
    long Release,
    long Since,
    CandidateState State,
    IReadOnlyList<ReviewReason> Reasons,
    DateTimeOffset? EmbargoUntil,
    IReadOnlyList<PublicationColumn> Columns,
    DateTimeOffset At,
    string? Actor,
    string? Reason,
    DateTimeOffset? DecidedAt,
    string? SupersededBy,
    string? Publication)
{
    internal static CandidateItem Of(Candidate c) => new(
        c.Number, c.Id, c.Method, c.MethodVersion, c.BaseId, c.RunId, c.Release, c.Since, c.State, c.ReasonList(), c.EmbargoUntil, c.ColumnList(), c.At,
        c.Actor, c.Reason, c.DecidedAt, c.SupersededBy, c.PublicationId);
}

/// <summary>A candidate's complete change set against its base.</summary>
public sealed record CandidateChanges(string Candidate, string? Base, string Method, IReadOnlyList<ChangeItem> Items, string? Next);

/// <summary>What an approver sends: the base that the candidate was compared with when it was looked at.</summary>
/// <param name="Base">The publication's id; null for a method's baseline.</param>
public sealed record Approval([property: JsonRequired] string? Base);

/// <summary><c>/candidates</c>, and the withdrawal of publications: for approvers.</summary>
internal static class CandidateEndpoints
{
    private static readonly CsvColumns<CandidateItem> Csv = new CsvColumns<CandidateItem>()
        .Add("number", i => i.Number)
        .Add("id", i => i.Id)
        .Add("method", i => i.Method)
        .Add("method_version", i => i.MethodVersion)
        .Add("base", i => i.Base)
        .Add("release", i => i.Release)
        .Add("since", i => i.Since)
        .Add("state", i => Word(i.State))
        .Add("embargo_until", i => i.EmbargoUntil)
        .Add("reasons", i => string.Join(' ', i.Reasons.Select(r => r.Message)))
        .Add("classes", i => i.Columns.Sum(c => c.Classes))
        .Add("actor", i => i.Actor)
        .Add("decided_at", i => i.DecidedAt)
        .Add("publication", i => i.Publication);

    public static void Map(IEndpointRouteBuilder api)
    {
        var approvers = api.MapGroup("").For(Role.Approver);
        approvers.MapGet("/candidates", ListAsync)
            .WithSummary("Results that wait, or waited, for sign-off, newest first")
            .WithDescription("state: held, approved, published, rejected, superseded or equal; several with commas between.")
            .Produces<Page<CandidateItem>>(200, "application/json", "text/csv");
        approvers.MapGet("/candidates/{id}", async (string id, PublishingDb db, CancellationToken cancellationToken) =>
                CandidateItem.Of(await FindAsync(db, id, cancellationToken)))
            .WithSummary("A candidate: why it waits, and who decided what");
        approvers.MapGet("/candidates/{id}/changes", ChangesAsync)
            .WithSummary("What a candidate would change against what was published when it was judged")
            .WithDescription("The areas whose class differs; with include=index also areas of which only the index does. One page unless limit is given.")
            .Produces<CandidateChanges>(200, "application/json", "text/csv");
        approvers.MapPost("/candidates/{id}/approve", async (string id, Approval approval, Decisions decisions, HttpContext http) =>
                CandidateItem.Of(await ReadableAsync(() => decisions.ApproveAsync(id, approval.Base, http.Actor()!.Name, http.RequestAborted))))
            .WithSummary("Sign a candidate off: {\"base\": \"…\"}, the publication that it was compared with")
            .WithDescription("It is published at once, or at the end of its embargo. 409 if a newer one took its place or its base is not published last any more.")
            .WithMetadata(ProblemFilter.Problem(StatusCodes.Status409Conflict));
        approvers.MapPost("/candidates/{id}/reject", async (string id, Written reason, Decisions decisions, HttpContext http) =>
                CandidateItem.Of(await decisions.RejectAsync(id, reason.Text("it is rejected"), http.Actor()!.Name, http.RequestAborted)))
            .WithSummary("Reject a candidate, with a written reason: {\"reason\": \"…\"}; what is published stays")
            .WithMetadata(ProblemFilter.Problem(StatusCodes.Status409Conflict));
        approvers.MapPost("/candidates/{id}/reopen", async (string id, Written reason, Decisions decisions, HttpContext http) =>
                CandidateItem.Of(await ReadableAsync(() =>
                    decisions.ReopenAsync(id, reason.Text("it is reopened"), http.Actor()!.Name, http.RequestAborted))))
            .WithSummary("Have what was rejected wait for sign-off once more, with a written reason: {\"reason\": \"…\"}")
            .WithDescription("The answer is the new candidate: the same periods as they are known now, compared with what is published now. 409 if another candidate of the method waits, or nothing differs any more.")
            .WithMetadata(ProblemFilter.Problem(StatusCodes.Status409Conflict));
        approvers.MapPost("/publications/{id}/withdraw", async (string id, Written reason, Withdrawals withdrawals, PublishingDb db, HttpContext http) =>
        {
            var withdrawal = await ReadableAsync(() =>
                withdrawals.WithdrawAsync(id, reason.Text("it is withdrawn"), http.Actor()!.Name, http.RequestAborted));
            return await PublicationList.FindAsync(db, withdrawal.Id, http.RequestAborted);
        })
            .WithSummary("Withdraw a method's newest publication, with a written reason: {\"reason\": \"…\"}")
            .WithDescription("What stood before it is published anew, with a correction that lists every area. The answer is the publication that does so.")
            .WithMetadata(ProblemFilter.Problem(StatusCodes.Status409Conflict));
    }

    private static async Task<IResult> ListAsync(
        string? state, string? method, string? after, string? limit, PublishingDb db, CancellationToken cancellationToken)
    {
        var most = Parse.Limit(limit, byDefault: 100, most: 1_000);
        var before = Parse.Cursor(after, byDefault: long.MaxValue);
        var states = States(state);
        var rows = await db.Candidates.AsNoTracking()
            .Where(c => c.Number < before && states.Contains(c.State) && (method == null || c.Method == method))
            .OrderByDescending(c => c.Number).Take(most + 1).ToListAsync(cancellationToken);
        var next = rows.Count > most ? $"{rows[most - 1].Number}" : null;
        CandidateItem[] items = [.. rows.Take(most).Select(CandidateItem.Of)];
        return ListAnswer.Of(new Page<CandidateItem>(items, next), items, next, Csv);
    }

    private static async Task<IResult> ChangesAsync(
        string id,
        string? include,
        string? after,
        string? limit,
        PublishingDb db,
        Drafting drafting,
        MethodTexts texts,
        CancellationToken cancellationToken)
    {
        var most = Parse.Limit(limit, byDefault: Changes.MostChanges, Changes.MostChanges);
        var skip = (int)Math.Min(Parse.Cursor(after, byDefault: 0), int.MaxValue);
        var index = Changes.WithIndex(include);
        var candidate = await FindAsync(db, id, cancellationToken);
        var published = await db.Publications.AsNoTracking().SingleOrDefaultAsync(p => p.Id == candidate.BaseId, cancellationToken);
        var draft = await ReadableAsync(() =>
            drafting.DraftAsync(candidate.Outcome(), candidate.MethodInfo(), candidate.Release, published, cancellationToken));
        var names = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var division in draft.Columns.Select(c => c.Division).Distinct())
        {
            names[division] = await db.NamesAsync(division, long.MaxValue - 1, cancellationToken);
        }

        List<AreaChange> changes = [.. draft.Changes(sequence: 0).Where(c => index || c.ClassBefore != c.ClassAfter || c.NeedsBefore != c.NeedsAfter)];
        var sentences = await texts.SentencesAsync(candidate.MethodInfo(), cancellationToken);
        ChangeItem[] items = [.. changes.Skip(skip).Take(most).Select(c => ChangeItem.Of(c, names[c.Division].GetValueOrDefault(c.Area), sentences))];
        var next = changes.Count > skip + (long)most ? $"{skip + most}" : null;
        return ListAnswer.Of(new CandidateChanges(id, candidate.BaseId, candidate.Method, items, next), items, next, Changes.Csv);
    }

    private static async Task<Candidate> FindAsync(PublishingDb db, string id, CancellationToken cancellationToken) =>
        await db.Candidates.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken)
        ?? throw RequestProblem.NotFound("id", $"There is no candidate {id}.");

    private static List<CandidateState> States(string? names) => string.IsNullOrEmpty(names)
        ? [.. Enum.GetValues<CandidateState>()]
        : [.. names.Split(',', StringSplitOptions.TrimEntries).Select(name => Enum.GetValues<CandidateState>().Cast<CandidateState?>().FirstOrDefault(s => Word(s!.Value) == name)
            ?? throw RequestProblem.Wrong("state", $"There is no state {name}.", [.. Enum.GetValues<CandidateState>().Select(Word)]))];

    private static string Word(CandidateState state) => state.ToString().ToLowerInvariant();

    /// <summary>What Classification answers and cannot be read is no fault of who asks.</summary>
    private static async Task<T> ReadableAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception error) when (Hold.IsFor(error))
        {
            throw RequestProblem.Of(StatusCodes.Status502BadGateway, "The results cannot be read.", error.Message);
        }
    }
}
