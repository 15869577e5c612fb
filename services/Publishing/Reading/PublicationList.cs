using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Verifying;

namespace Utanforskap.Publishing.Reading;

/// <summary>A publication.</summary>
/// <param name="Id">H(run, base publication).</param>
/// <param name="Sequence">1, 2, 3 … over all methods, in the order of publishing.</param>
/// <param name="Version">MAJOR.MINOR.PATCH.</param>
/// <param name="Edition">1, 2, 3 … within the method.</param>
/// <param name="Status">in-use; example: the results only show how the method works.</param>
/// <param name="Base">The method's publication before; null for its baseline.</param>
/// <param name="Release">The release as of which its results were computed.</param>
/// <param name="FeedPosition">The feed's position after its events.</param>
/// <param name="Candidate">The candidate that was signed off; null if no rule held it.</param>
/// <param name="Withdraws">The publication that this one takes back, and why; null in any other.</param>
/// <param name="WithdrawnBy">The publication that takes this one back; null while it stands.</param>
/// <param name="Columns">What it changed, by division and period.</param>
public sealed record PublicationItem(
    string Id,
    long Sequence,
    string Method,
    int MethodVersion,
    string Version,
    int Edition,
    MethodStatus Status,
    string? Base,
    string? Run,
    long Release,
    DateTimeOffset PublishedAt,
    bool Baseline,
    long FeedPosition,
    string? Candidate,
    WithdrawalItem? Withdraws,
    WithdrawalItem? WithdrawnBy,
    IReadOnlyList<PublicationColumn> Columns)
{
    /// <summary>Where its whole state comes from; only when one publication is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LineageItem? Lineage { get; init; }

    /// <summary>When it was last computed again, and what came of it; left out if it never was. Only when one publication is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VerificationItem? Verification { get; init; }
}

/// <summary>The other side of a withdrawal: from the one that withdraws the one that is withdrawn, and back.</summary>
public sealed record WithdrawalItem(string Publication, string Actor, string Reason, DateTimeOffset At);

/// <summary>Where a publication's state comes from, so that it can be computed again.</summary>
/// <param name="Engine">The version of what computes, of the build that published.</param>
/// <param name="Hash">SHA-256 over the columns' hashes: lines "division/period hash", in ordinal order.</param>
/// <param name="Columns">Every column of the method as it stands with the publication, by division and period.</param>
public sealed record LineageItem(string Engine, string Hash, IReadOnlyList<LineageColumn> Columns);

/// <summary>Where a column comes from.</summary>
/// <param name="Publication">The publication since which it stands.</param>
/// <param name="Release">The release as of which it was computed.</param>
/// <param name="MethodVersion">The version of the method's definition that computed it.</param>
/// <param name="Inputs">The indicators that it was computed from: the version of each one's definition, and the period of its figures.</param>
/// <param name="Hash">SHA-256 of the column's bytes; empty if it was published before hashes were kept.</param>
public sealed record LineageColumn(
    string Division, string Period, string Publication, long Release, int MethodVersion, string? Run, string Engine, IReadOnlyList<UsedInput> Inputs, string Hash);

