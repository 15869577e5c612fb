using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Sentences;

namespace Utanforskap.Publishing.Reading;

/// <summary>How a computed class stands to the one that an office published.</summary>
public enum Agreement
{
    /// <summary>Both are the same.</summary>
    Agree,

    /// <summary>They differ, and the published precision of the figures does not explain it.</summary>
    Differ,

    /// <summary>They differ, and the open figures are too rounded to decide the class.</summary>
    UndecidableByRounding,

    /// <summary>One of the two has no class.</summary>
    Missing,
}

/// <summary>An area's two classes.</summary>
public sealed record ReconciledArea(AreaRef Area, int? Computed, int? Official, Agreement Agreement, double? Index, double? Distance);

/// <summary>A computed method held against an official one.</summary>
/// <param name="Counts">Areas by agreement.</param>
/// <param name="Items">The areas that do not agree; all with <c>include=all</c>.</param>
public sealed record ReconciliationPage(
    string Computed,
    string Official,
    string Division,
    bool Invented,
    string Period,
    IReadOnlyList<AgreementCount> Counts,
    IReadOnlyList<ReconciledArea> Items,
    string? Next);

/// <summary>How many areas.</summary>
public sealed record AgreementCount(Agreement Agreement, int Areas);

/// <summary><c>/reconciliations</c>: where an official type exists beside a computed one.</summary>
internal static class Reconciliations
{
    private const string Decided = "decided";
    private const string Distance = "distance";

    private static readonly CsvColumns<ReconciledArea> Csv = new CsvColumns<ReconciledArea>()
        .Area(i => i.Area)
        .Add("computed", i => i.Computed)
        .Add("official", i => i.Official)
        .Add("agreement", i => Definitions.YamlFields.WordOf(i.Agreement))
        .Add("index", i => i.Index)
        .Add("distance", i => i.Distance);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/reconciliations", ReadAsync)
            .WithSummary("Our computed type held against the official one, area by area: agree, differ, or undecidable by rounding")
            .WithDescription("computed defaults to sei, official to scb-omradestyp. Lists the areas that do not agree; include=all lists all.")
            .Produces<ReconciliationPage>(200, "application/json", "text/csv");

    private static async Task<IResult> ReadAsync(
        string? computed,
        string? official,
        string? period,
        string? division,
        string? include,
        string? asOf,
        PublishingDb db,
        AsOf when,
        Periods periods,
        MethodTexts texts,
        PublishedParts parts,
        HttpContext http,
        CancellationToken cancellationToken)
    {
        if (include is not (null or "all"))
        {
            throw RequestProblem.Wrong("include", $"'{include}' cannot be included.", ["all"]);
        }

        var (ours, theirs) = (computed ?? "sei", official ?? "scb-omradestyp");
        var known = await when.ResolveAsync(asOf, cancellationToken);
        var both = (await periods.OfAsync(ours, known, cancellationToken))
            .IntersectBy((await periods.OfAsync(theirs, known, cancellationToken)).Select(p => (p.Division, p.Period)), p => (p.Division, p.Period)).ToList();
        if (both.Count == 0)
        {
            throw RequestProblem.NotFound("period", $"{ours} and {theirs} are not published for any period together.");
        }

        var (classes, officialClasses) = (await ClassesAsync(ours), await ClassesAsync(theirs));
        if (classes != officialClasses || classes == 0)
        {
            throw RequestProblem.Wrong("computed", $"{ours} has {classes} classes and {theirs} {officialClasses}: their numbers mean different things.");
        }

        var chosen = Periods.Choose(both, "period", period, division);
        if (Freshness.IsKnown(http, $"{known.Sequence}", known.Fixed))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var all = await CompareAsync(db, parts, ours, theirs, chosen, known.Sequence, cancellationToken);
        ReconciledArea[] items = [.. all.Where(a => include == "all" || a.Agreement != Agreement.Agree)];
        var page = new ReconciliationPage(
            ours,
            theirs,
            chosen.Division,
            AreaQueries.IsInvented(chosen.Division),
            chosen.Period,
            [.. Enum.GetValues<Agreement>().Select(agreement => new AgreementCount(agreement, all.Count(a => a.Agreement == agreement)))],
            items,
            null);
        return ListAnswer.Of(page, items, null, Csv);

        async Task<int> ClassesAsync(string method) => (await texts.InfoAsync(method, known.Sequence, cancellationToken))?.Classes.Count ?? 0;
    }

    private static async Task<List<ReconciledArea>> CompareAsync(
        PublishingDb db, PublishedParts parts, string ours, string theirs, PublishedPeriod at, long sequence, CancellationToken cancellationToken)
    {
        var computed = await db.ColumnAsync(ours, at.Division, at.Period, sequence, cancellationToken);
        var official = await db.ColumnAsync(theirs, at.Division, at.Period, sequence, cancellationToken);
        var names = await db.NamesAsync(at.Division, sequence, cancellationToken);
        var told = await parts.ReadAsync(ours, at.Division, at.Period, [Decided, Distance], sequence, cancellationToken);
        return
        [
            .. computed.Keys.Union(official.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(area =>
            {
                var (mine, published) = (computed.GetValueOrDefault(area), official.GetValueOrDefault(area).Class);
                var agreement = mine.Class is null || published is null ? Agreement.Missing
                    : mine.Class == published ? Agreement.Agree
                    : told.ValueOf(Decided, area) == 0 ? Agreement.UndecidableByRounding
                    : Agreement.Differ;
                return new ReconciledArea(
                    AreaRef.Of(at.Division, area, names.GetValueOrDefault(area)), mine.Class, published, agreement, mine.Index, told.ValueOf(Distance, area));
            }),
        ];
    }
}
