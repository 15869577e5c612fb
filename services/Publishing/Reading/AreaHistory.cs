using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Sentences;

namespace Utanforskap.Publishing.Reading;

/// <summary>What an area is in one period by one method.</summary>
/// <param name="Needs">Its specific needs; null where the method tells none.</param>
/// <param name="Parts">What else the method tells of it (certainty, distance to a limit, second-best group …), by the part's id.</param>
/// <param name="Publication">The publication since which this is known.</param>
/// <param name="PublishedAt">When that was.</param>
public sealed record HistoryItem(
    string Method,
    string Period,
    int? Class,
    double? Index,
    double? Population,
    NeedList? Needs,
    IReadOnlyDictionary<string, double?> Parts,
    string Publication,
    DateTimeOffset PublishedAt)
{
    /// <summary>The division that the area was of.</summary>
    public string? Division { get; init; }

    /// <summary>True if that is the division before or after the one that was asked for, in which the area has the same border; left out otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AcrossBreak { get; init; }
}

/// <summary>An entry of the change lists about one area: every change of class or needs, and what was published anew of a period with another index.</summary>
public sealed record HistoryChange(
    string Method,
    string Period,
    string? PreviousPeriod,
    int? Before,
    int? After,
    double? IndexBefore,
    double? IndexAfter,
    NeedList? NeedsBefore,
    NeedList? NeedsAfter,
    string Kind,
    string? Cause,
    ChangeExplanation? Explanation,
    string Sentence,
    string SentenceEn,
    string Publication,
    DateTimeOffset PublishedAt);

/// <summary>An area through periods and methods, and how its class came to be what it is.</summary>
/// <param name="Relations">What it has in common with the areas of the divisions before and after its own.</param>
public sealed record AreaPage(AreaRef Area, IReadOnlyList<HistoryItem> Items, string? Next, IReadOnlyList<HistoryChange> Changes, AreaRelations Relations);

/// <summary><c>/areas/{division}/{code}</c>.</summary>
internal static class AreaHistory
{
    private static readonly CsvColumns<HistoryItem> Csv = new CsvColumns<HistoryItem>()
        .Add("method", i => i.Method)
        .Add("period", i => i.Period)
        .Add("class", i => i.Class)
        .Add("index", i => i.Index)
        .Add("population", i => i.Population)
        .Add("needs", i => i.Needs is null ? null : string.Join(' ', i.Needs.Yes))
        .Add("publication", i => i.Publication)
        .Add("published_at", i => i.PublishedAt)
        .Add("division", i => i.Division)
        .Add("across_break", i => i.AcrossBreak);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/areas/{division}/{code}", ReadAsync)
            .WithSummary("An area through periods and methods, with every change of its class and needs, and every revision of its index")
            .Produces<AreaPage>(200, "application/json", "text/csv");

    private static async Task<IResult> ReadAsync(
        string division,
        string code,
        string? method,
        string? asOf,
        PublishingDb db,
        AsOf when,
        MethodTexts texts,
        PublishedParts told,
        DivisionReads divisions,
        Gaps gaps,
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
        if (Freshness.IsKnown(http, $"{known.Sequence}-{known.Release}", known.Fixed))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        // Where the border is the same in the division before or after, the series goes on there.
        var relations = await AreaRelations.ReadAsync(divisions, gaps, place, code, known.Release, cancellationToken);
        var (before, codeBefore) = (relations.Before?.Division, relations.Before?.Same());
        var (later, codeLater) = (relations.After?.Division, relations.After?.Same());
        var rows = await (
            from r in db.ResultsAt(known.Sequence)
            join p in db.Publications on r.Since equals p.Sequence
            where ((r.Division == place.Id && r.Area == code) || (r.Division == before && r.Area == codeBefore) || (r.Division == later && r.Area == codeLater))
                && (method == null || r.Method == method)
            orderby r.Method, r.Period
            select new { r.Method, r.Area, r.Period, r.Class, r.Index, r.Population, r.Needs, r.Division, Publication = p.Id, p.PublishedAt }).ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            throw RequestProblem.NotFound("code", $"Nothing is published about {place.Id}/{code}{(method is null ? "" : $" by {method}")}.");
        }

        var changes = await (
            from c in db.AreaChanges.AsNoTracking()
            join p in db.Publications on c.Sequence equals p.Sequence
            where c.Division == place.Id && c.Area == code && c.Sequence <= known.Sequence && (c.ClassBefore != c.ClassAfter || c.NeedsBefore != c.NeedsAfter || c.PreviousPeriod == null)
                && (method == null || c.Method == method)
            orderby c.Sequence, c.Period
            select new { Change = c, Publication = p.Id, p.PublishedAt }).ToListAsync(cancellationToken);
        var name = await db.NamesAt(known.Sequence)
            .Where(n => n.Division == place.Id && n.Area == code).Select(n => n.Name).SingleOrDefaultAsync(cancellationToken);
        var parts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var sentences = new Dictionary<string, ChangeSentence>(StringComparer.Ordinal);
        foreach (var one in rows.Select(r => r.Method).Concat(changes.Select(c => c.Change.Method)).Distinct(StringComparer.Ordinal))
        {
            parts[one] = [.. (await texts.InfoAsync(one, known.Sequence, cancellationToken))?.Parts.Where(p => p.Kind != PartKind.Need).Select(p => p.Id) ?? []];
            sentences[one] = await texts.SentencesAsync(one, known.Sequence, cancellationToken);
        }

        var columns = await told.ReadManyAsync(
            rows.SelectMany(r => parts[r.Method].Select(part => (r.Method, part, r.Division, r.Period))), known.Sequence, cancellationToken);
        HistoryItem[] items = [.. rows.Select(r => new HistoryItem(
            r.Method,
            r.Period,
            r.Class,
            r.Index,
            r.Population,
            NeedList.Read(r.Needs),
            parts[r.Method].ToDictionary(part => part, part => columns.GetValueOrDefault(PublishedParts.Key(r.Method, part, r.Division, r.Period))?.ValueOf(r.Area)),
            r.Publication,
            r.PublishedAt)
        {
            Division = r.Division,
            AcrossBreak = r.Division != place.Id,
        })];
        HistoryChange[] history = [.. changes.Select(c => Of(c.Change, name ?? code, sentences[c.Change.Method], c.Publication, c.PublishedAt))];
        return ListAnswer.Of(new AreaPage(AreaRef.Of(place.Id, code, name), items, null, history, relations), items, null, Csv);
    }

    private static HistoryChange Of(
        AreaChange change, string name, ChangeSentence sentences, string publication, DateTimeOffset publishedAt)
    {
        var told = ToldChanges.Of(change, name);
        return new HistoryChange(
            change.Method,
            change.Period,
            change.PreviousPeriod,
            change.ClassBefore,
            change.ClassAfter,
            change.IndexBefore,
            change.IndexAfter,
            told.NeedsBefore,
            told.NeedsAfter,
            change.Kind,
            change.Cause,
            told.Explanation,
            sentences.Sv(told),
            sentences.En(told),
            publication,
            publishedAt);
    }
}