/// <summary><c>/publications</c>.</summary>
internal static class PublicationList
{
    private static readonly CsvColumns<PublicationItem> Csv = new CsvColumns<PublicationItem>()
        .Add("id", i => i.Id)
        .Add("sequence", i => i.Sequence)
        .Add("method", i => i.Method)
        .Add("method_version", i => i.MethodVersion)
        .Add("version", i => i.Version)
        .Add("edition", i => i.Edition)
        .Add("base", i => i.Base)
        .Add("release", i => i.Release)
        .Add("published_at", i => i.PublishedAt)
        .Add("withdrawn_by", i => i.WithdrawnBy?.Publication)
        .Add("periods", i => string.Join(' ', i.Columns.Select(c => $"{c.Division}/{c.Period}")))
        .Add("areas", i => i.Columns.Sum(c => c.Areas))
        .Add("classes", i => i.Columns.Sum(c => c.Classes));

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/publications", ListAsync)
            .WithSummary("The publications, newest first")
            .Produces<Page<PublicationItem>>(200, "application/json", "text/csv");
        api.MapGet("/publications/{id}", ReadAsync)
            .WithSummary("A publication, what it changed, and where its whole state comes from")
            .Produces<PublicationItem>();
    }

    private static async Task<IResult> ListAsync(
        string? method, string? after, string? limit, PublishingDb db, CancellationToken cancellationToken)
    {
        var most = Parse.Limit(limit, byDefault: 100, most: 1_000);
        var before = Parse.Cursor(after, byDefault: long.MaxValue);
        if (method is not null)
        {
            await Periods.RequirePublishedAsync(db, method, cancellationToken);
        }

        var items = await LatestAsync(db, method, before, most + 1, cancellationToken);
        var next = items.Count > most ? $"{items[most - 1].Sequence}" : null;
        PublicationItem[] page = [.. items.Take(most)];
        return ListAnswer.Of(new Page<PublicationItem>(page, next), page, next, Csv);
    }

    private static async Task<IResult> ReadAsync(string id, PublishingDb db, HttpContext http, CancellationToken cancellationToken)
    {
        var publication = await FindAsync(db, id, cancellationToken);

        // All but whether it is withdrawn and when it was verified stays as it is.
        return Freshness.IsKnown(http, $"{id}-{publication.WithdrawnBy?.Publication}-{publication.Verification?.At.UtcTicks}", forEver: false)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(publication);
    }

    /// <summary>A publication with its lineage.</summary>
    public static async Task<PublicationItem> FindAsync(PublishingDb db, string id, CancellationToken cancellationToken)
    {
        var publications = await WithColumnsAsync(db, db.Publications.Where(p => p.Id == id), cancellationToken);
        return publications.Count == 0
            ? throw RequestProblem.NotFound("id", $"There is no publication {id}.")
            : publications[0] with
            {
                Lineage = await LineageAsync(db, publications[0], cancellationToken),
                Verification = await db.LastVerificationAsync(id, cancellationToken),
            };
    }

    /// <summary>The newest publications before a sequence, of one method or all.</summary>
    public static Task<IReadOnlyList<PublicationItem>> LatestAsync(
        PublishingDb db, string? method, long before, int most, CancellationToken cancellationToken) =>
        WithColumnsAsync(
            db,
            db.Publications.Where(p => p.Sequence < before && (method == null || p.Method == method)).OrderByDescending(p => p.Sequence).Take(most),
            cancellationToken);

    private static async Task<IReadOnlyList<PublicationItem>> WithColumnsAsync(
        PublishingDb db, IQueryable<Publication> some, CancellationToken cancellationToken)
    {
        var publications = await some.AsNoTracking().ToListAsync(cancellationToken);
        var sequences = publications.Select(p => p.Sequence).ToList();
        var ids = publications.Select(p => p.Id).ToList();
        var columns = (await db.PublishedColumns.AsNoTracking().Where(c => sequences.Contains(c.Sequence))
            .OrderBy(c => c.Division).ThenBy(c => c.Period).ToListAsync(cancellationToken)).ToLookup(c => c.Sequence);
        var withdrawals = (await db.Publications.AsNoTracking().Where(p => p.WithdrawsId != null && ids.Contains(p.WithdrawsId)).OrderBy(p => p.Sequence).ToListAsync(cancellationToken))
            .GroupBy(p => p.WithdrawsId!, p => new WithdrawalItem(p.Id, p.Actor!, p.Reason!, p.PublishedAt), StringComparer.Ordinal)
            .ToDictionary(w => w.Key, w => w.Last(), StringComparer.Ordinal);
        return [.. publications.OrderByDescending(p => p.Sequence).Select(p => new PublicationItem(
            p.Id,
            p.Sequence,
            p.Method,
            p.MethodVersion,
            p.Version.ToString(),
            p.Edition,
            p.Status,
            p.BaseId,
            p.RunId,
            p.Release,
            p.PublishedAt,
            p.BaseId is null,
            p.FeedPosition,
            p.CandidateId,
            p.WithdrawsId is null ? null : new WithdrawalItem(p.WithdrawsId, p.Actor!, p.Reason!, p.PublishedAt),
            withdrawals.GetValueOrDefault(p.Id),
            [.. columns[p.Sequence].Select(c => new PublicationColumn(c.Division, c.Period, c.PreviousPeriod, c.Kind, c.First, c.Areas, c.Classes))]))];
    }

    private static async Task<LineageItem> LineageAsync(PublishingDb db, PublicationItem publication, CancellationToken cancellationToken)
    {
        var (engine, hash) = await db.Publications.Where(p => p.Id == publication.Id)
            .Select(p => new ValueTuple<string, string>(p.Engine, p.ContentHash)).SingleAsync(cancellationToken);
        var columns = await (
            from c in db.ColumnsAt(publication.Sequence)
            join p in db.Publications on c.Sequence equals p.Sequence
            where c.Method == publication.Method
            orderby c.Division, c.Period
            select new { Column = c, Publication = p.Id }).ToListAsync(cancellationToken);
        return new LineageItem(engine, hash, [.. columns.Select(c => Of(c.Column, c.Publication))]);
    }

    private static LineageColumn Of(PublishedColumn column, string publication) => new(
        column.Division,
        column.Period,
        publication,
        column.Release,
        column.MethodVersion,
        column.RunId,
        column.Engine,
        ColumnFacts.Of(column).Inputs,
        column.ContentHash);
}
