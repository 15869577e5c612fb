using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Reading;

/// <summary>A publication.</summary>
/// <param name="Id">H(run, base publication).</param>
/// <param name="Sequence">1, 2, 3 … over all methods, in the order of publishing.</param>
/// <param name="Version">1, 2, 3 … within the method.</param>
/// <param name="Base">The method's publication before; null for its baseline.</param>
/// <param name="Release">The release that led to it.</param>
/// <param name="FeedPosition">The feed's position after its events.</param>
/// <param name="Columns">What it changed, by division and period.</param>
public sealed record PublicationItem(
    string Id,
    long Sequence,
    string Method,
    int MethodVersion,
    int Version,
    string? Base,
    string? Run,
    long Release,
    DateTimeOffset PublishedAt,
    bool Baseline,
    long FeedPosition,
    IReadOnlyList<PublicationColumn> Columns);

/// <summary><c>/publications</c>.</summary>
internal static class PublicationList
{
    private static readonly CsvColumns<PublicationItem> Csv = new CsvColumns<PublicationItem>()
        .Add("id", i => i.Id)
        .Add("sequence", i => i.Sequence)
        .Add("method", i => i.Method)
        .Add("method_version", i => i.MethodVersion)
        .Add("version", i => i.Version)
        .Add("base", i => i.Base)
        .Add("release", i => i.Release)
        .Add("published_at", i => i.PublishedAt)
        .Add("periods", i => string.Join(' ', i.Columns.Select(c => $"{c.Division}/{c.Period}")))
        .Add("areas", i => i.Columns.Sum(c => c.Areas))
        .Add("classes", i => i.Columns.Sum(c => c.Classes));

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/publications", ListAsync)
            .WithSummary("The publications, newest first")
            .Produces<Page<PublicationItem>>(200, "application/json", "text/csv");
        api.MapGet("/publications/{id}", ReadAsync).WithSummary("A publication and what it changed").Produces<PublicationItem>();
    }

    private static async Task<IResult> ListAsync(
        string? method, string? after, string? limit, PublishingDb db, CancellationToken cancellationToken)
    {
        var most = Parse.Limit(limit, byDefault: 100, most: 1_000);
        var before = Parse.Cursor(after, byDefault: long.MaxValue);
        var items = await LatestAsync(db, method, before, most + 1, cancellationToken);
        var next = items.Count > most ? $"{items[most - 1].Sequence}" : null;
        PublicationItem[] page = [.. items.Take(most)];
        return ListAnswer.Of(new Page<PublicationItem>(page, next), page, next, Csv);
    }

    private static async Task<IResult> ReadAsync(string id, PublishingDb db, HttpContext http, CancellationToken cancellationToken)
    {
        var publications = await WithColumnsAsync(db, db.Publications.Where(p => p.Id == id), cancellationToken);
        if (publications.Count == 0)
        {
            throw RequestProblem.NotFound("id", $"There is no publication {id}.");
        }

        return Freshness.IsKnown(http, id, forEver: true)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(publications[0]);
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
        var columns = (await db.PublishedColumns.AsNoTracking().Where(c => sequences.Contains(c.Sequence))
            .OrderBy(c => c.Division).ThenBy(c => c.Period).ToListAsync(cancellationToken)).ToLookup(c => c.Sequence);
        return [.. publications.OrderByDescending(p => p.Sequence).Select(p => new PublicationItem(
            p.Id,
            p.Sequence,
            p.Method,
            p.MethodVersion,
            p.Version,
            p.BaseId,
            p.RunId,
            p.Release,
            p.PublishedAt,
            p.BaseId is null,
            p.FeedPosition,
            [.. columns[p.Sequence].Select(c => new PublicationColumn(c.Division, c.Period, c.PreviousPeriod, c.Kind, c.First, c.Areas, c.Classes))]))];
    }
}
