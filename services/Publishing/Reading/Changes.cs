using Microsoft.EntityFrameworkCore;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Reading;

/// <summary>An area whose class is another one.</summary>
/// <param name="Period">The period of <paramref name="After"/>.</param>
/// <param name="Before">Class before; null if the area had none.</param>
/// <param name="After">Class after; null if it has none.</param>
/// <param name="Kind">new-period, revision, method or boundary; null between periods that nobody published after each other.</param>
/// <param name="Cause">own, relative or both; null where it is not known.</param>
public sealed record ChangeItem(
    AreaRef Area, string Period, int? Before, int? After, double? IndexBefore, double? IndexAfter, string? Kind, string? Cause);

/// <summary>A page of changes between periods, or of a publication's change list.</summary>
public sealed record ChangePage(
    string Method, string? Division, string? From, string? To, string? Publication, IReadOnlyList<ChangeItem> Items, string? Next);

/// <summary><c>/changes</c>: between two periods, or between a publication and the one before it.</summary>
internal static class Changes
{
    private const int MostChanges = 1_000_000;

    private static readonly CsvColumns<ChangeItem> Csv = new CsvColumns<ChangeItem>()
        .Area(i => i.Area)
        .Add("period", i => i.Period)
        .Add("before", i => i.Before)
        .Add("after", i => i.After)
        .Add("index_before", i => i.IndexBefore)
        .Add("index_after", i => i.IndexAfter)
        .Add("kind", i => i.Kind)
        .Add("cause", i => i.Cause);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/changes", ListAsync)
            .WithSummary("The areas whose class differs, between two periods or between two publications")
            .WithDescription("Either method, from and to (periods of one division), or publication: what it changed against the one before it; "
                + "with include=index also areas of which only the index changed. One page unless limit is given.")
            .Produces<ChangePage>(200, "application/json", "text/csv");

    private static async Task<IResult> ListAsync(
        string? method,
        string? from,
        string? to,
        string? division,
        string? publication,
        string? include,
        string? asOf,
        string? after,
        string? limit,
        PublishingDb db,
        AsOf when,
        Periods periods,
        HttpContext http,
        CancellationToken cancellationToken)
    {
        var most = Parse.Limit(limit, byDefault: MostChanges, MostChanges);
        var skip = (int)Math.Min(Parse.Cursor(after, byDefault: 0), int.MaxValue);
        if (publication is not null)
        {
            if (method is not null || from is not null || to is not null || asOf is not null || division is not null)
            {
                throw RequestProblem.Wrong("publication", "Give either publication, or method, from and to.");
            }

            return await OfPublicationAsync(db, http, publication, include, skip, most, cancellationToken);
        }

        Parse.Required("method", method, "the changes of which method");
        Parse.Required("from", from, "the period before");
        Parse.Required("to", to, "the period after");
        if (include is not null)
        {
            throw RequestProblem.Wrong("include", "include goes with publication only.");
        }

        var known = await when.ResolveAsync(asOf, cancellationToken);
        var published = await periods.OfAsync(method!, known, cancellationToken);
        var first = Periods.Choose(published, "from", from, division);
        var second = Periods.Choose(published, "to", to, division);
        if (first.Division != second.Division)
        {
            throw RequestProblem.Wrong(
                "to", $"{from} is on {first.Division} and {to} on {second.Division}: the same code has other borders there, so areas cannot be compared.");
        }

        return Freshness.IsKnown(http, $"{known.Sequence}", known.Fixed)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : await BetweenAsync(db, method!, first, second, known.Sequence, skip, most, cancellationToken);
    }

    private static async Task<IResult> BetweenAsync(
        PublishingDb db, string method, PublishedPeriod from, PublishedPeriod to, long sequence, int skip, int most, CancellationToken cancellationToken)
    {
        var before = await db.ColumnAsync(method, from.Division, from.Period, sequence, cancellationToken);
        var after = await db.ColumnAsync(method, to.Division, to.Period, sequence, cancellationToken);
        var names = await db.NamesAsync(to.Division, sequence, cancellationToken);
        var differences = ColumnDiff.Between(before, after).Where(d => d.IsOfClass).ToList();
        var told = await db.AreaChanges.AsNoTracking()
            .Where(c => c.Method == method && c.Division == to.Division && c.Period == to.Period && c.Sequence <= sequence
                && db.PublishedColumns.Any(p => p.Sequence == c.Sequence && p.Division == c.Division && p.Period == c.Period && p.PreviousPeriod == from.Period))
            .ToDictionaryAsync(c => c.Area, StringComparer.Ordinal, cancellationToken);
        ChangeItem[] items = [.. differences.Skip(skip).Take(most).Select(d =>
        {
            // The cause as it was published holds while the classes are those that it was published for.
            var cause = told.GetValueOrDefault(d.Area) is { } t && t.ClassBefore == d.Before.Class && t.ClassAfter == d.After.Class ? t : null;
            return new ChangeItem(
                AreaRef.Of(to.Division, d.Area, names.GetValueOrDefault(d.Area)),
                to.Period,
                d.Before.Class,
                d.After.Class,
                d.Before.Index,
                d.After.Index,
                cause?.Kind,
                cause?.Cause);
        })];
        var next = differences.Count > skip + (long)most ? $"{skip + most}" : null;
        return ListAnswer.Of(new ChangePage(method, to.Division, from.Period, to.Period, null, items, next), items, next, Csv);
    }

    private static async Task<IResult> OfPublicationAsync(
        PublishingDb db, HttpContext http, string id, string? include, int skip, int most, CancellationToken cancellationToken)
    {
        if (include is not (null or "index"))
        {
            throw RequestProblem.Wrong("include", $"'{include}' cannot be included.", ["index"]);
        }

        var publication = await db.Publications.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken)
            ?? throw RequestProblem.NotFound("publication", $"There is no publication {id}.");
        if (Freshness.IsKnown(http, $"{publication.Sequence}", forEver: true))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var rows = db.AreaChanges.AsNoTracking().Where(c => c.Sequence == publication.Sequence);
        if (include is null)
        {
            rows = rows.Where(c => c.ClassBefore != c.ClassAfter);
        }

        var page = await (
            from c in rows.OrderBy(c => c.Division).ThenBy(c => c.Period).ThenBy(c => c.Area).Skip(skip).Take(most + 1)
            join n in db.NamesAt(publication.Sequence) on new { c.Division, c.Area } equals new { n.Division, n.Area } into names
            from n in names.DefaultIfEmpty()
            orderby c.Division, c.Period, c.Area
            select new { Change = c, Name = (string?)n.Name }).ToListAsync(cancellationToken);
        ChangeItem[] items = [.. page.Take(most).Select(r => new ChangeItem(
            AreaRef.Of(r.Change.Division, r.Change.Area, r.Name),
            r.Change.Period,
            r.Change.ClassBefore,
            r.Change.ClassAfter,
            r.Change.IndexBefore,
            r.Change.IndexAfter,
            r.Change.Kind,
            r.Change.Cause))];
        var next = page.Count > most ? $"{skip + most}" : null;
        return ListAnswer.Of(new ChangePage(publication.Method, null, null, null, id, items, next), items, next, Csv);
    }
}
