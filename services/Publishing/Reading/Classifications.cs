using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Sentences;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Publishing.Reading;

/// <summary>An area's result.</summary>
/// <param name="Class">Class number; null where the area could not be classified.</param>
/// <param name="Index">Unrounded index; null where the method has none.</param>
/// <param name="Needs">Its specific needs; null where the method tells none.</param>
/// <param name="Parts">What else the method tells of it (certainty, distance to a limit …), by the part's id; left out unless <c>include=parts</c>.</param>
public sealed record ClassificationItem(
    AreaRef Area,
    string Period,
    int? Class,
    double? Index,
    double? Population,
    NeedList? Needs = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, double?>? Parts = null);

/// <summary>A page of a method's results for one period.</summary>
/// <param name="Invented">True if the division is of a made-up country: the figures are made up too.</param>
/// <param name="Status">in-use; example: the results only show how the method works.</param>
/// <param name="Publication">The publication that last changed this period.</param>
/// <param name="Inputs">What it was computed from, each with the period of its figures.</param>
/// <param name="Limits">The limits that cut the index into classes, from the highest; empty where there are none.</param>
public sealed record ClassificationPage(
    string Method,
    string Division,
    bool Invented,
    MethodStatus Status,
    string Period,
    string Publication,
    IReadOnlyList<UsedInput> Inputs,
    IReadOnlyList<double> Limits,
    IReadOnlyList<ClassificationItem> Items,
    string? Next);

/// <summary>A class's part of the whole.</summary>
/// <param name="Areas">Areas in the class.</param>
/// <param name="Population">People in those areas; null where no population is known.</param>
/// <param name="Share">Their part of the population of all areas, 0–1, unrounded.</param>
/// <param name="AreasShare">The class's part of all areas, 0–1, unrounded.</param>
public sealed record SummaryItem(int Class, int Areas, double? Population, double? Share, double AreasShare);

/// <summary>What a summary sums up to, areas without a class included.</summary>
public sealed record SummaryTotals(int Areas, double? Population, int Unclassified);

/// <summary>A method's classes for one period.</summary>
/// <param name="Invented">True if the division is of a made-up country: the figures are made up too.</param>
/// <param name="Status">in-use; example: the results only show how the method works.</param>
public sealed record SummaryPage(
    string Method, string Division, bool Invented, MethodStatus Status, string Period, string Publication, IReadOnlyList<SummaryItem> Items, string? Next, SummaryTotals Totals);

/// <summary><c>/classifications/{method}</c> and its summary.</summary>
internal static class Classifications
{
    private const int MostAreas = 100_000;

    public static readonly CsvColumns<ClassificationItem> Csv = new CsvColumns<ClassificationItem>()
        .Area(i => i.Area)
        .Add("period", i => i.Period)
        .Add("class", i => i.Class)
        .Add("index", i => i.Index)
        .Add("population", i => i.Population)
        .Add("needs", i => i.Needs is null ? null : string.Join(' ', i.Needs.Yes))
        .Add("needs_open", i => i.Needs is null ? null : string.Join(' ', i.Needs.Open));

