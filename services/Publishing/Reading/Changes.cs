using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Sentences;

namespace Utanforskap.Publishing.Reading;

/// <summary>A page of changes between periods, or of a publication's change list.</summary>
public sealed record ChangePage(
    string Method, string? Division, string? From, string? To, string? Publication, IReadOnlyList<ChangeItem> Items, string? Next)
{
    /// <summary>Of a comparison of two methods: the other one, whose classes are the "before".</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Against { get; init; }

    /// <summary>Of a comparison of two times: the publication that last changed the period before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Since { get; init; }
}

/// <summary><c>/changes</c>: between two periods, two times, two methods, or a publication and the one before it.</summary>
internal static class Changes
{
    public const int MostChanges = 1_000_000;

    public static readonly CsvColumns<ChangeItem> Csv = Columns();

    /// <summary>The columns of a change list, for one to add to.</summary>
    public static CsvColumns<ChangeItem> Columns() => new CsvColumns<ChangeItem>()
        .Area(i => i.Area)
        .Add("period", i => i.Period)
        .Add("before", i => i.Before)
        .Add("after", i => i.After)
        .Add("index_before", i => i.IndexBefore)
        .Add("index_after", i => i.IndexAfter)
        .Add("needs_before", i => i.NeedsBefore is null ? null : string.Join(' ', i.NeedsBefore.Yes))
        .Add("needs_after", i => i.NeedsAfter is null ? null : string.Join(' ', i.NeedsAfter.Yes))
        .Add("kind", i => i.Kind)
        .Add("cause", i => i.Cause)
        .Add("caught_up", i => i.Explanation?.CaughtUp)
        .Add("within_uncertainty", i => i.Explanation?.WithinUncertainty)
        .Add("sentence", i => i.Sentence)
        .Add("sentence_en", i => i.SentenceEn);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/changes", ListAsync)
            .WithSummary("The areas whose class or needs differ: between two periods, two times, two methods, or a publication and the one before it")
            .WithDescription("One of: method, from and to (periods; of periods on different divisions only areas with the same border in both are compared, acrossBreak, and the others listed, notComparable); method, period and since (a publication's id, a release's number or a time: the same period then and as of asOf); "
                + "method, against (another method) and period; publication: what it changed against the one before it, with include=index also areas of which only the index changed. "
                + "Each item has a readable sentence in Swedish and English. One page unless limit is given.")
            .Produces<ChangePage>(200, "application/json", "text/csv");

    private static async Task<IResult> ListAsync(
        string? method,
        string? from,
        string? to,
        string? period,
        string? since,
        string? against,
        string? division,
        string? publication,
        string? include,
        string? asOf,
        string? after,
        string? limit,
        PublishingDb db,
        AsOf when,
        Periods periods,
        Comparing comparing,
        MethodTexts texts,
        DivisionBreak acrossBreak,
        HttpContext http,
        CancellationToken cancellationToken)
    {
        var most = Parse.Limit(limit, byDefault: MostChanges, MostChanges);
        var skip = (int)Math.Min(Parse.Cursor(after, byDefault: 0), int.MaxValue);
        if (publication is not null)
        {
            if ((method ?? from ?? to ?? period ?? since ?? against ?? asOf ?? division) is not null)
            {
                throw RequestProblem.Wrong("publication", "Give either publication, or method with from and to, with period and since, or with period and against.");
            }

            return await OfPublicationAsync(db, texts, http, publication, include, skip, most, cancellationToken);
        }

        Parse.Required("method", method, "the changes of which method");
        if (include is not null)
        {
            throw RequestProblem.Wrong("include", "include goes with publication only.");
        }

        var surplus = (since, against) switch
        {
            (null, null) => period is null ? null : "period",
            (not null, not null) => "against",
            _ => from is not null ? "from" : period is not null && to is not null ? "to" : null,
        };
        if (surplus is not null)
        {
            throw RequestProblem.Wrong(surplus, "Give method with from and to, with period and since, or with period and against.");
        }

        var known = await when.ResolveAsync(asOf, cancellationToken);
        var compared = (since, against) switch
        {
            ({ } time, null) => await comparing.TimesAsync(method!, period ?? to, division, await when.ResolveAsync(time, cancellationToken), known, cancellationToken),
            (_, { } other) => await comparing.MethodsAsync(other, method!, period ?? to, division, known, cancellationToken),
            _ => await comparing.PeriodsAsync(
                method!, Parse.Required("from", from, "the period before"), Parse.Required("to", to, "the period after"), division, known, cancellationToken),
        };
        if (compared.Before.At.Division != compared.After.At.Division)
        {
            return await acrossBreak.BetweenAsync(http, method!, compared.Before.At, compared.After.At, known, skip, most, cancellationToken);
        }

        if (Freshness.IsKnown(http, $"{known.Sequence}", known.Fixed))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var changes = await compared.ChangesAsync(cancellationToken);
        var names = await db.NamesAsync(compared.Division, known.Sequence, cancellationToken);
        var sentences = await texts.SentencesAsync(method!, known.Sequence, cancellationToken, against);
        ChangeItem[] items = [.. changes.Skip(skip).Take(most).Select(c => ChangeItem.Of(c, names.GetValueOrDefault(c.Area), sentences))];
        var next = changes.Count > skip + (long)most ? $"{skip + most}" : null;
        var page = new ChangePage(method!, compared.Division, compared.From, compared.To, null, items, next) { Against = against, Since = compared.Since };
        return ListAnswer.Of(page, items, next, Csv);
    }

    /// <summary>Whether areas are wanted of which only the index changed.</summary>
    public static bool WithIndex(string? include) => include switch
    {
        null => false,
        "index" => true,
        _ => throw RequestProblem.Wrong("include", $"'{include}' cannot be included.", ["index"]),
    };

    private static async Task<IResult> OfPublicationAsync(
        PublishingDb db, MethodTexts texts, HttpContext http, string id, string? include, int skip, int most, CancellationToken cancellationToken)
    {
        var index = WithIndex(include);
        var publication = await db.Publications.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken)
            ?? throw RequestProblem.NotFound("publication", $"There is no publication {id}.");
        if (Freshness.IsKnown(http, $"{publication.Sequence}", forEver: true))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var rows = db.AreaChanges.AsNoTracking().Where(c => c.Sequence == publication.Sequence);
        if (!index)
        {
            rows = rows.Where(c => c.ClassBefore != c.ClassAfter || c.NeedsBefore != c.NeedsAfter);
        }

        var page = await (
            from c in rows.OrderBy(c => c.Division).ThenBy(c => c.Period).ThenBy(c => c.Area).Skip(skip).Take(most + 1)
            join n in db.NamesAt(publication.Sequence) on new { c.Division, c.Area } equals new { n.Division, n.Area } into names
            from n in names.DefaultIfEmpty()
            orderby c.Division, c.Period, c.Area
            select new { Change = c, Name = (string?)n.Name }).ToListAsync(cancellationToken);
        var sentences = await texts.SentencesAsync(publication.Method, publication.Sequence, cancellationToken);
        ChangeItem[] items = [.. page.Take(most).Select(r => ChangeItem.Of(r.Change, r.Name, sentences))];
        var next = page.Count > most ? $"{skip + most}" : null;
        return ListAnswer.Of(new ChangePage(publication.Method, null, null, null, id, items, next), items, next, Csv);
    }
}
