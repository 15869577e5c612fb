using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Door;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Reading;

/// <summary>A division of a country into areas.</summary>
/// <param name="FirstYear">First reference year; null if there is no first.</param>
/// <param name="LastYear">Last reference year; null while it is in use.</param>
/// <param name="Invented">True if the country does not exist.</param>
/// <param name="Before">The division of the same level before it, or null.</param>
/// <param name="After">The division of the same level after it, or null.</param>
/// <param name="Areas">Number of areas; null while the borders are not known.</param>
/// <param name="BordersSince">The release that brought the borders; null while they are not known.</param>
/// <param name="Attribution">How the source of the borders wants to be named.</param>
public sealed record DivisionItem(
    string Id, string Level, string Country, int? FirstYear, int? LastYear, bool Invented, string? Before, string? After, int? Areas, long? BordersSince, string? Attribution);

/// <summary>What became of an area, or how it came to be.</summary>
/// <param name="Side">before or after: the area is of the division before the change, or of the one after it.</param>
/// <param name="Kind">unchanged, renamed, changed-border, split, merged, new or ended.</param>
/// <param name="Others">The areas of the other division that it shares surface with.</param>
public sealed record DivisionChangeItem(string Side, AreaRef Area, string Kind, IReadOnlyList<OverlapRecord> Others);

/// <summary>A change of division, area by area: first those before, then those after.</summary>
/// <param name="FromRelease">The release that brought the borders before.</param>
/// <param name="ToRelease">The release that brought the borders after.</param>
public sealed record DivisionChangePage(
    string From, string To, long FromRelease, long ToRelease, IReadOnlyList<DivisionChangeItem> Items, string? Next);

/// <summary><c>/divisions</c>, their changes, and <c>/boundaries</c>.</summary>
internal static class Divisions
{
    private static readonly CsvColumns<DivisionItem> ListCsv = new CsvColumns<DivisionItem>()
        .Add("id", i => i.Id)
        .Add("level", i => i.Level)
        .Add("country", i => i.Country)
        .Add("first_year", i => i.FirstYear)
        .Add("last_year", i => i.LastYear)
        .Add("invented", i => i.Invented)
        .Add("before", i => i.Before)
        .Add("after", i => i.After)
        .Add("areas", i => i.Areas)
        .Add("borders_since", i => i.BordersSince)
        .Add("attribution", i => i.Attribution);