    private static CsvColumns<SummaryItem> SummaryCsv(bool invented) => new CsvColumns<SummaryItem>()
        .Add("class", i => i.Class)
        .Add("areas", i => i.Areas)
        .Add("population", i => i.Population)
        .Add("share", i => i.Share)
        .Add("areas_share", i => i.AreasShare)
        .Add("invented", _ => invented);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/classifications/{method}", ListAsync)
            .WithSummary("A method's result for each area of a period")
            .WithDescription("Without period: the latest. area: codes with commas between, or one municipality or county. include=parts: with all that the method tells of an area.")
            .Produces<ClassificationPage>(200, "application/json", "text/csv");
        api.MapGet("/classifications/{method}/summary", SummaryAsync)
            .WithSummary("Areas, population and share per class, in class order")
            .WithDescription("share is the class's part of the population, areasShare its part of the areas; both 0–1, unrounded.")
            .Produces<SummaryPage>(200, "application/json", "text/csv");
    }

    private static async Task<IResult> ListAsync(
        string method,
        string? period,
        string? division,
        string? area,
        string? include,
        string? asOf,
        string? after,
        string? limit,
        PublishingDb db,
        AsOf when,
        Periods periods,
        MethodTexts texts,
        PublishedParts told,
        HttpContext http,
        CancellationToken cancellationToken)
    {
        if (include is not (null or "parts"))
        {
            throw RequestProblem.Wrong("include", $"'{include}' cannot be included.", ["parts"]);
        }

        var most = Parse.Limit(limit, byDefault: 10_000, MostAreas);
        var known = await when.ResolveAsync(asOf, cancellationToken);
        var chosen = await periods.ChooseAsync(method, period, division, known, cancellationToken);
        if (Freshness.IsKnown(http, $"{known.Sequence}", known.Fixed))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var rows = db.ResultsAt(known.Sequence)
            .Where(r => r.Method == method && r.Division == chosen.Division && r.Period == chosen.Period)
            .InAreas(chosen.Division, area);
        if (after is not null)
        {
            rows = rows.Where(r => string.Compare(r.Area, after) > 0);
        }

        var page = await (
            from r in rows.OrderBy(r => r.Area).Take(most + 1)
            join n in db.NamesAt(known.Sequence) on new { r.Division, r.Area } equals new { n.Division, n.Area } into names
            from n in names.DefaultIfEmpty()
            orderby r.Area
            select new { r.Area, Name = (string?)n.Name, r.Class, r.Index, r.Population, r.Needs }).ToListAsync(cancellationToken);
        var parts = include is null ? null : await PartsAsync(texts, told, method, chosen, known.Sequence, cancellationToken);
        List<ClassificationItem> items = [.. page.Take(most).Select(r => new ClassificationItem(
            AreaRef.Of(chosen.Division, r.Area, r.Name), chosen.Period, r.Class, r.Index, r.Population, NeedList.Read(r.Needs), parts?.ToDictionary(p => p.Key, p => p.Value.ValueOf(r.Area))))];
        var next = page.Count > most ? items[^1].Area.Code : null;
        var column = await db.PublishedColumns.AsNoTracking()
            .SingleAsync(c => c.Sequence == chosen.Sequence && c.Division == chosen.Division && c.Period == chosen.Period, cancellationToken);
        var publication = await db.PublicationAsync(chosen.Sequence, cancellationToken);
        var answer = new ClassificationPage(
            method, chosen.Division, AreaQueries.IsInvented(chosen.Division), publication.Status, chosen.Period, publication.Id,
            JsonSerializer.Deserialize<List<UsedInput>>(column.Inputs, WireJson.Options) ?? [], JsonSerializer.Deserialize<List<double>>(column.Limits, WireJson.Options) ?? [],
            items, next);
        return ListAnswer.Of(answer, items, next, Csv);
    }

    private static async Task<IReadOnlyDictionary<string, Column>> PartsAsync(
        MethodTexts texts, PublishedParts told, string method, PublishedPeriod at, long sequence, CancellationToken cancellationToken)
    {
        var info = await texts.InfoAsync(method, sequence, cancellationToken);
        return await told.ReadAsync(method, at.Division, at.Period, [.. info?.Parts.Select(p => p.Id) ?? []], sequence, cancellationToken);
    }

    private static async Task<IResult> SummaryAsync(
        string method,
        string? period,
        string? division,
        string? asOf,
        PublishingDb db,
        AsOf when,
        Periods periods,
        HttpContext http,
        CancellationToken cancellationToken)
    {
        var known = await when.ResolveAsync(asOf, cancellationToken);
        var chosen = await periods.ChooseAsync(method, period, division, known, cancellationToken);
        if (Freshness.IsKnown(http, $"{known.Sequence}", known.Fixed))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var (items, totals) = await SumUpAsync(db, method, chosen, known.Sequence, cancellationToken);
        var publication = await db.PublicationAsync(chosen.Sequence, cancellationToken);
        var answer = new SummaryPage(
            method, chosen.Division, AreaQueries.IsInvented(chosen.Division), publication.Status, chosen.Period, publication.Id, items, null, totals);
        return ListAnswer.Of(answer, items, null, SummaryCsv(answer.Invented));
    }

    /// <summary>Counts a period's classes in the database.</summary>
    public static async Task<(IReadOnlyList<SummaryItem> Items, SummaryTotals Totals)> SumUpAsync(
        PublishingDb db, string method, PublishedPeriod period, long sequence, CancellationToken cancellationToken)
    {
        var classes = await db.ResultsAt(sequence)
            .Where(r => r.Method == method && r.Division == period.Division && r.Period == period.Period)
            .GroupBy(r => r.Class)
            .Select(g => new { Class = g.Key, Areas = g.Count(), People = g.Sum(r => r.Population), Counted = g.Count(r => r.Population != null) })
            .ToListAsync(cancellationToken);
        var areas = classes.Sum(c => c.Areas);
        double? people = classes.Any(c => c.Counted > 0) ? classes.Sum(c => c.People ?? 0) : null;
        SummaryItem[] items = [.. classes.Where(c => c.Class is not null).OrderBy(c => c.Class).Select(c => new SummaryItem(
            c.Class!.Value,
            c.Areas,
            c.Counted > 0 ? c.People : null,
            c.Counted > 0 && people > 0 ? c.People / people : null,
            (double)c.Areas / areas))];
        return (items, new SummaryTotals(areas, people, classes.Where(c => c.Class is null).Sum(c => c.Areas)));
    }
}
