using System.Globalization;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Sentences;

namespace Utanforskap.Publishing.Reading;

/// <summary>An index of segregation within a municipality, a county or the nation.</summary>
/// <param name="Index">The index's short name, e.g. D.</param>
/// <param name="Status">told, or why no value is: fewer-than-ten-units, covers-chance, group-too-small.</param>
/// <param name="Value">As observed.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Corrected">Corrected for the bias of small areas.</param>
/// <param name="Chance">What a random allocation of the same people would give.</param>
public sealed record SegregationItem(
    AreaRef Area, string Period, string Index, string Status, double? Value, double? Low, double? High, double? Corrected, double? Chance);

/// <summary>A page of a method's indices.</summary>
public sealed record SegregationPage(
    string Method, string Division, bool Invented, string Period, string Publication, IReadOnlyList<SegregationItem> Items, string? Next);

/// <summary><c>/segregation</c>.</summary>
internal static class SegregationList
{
    private static readonly string[] Statuses = ["told", "fewer-than-ten-units", "covers-chance", "group-too-small"];

    private static readonly CsvColumns<SegregationItem> Csv = new CsvColumns<SegregationItem>()
        .Area(i => i.Area)
        .Add("period", i => i.Period)
        .Add("index", i => i.Index)
        .Add("status", i => i.Status)
        .Add("value", i => i.Value)
        .Add("low", i => i.Low)
        .Add("high", i => i.High)
        .Add("corrected", i => i.Corrected)
        .Add("chance", i => i.Chance);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/segregation", ReadAsync)
            .WithSummary("Segregation of municipalities, counties and the nation, with intervals and what chance would give")
            .WithDescription("method defaults to segregation-fodelseland; division is that of municipalities, counties or the nation (default: municipalities); area: one code.")
            .Produces<SegregationPage>(200, "application/json", "text/csv");

    private static async Task<IResult> ReadAsync(
        string? method,
        string? period,
        string? division,
        string? area,
        string? asOf,
        PublishingDb db,
        AsOf when,
        Periods periods,
        MethodTexts texts,
        PublishedParts parts,
        HttpContext http,
        CancellationToken cancellationToken)
    {
        var id = method ?? "segregation-fodelseland";
        var known = await when.ResolveAsync(asOf, cancellationToken);
        var all = await periods.OfAsync(id, known, cancellationToken);
        var chosen = Periods.Choose(
            all, "period", period, division ?? all.FirstOrDefault(p => Geography.Division.Find(p.Division)?.Level == Geography.DivisionLevel.Municipality)?.Division);
        if (Freshness.IsKnown(http, $"{known.Sequence}", known.Fixed))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var info = await texts.InfoAsync(id, known.Sequence, cancellationToken) ?? ChangeSentence.Unknown(id);
        var indices = info.Parts.Where(p => p.Kind == PartKind.Status).Select(p => p.Id[..p.Id.IndexOf('/', StringComparison.Ordinal)]).ToList();
        if (indices.Count == 0)
        {
            throw RequestProblem.Wrong("method", $"{id} tells no segregation.");
        }

        var told = await parts.ReadAsync(id, chosen.Division, chosen.Period, [.. info.Parts.Select(p => p.Id)], known.Sequence, cancellationToken);
        var names = await db.NamesAsync(chosen.Division, known.Sequence, cancellationToken);
        var areas = (await db.ColumnAsync(id, chosen.Division, chosen.Period, known.Sequence, cancellationToken)).Keys
            .Where(code => area is null || code == area).Order(StringComparer.Ordinal);
        SegregationItem[] items = [.. areas.SelectMany(code => indices.Select(index => new SegregationItem(
            AreaRef.Of(chosen.Division, code, names.GetValueOrDefault(code)),
            chosen.Period,
            index,
            told.ValueOf($"{index}/status", code) is { } status ? Statuses[Convert.ToInt32(status, CultureInfo.InvariantCulture)] : "unknown",
            told.ValueOf($"{index}/value", code),
            told.ValueOf($"{index}/low", code),
            told.ValueOf($"{index}/high", code),
            told.ValueOf($"{index}/corrected", code),
            told.ValueOf($"{index}/chance", code))))];
        var page = new SegregationPage(
            id, chosen.Division, AreaQueries.IsInvented(chosen.Division), chosen.Period, (await db.PublicationAsync(chosen.Sequence, cancellationToken)).Id, items, null);
        return ListAnswer.Of(page, items, null, Csv);
    }
}