    private static readonly CsvColumns<(DivisionChangeItem Item, OverlapRecord? Other)> ChangesCsv = new CsvColumns<(DivisionChangeItem Item, OverlapRecord? Other)>()
        .Add("side", r => r.Item.Side)
        .Area(r => r.Item.Area)
        .Add("kind", r => r.Item.Kind)
        .Add("other", r => r.Other?.Code)
        .Add("share", r => r.Other?.Share)
        .Add("share_of_other", r => r.Other?.ShareOfOther);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/divisions", ListAsync)
            .WithSummary("The divisions into areas: their level, years, and how many areas they have")
            .Produces<Page<DivisionItem>>(200, "application/json", "text/csv");
        api.MapGet("/divisions/{to}/changes", ChangesAsync)
            .WithSummary("What became of each area when a division changed")
            .WithDescription("Without from: from the division of the same level before it. In csv an area has a line for each area of the other division that it shares surface with.")
            .Produces<DivisionChangePage>(200, "application/json", "text/csv");
        api.MapGet("/boundaries/{division}", BoundariesAsync)
            .WithSummary("The borders of a division as GeoJSON, in metres of EPSG:3006")
            .Produces(200, contentType: "application/geo+json");
    }

    /// <summary>The division with this id; a problem if there is none.</summary>
    public static Division Find(string parameter, string id) =>
        Division.Find(id) ?? throw RequestProblem.NotFound(parameter, $"There is no division {id}.", [.. Division.All.Select(d => d.Id)]);

    private static async Task<IResult> ListAsync(string? asOf, DivisionReads reads, AsOf when, HttpContext http, CancellationToken cancellationToken)
    {
        var known = await when.ResolveAsync(asOf, cancellationToken);
        var borders = (await reads.BoundariesAsync(known.Release, cancellationToken)).ToDictionary(b => b.Division, StringComparer.Ordinal);
        if (Freshness.IsKnown(http, $"divisions-{borders.Values.Select(b => b.Release).DefaultIfEmpty().Max()}", known.Fixed))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        DivisionItem[] items = [.. Division.All.Select(d => new DivisionItem(
            d.Id, d.Level.ToString(), d.Country, d.FirstYear, d.LastYear, d.IsInvented, d.Predecessor?.Id, d.Successor?.Id,
            borders.GetValueOrDefault(d.Id)?.Areas, borders.GetValueOrDefault(d.Id)?.Release, borders.GetValueOrDefault(d.Id)?.Attribution))];
        return ListAnswer.Of(new Page<DivisionItem>(items, null), items, null, ListCsv);
    }

    private static async Task<IResult> ChangesAsync(
        string to, string? from, string? asOf, DivisionReads reads, PublishingDb db, AsOf when, HttpContext http, CancellationToken cancellationToken)
    {
        var after = Find("to", to);
        var before = from is not null ? Find("from", from)
            : after.Predecessor ?? throw RequestProblem.Wrong("from", $"{after} has no division before it; give one.");
        if (before.Country != after.Country)
        {
            throw RequestProblem.Wrong("from", $"{before} and {after} are divisions of different countries.");
        }

        var known = await when.ResolveAsync(asOf, cancellationToken);
        var change = await reads.ChangeAsync(before.Id, after.Id, known.Release, cancellationToken)
            ?? throw RequestProblem.NotFound("asOf", $"The borders of {before} and {after} are not both known {(known.Fixed ? "then" : "yet")}.");
        if (Freshness.IsKnown(http, $"change-{change.FromRelease}-{change.ToRelease}-{known.Sequence}", known.Fixed))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        DivisionChangeItem[] items =
        [
            .. ItemsOf("before", before, change.Before, await db.NamesAsync(before.Id, known.Sequence, cancellationToken)),
            .. ItemsOf("after", after, change.After, await db.NamesAsync(after.Id, known.Sequence, cancellationToken)),
        ];
        (DivisionChangeItem, OverlapRecord?)[] rows = [.. items.SelectMany(i => i.Others.DefaultIfEmpty().Select(o => (i, o)))];
        return ListAnswer.Of(new DivisionChangePage(before.Id, after.Id, change.FromRelease, change.ToRelease, items, null), rows, null, ChangesCsv);
    }

    private static IEnumerable<DivisionChangeItem> ItemsOf(
        string side, Division division, IReadOnlyList<AreaRelationRecord> areas, IReadOnlyDictionary<string, string> names) =>
        areas.Select(a => new DivisionChangeItem(side, AreaRef.Of(division.Id, a.Code, names.GetValueOrDefault(a.Code) ?? a.Name), a.Kind, a.Others));

    private static async Task<IResult> BoundariesAsync(
        string division, string? municipality, string? asOf, DivisionReads reads, Forwarder to, AsOf when, HttpContext http, CancellationToken cancellationToken)
    {
        var place = Find("division", division);
        if (municipality is not null && !(municipality.Length == 4 && municipality.All(char.IsAsciiLetterOrDigit)))
        {
            throw RequestProblem.Wrong("municipality", $"'{municipality}' is no municipality's code.");
        }

        var known = await when.ResolveAsync(asOf, cancellationToken);
        var borders = await reads.FindAsync(place.Id, known.Release, cancellationToken)
            ?? throw RequestProblem.NotFound("division", $"The borders of {place} are not known {(known.Fixed ? "then" : "yet")}.");
        if (Freshness.IsKnown(http, $"borders-{borders.Release}", known.Fixed, only: Format.Json))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        return await to.SendAsync(
            http, IngestionReads.Client, $"boundaries/{place.Id}?asOf={borders.Release}{(municipality is null ? "" : $"&municipality={municipality}")}");
    }
}
