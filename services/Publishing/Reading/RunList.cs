using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Runs;

namespace Utanforskap.Publishing.Reading;

/// <summary>How far a release has come.</summary>
/// <param name="State"><c>complete</c> once every stage has told its end; until then <c>running</c>.</param>
/// <param name="Seconds">From its acceptance to the last completion; null while it runs.</param>
/// <param name="TraceId">W3C trace id of the release's way.</param>
public sealed record RunItem(
    long Release,
    string? ReleaseId,
    string? Register,
    string? Table,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? SourceUpdated,
    string State,
    DateTimeOffset? CompletedAt,
    double? Seconds,
    string? TraceId,
    IReadOnlyList<RunStageItem> Stages,
    IReadOnlyList<RunMethodItem> Methods);

/// <summary>A stage of a release.</summary>
/// <param name="Stage">ingestion, indicators, classification or publishing.</param>
/// <param name="State"><c>complete</c>, <c>unchanged</c> (complete, with nothing new) or <c>waiting</c>.</param>
/// <param name="Reason">Why nothing was new.</param>
public sealed record RunStageItem(string Stage, string State, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, string? Reason);

/// <summary>What a release meant to a method.</summary>
/// <param name="Outcome">
/// published, unchanged, refused, held (it failed and waits for an operator) or failed; review (a rule holds it until it is signed off), rejected, or superseded (a
/// newer release took its place before that).
/// </param>
/// <param name="Candidate">The candidate that waits, or waited, for sign-off.</param>
public sealed record RunMethodItem(
    string Method, int Version, string Outcome, string? Reason, string? Run, string? Publication, string? Candidate);

/// <summary><c>/runs</c>.</summary>
internal static class RunList
{
    private static readonly CsvColumns<RunItem> Csv = new CsvColumns<RunItem>()
        .Add("release", i => i.Release)
        .Add("register", i => i.Register)
        .Add("table", i => i.Table)
        .Add("accepted_at", i => i.AcceptedAt)
        .Add("state", i => i.State)
        .Add("completed_at", i => i.CompletedAt)
        .Add("seconds", i => i.Seconds)
        .Add("outcomes", i => string.Join(' ', i.Methods.Select(m => $"{m.Method}:{m.Outcome}")))
        .Add("trace_id", i => i.TraceId);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/runs", ListAsync)
            .WithSummary("How far each release has come, newest first")
            .Produces<Page<RunItem>>(200, "application/json", "text/csv");
        api.MapGet("/runs/{release}", ReadAsync).WithSummary("How far a release has come, stage by stage").Produces<RunItem>();
    }

    private static async Task<IResult> ListAsync(
        string? after, string? limit, PublishingDb db, Horizon horizon, CancellationToken cancellationToken)
    {
        var most = Parse.Limit(limit, byDefault: 100, most: 1_000);
        var runs = await LatestAsync(db, horizon, Parse.Cursor(after, byDefault: long.MaxValue), most + 1, cancellationToken);
        var next = runs.Count > most ? $"{runs[most - 1].Release}" : null;
        RunItem[] page = [.. runs.Take(most)];
        return ListAnswer.Of(new Page<RunItem>(page, next), page, next, Csv);
    }

    private static async Task<IResult> ReadAsync(string release, PublishingDb db, Horizon horizon, CancellationToken cancellationToken)
    {
        var number = long.TryParse(release, out var n)
            ? n
            : throw RequestProblem.Wrong("release", $"'{release}' is no release's number.");
        var runs = number > await horizon.KnownAsync(cancellationToken) ? [] : await OfAsync(db, [number], cancellationToken);
        return runs.Count == 1 ? TypedResults.Ok(runs[0]) : throw RequestProblem.NotFound("release", $"Nothing is known of release {number} yet.");
    }

    /// <summary>The newest runs before a release's number that the one who asks may know of.</summary>
    public static async Task<IReadOnlyList<RunItem>> LatestAsync(
        PublishingDb db, Horizon horizon, long before, int most, CancellationToken cancellationToken)
    {
        var last = await horizon.KnownAsync(cancellationToken);
        var releases = await db.RunStages.Where(s => s.Release < before && s.Release <= last).Select(s => s.Release).Distinct()
            .OrderByDescending(r => r).Take(most).ToListAsync(cancellationToken);
        return await OfAsync(db, releases, cancellationToken);
    }

    private static async Task<IReadOnlyList<RunItem>> OfAsync(PublishingDb db, List<long> releases, CancellationToken cancellationToken)
    {
        var stages = (await db.RunStages.AsNoTracking().Where(s => releases.Contains(s.Release)).ToListAsync(cancellationToken)).ToLookup(s => s.Release);
        var methods = (await db.RunMethods.AsNoTracking().Where(m => releases.Contains(m.Release)).OrderBy(m => m.Method)
            .ToListAsync(cancellationToken)).ToLookup(m => m.Release);
        var known = await db.Releases.AsNoTracking().Where(r => releases.Contains(r.Release)).ToDictionaryAsync(r => r.Release, cancellationToken);
        return [.. releases.Where(stages.Contains).Select(r => Item(r, known.GetValueOrDefault(r), [.. stages[r]], methods[r]))];
    }

    private static RunItem Item(long release, KnownRelease? known, IReadOnlyList<RunStage> ended, IEnumerable<RunMethod> methods)
    {
        var complete = Stages.All.All(s => ended.Any(e => e.Stage == s));
        DateTimeOffset? completedAt = complete ? ended.Max(e => e.CompletedAt) : null;
        return new RunItem(
            release,
            known?.ReleaseId,
            known?.Register,
            known?.Table,
            known?.AcceptedAt,
            known?.SourceUpdated,
            complete ? "complete" : "running",
            completedAt,
            (completedAt - known?.AcceptedAt)?.TotalSeconds,
            Stages.All.Select(s => ended.FirstOrDefault(e => e.Stage == s)?.TraceId).FirstOrDefault(t => t is not null),
            [.. Stages.All.Select(s => ended.FirstOrDefault(e => e.Stage == s) is { } e
                ? new RunStageItem(s, e.Unchanged ? "unchanged" : "complete", e.StartedAt, e.CompletedAt, e.Reason)
                : new RunStageItem(s, "waiting", null, null, null))],
            [.. methods.Select(m => new RunMethodItem(m.Method, m.Version, m.Outcome, m.Reason, m.RunId, m.PublicationId, m.CandidateId))]);
    }
}
