using Microsoft.EntityFrameworkCore;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Reading;

/// <summary>What an area is in one period by one method.</summary>
/// <param name="Publication">The publication since which this is known.</param>
/// <param name="PublishedAt">When that was.</param>
public sealed record HistoryItem(
    string Method, string Period, int? Class, double? Index, double? Population, string Publication, DateTimeOffset PublishedAt);

/// <summary>An entry of the change lists about one area.</summary>
public sealed record HistoryChange(
    string Method,
    string Period,
    string? PreviousPeriod,
    int? Before,
    int? After,
    double? IndexBefore,
    double? IndexAfter,
    string Kind,
    string? Cause,
    string Publication,
    DateTimeOffset PublishedAt);

/// <summary>An area through periods and methods, and how its class came to be what it is.</summary>
public sealed record AreaPage(AreaRef Area, IReadOnlyList<HistoryItem> Items, string? Next, IReadOnlyList<HistoryChange> Changes);

/// <summary><c>/areas/{division}/{code}</c>.</summary>
internal static class AreaHistory
{
    private static readonly CsvColumns<HistoryItem> Csv = new CsvColumns<HistoryItem>()
        .Add("method", i => i.Method)
        .Add("period", i => i.Period)
        .Add("class", i => i.Class)
        .Add("index", i => i.Index)
        .Add("population", i => i.Population)
        .Add("publication", i => i.Publication)
        .Add("published_at", i => i.PublishedAt);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/areas/{division}/{code}", ReadAsync)
            .WithSummary("An area through periods and methods, with every change of its class")
            .Produces<AreaPage>(200, "application/json", "text/csv");

    private static async Task<IResult> ReadAsync(
        string division,
        string code,
        string? method,
        string? asOf,
        PublishingDb db,
        AsOf when,
        HttpContext http,
        CancellationToken cancellationToken)
    {
        var place = Geography.Division.Find(division)
            ?? throw RequestProblem.NotFound("division", $"There is no division {division}.", [.. Geography.Division.All.Select(d => d.Id)]);
        if (!place.IsCode(code))
        {
            throw RequestProblem.NotFound("code", $"'{code}' is no code of {place.Id}.");
        }

        var known = await when.ResolveAsync(asOf, cancellationToken);
        if (Freshness.IsKnown(http, $"{known.Sequence}", known.Fixed))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var items = await (
            from r in db.ResultsAt(known.Sequence)
            join p in db.Publications on r.Since equals p.Sequence
            where r.Division == place.Id && r.Area == code && (method == null || r.Method == method)
            orderby r.Method, r.Period
            select new HistoryItem(r.Method, r.Period, r.Class, r.Index, r.Population, p.Id, p.PublishedAt)).ToListAsync(cancellationToken);
        if (items.Count == 0)
        {
            throw RequestProblem.NotFound("code", $"Nothing is published about {place.Id}/{code}{(method is null ? "" : $" by {method}")}.");
        }

        var changes = await (
            from c in db.AreaChanges.AsNoTracking()
            join p in db.Publications on c.Sequence equals p.Sequence
            join column in db.PublishedColumns on new { c.Sequence, c.Division, c.Period } equals new { column.Sequence, column.Division, column.Period }
            where c.Division == place.Id && c.Area == code && c.Sequence <= known.Sequence && c.ClassBefore != c.ClassAfter
                && (method == null || c.Method == method)
            orderby c.Sequence, c.Period
            select new HistoryChange(
                c.Method, c.Period, column.PreviousPeriod, c.ClassBefore, c.ClassAfter, c.IndexBefore, c.IndexAfter, c.Kind, c.Cause, p.Id, p.PublishedAt))
            .ToListAsync(cancellationToken);
        var name = await db.NamesAt(known.Sequence)
            .Where(n => n.Division == place.Id && n.Area == code).Select(n => n.Name).SingleOrDefaultAsync(cancellationToken);
        return ListAnswer.Of(new AreaPage(AreaRef.Of(place.Id, code, name), items, null, changes), items, null, Csv);
    }
}
