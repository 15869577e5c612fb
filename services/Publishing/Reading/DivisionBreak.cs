using System.Text.Json.Serialization;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Sentences;

namespace Utanforskap.Publishing.Reading;

/// <summary>An area that cannot be compared across a change of division.</summary>
/// <param name="Period">The period on the area's own division.</param>
/// <param name="Class">Its class there; null if it has none.</param>
/// <param name="Kind">changed-border, split, merged, new or ended; null while borders are not known.</param>
/// <param name="Others">The areas of the other division that it shares surface with.</param>
/// <param name="Sentence">Its class and why it is not compared, in Swedish.</param>
/// <param name="SentenceEn">The same in English.</param>
public sealed record NotComparable(
    AreaRef Area, string Period, int? Class, string? Kind, IReadOnlyList<OverlapRecord> Others, string Sentence, string SentenceEn);

/// <summary>Changes between two periods on different divisions.</summary>
/// <param name="Division">The division of the period after.</param>
/// <param name="FromDivision">The division of the period before.</param>
/// <param name="AcrossBreak">Always true.</param>
/// <param name="Compared">How many areas have the same border in both, and a class in either.</param>
/// <param name="Items">Those of them whose class differs.</param>
/// <param name="NotComparable">All other areas, each with the class that it has in its own period: those of the division after, then those of the one before. A code whose border changed stands in both.</param>
public sealed record BreakPage(
    string Method,
    string Division,
    string FromDivision,
    string From,
    string To,
    bool AcrossBreak,
    int Compared,
    IReadOnlyList<ChangeItem> Items,
    IReadOnlyList<NotComparable> NotComparable,
    [property: JsonPropertyOrder(1)] string? Next);

/// <summary>
/// Compares two periods on different divisions of one level: only areas whose border is the same, each marked; index and class are never converted.
/// </summary>
internal sealed class DivisionBreak(PublishingDb db, DivisionReads divisions, MethodTexts texts)
{
    private static readonly CsvColumns<BreakRow> Csv = Changes.Columns().Within<BreakRow>(r => r.Change).Add("across_break", r => r.Change.AcrossBreak).Add("relation", r => r.Relation);

    public async Task<IResult> BetweenAsync(
        HttpContext http, string method, PublishedPeriod from, PublishedPeriod to, Known known, int skip, int most, CancellationToken cancellationToken)
    {
        var (before, after) = (Divisions.Find("from", from.Division), Divisions.Find("to", to.Division));
        if (before.Country != after.Country || before.Level != after.Level)
        {
            throw RequestProblem.Wrong("to", $"{from.Period} is on {before} and {to.Period} on {after}: areas of different levels or countries cannot be compared.");
        }

        var change = await ChangeAsync(from, to, known.Release, cancellationToken);
        return Freshness.IsKnown(http, $"{known.Sequence}-{change?.FromRelease}-{change?.ToRelease}", known.Fixed)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : await ListAsync(method, from, to, change, known.Sequence, skip, most, cancellationToken);
    }

    /// <summary>What became of the areas of the one period and how those of the other came to be; what happened is told as it happened, also where the later period is asked for first.</summary>
    private async Task<DivisionChangeRecord?> ChangeAsync(PublishedPeriod from, PublishedPeriod to, long release, CancellationToken cancellationToken)
    {
        if (string.CompareOrdinal(from.Period, to.Period) < 0)
        {
            return await divisions.ChangeAsync(from.Division, to.Division, release, cancellationToken);
        }

        var change = await divisions.ChangeAsync(to.Division, from.Division, release, cancellationToken);
        return change is null ? null : change with { Before = change.After, After = change.Before };
    }

    private async Task<IResult> ListAsync(
        string method, PublishedPeriod from, PublishedPeriod to, DivisionChangeRecord? change, long sequence, int skip, int most, CancellationToken cancellationToken)
    {
        var before = await db.ColumnAsync(method, from.Division, from.Period, sequence, cancellationToken);
        var after = await db.ColumnAsync(method, to.Division, to.Period, sequence, cancellationToken);
        var (oldNames, names) = (await db.NamesAsync(from.Division, sequence, cancellationToken), await db.NamesAsync(to.Division, sequence, cancellationToken));
        var relations = change?.After.ToDictionary(a => a.Code, StringComparer.Ordinal) ?? [];
        var same = change?.After.Where(IsComparable).ToDictionary(a => a.Code, a => a.Others[0].Code, StringComparer.Ordinal) ?? [];
        var compared = same.Where(s => before.ContainsKey(s.Value) || after.ContainsKey(s.Key)).OrderBy(s => s.Key, StringComparer.Ordinal).ToList();
        var changed = compared.Select(s => (Area: s.Key, Before: before.GetValueOrDefault(s.Value), After: after.GetValueOrDefault(s.Key)))
            .Select(c => new Difference(c.Area, c.Before, c.After)).Where(d => d.IsTold).ToList();
        var sentences = await texts.SentencesAsync(method, sequence, cancellationToken);
        var rows = changed.Skip(skip).Take(most)
            .Select(d => new BreakRow(
                ChangeItem.Of(Row(method, from, to, sequence, d), names.GetValueOrDefault(d.Area), sentences, acrossBreak: true), relations[d.Area].Kind))
            .ToList();
        var became = change?.Before.ToDictionary(a => a.Code, StringComparer.Ordinal) ?? [];
        NotComparable[] others =
        [
            .. after.Keys.Where(a => !same.ContainsKey(a)).Order(StringComparer.Ordinal)
                .Select(a => Apart(to, from.Period, a, after[a].Class, names, relations.GetValueOrDefault(a))),
            .. before.Keys.Except(same.Values, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(a => Apart(from, to.Period, a, before[a].Class, oldNames, became.GetValueOrDefault(a))),
        ];
        var next = changed.Count > skip + (long)most ? $"{skip + most}" : null;
        var page = new BreakPage(method, to.Division, from.Division, from.Period, to.Period, true, compared.Count, [.. rows.Select(r => r.Change)], others, next);
        return ListAnswer.Of(page, [.. rows, .. next is null ? others.Select(o => RowOf(o, to.Period)) : []], next, Csv);

        NotComparable Apart(PublishedPeriod own, string other, string area, int? number, Dictionary<string, string> known, AreaRelationRecord? relation)
        {
            var told = new ToldApart(known.GetValueOrDefault(area, area), number, own.Period, other, relation?.Kind, [.. relation?.Others.Select(o => o.Code) ?? []]);
            return new NotComparable(
                AreaRef.Of(own.Division, area, known.GetValueOrDefault(area)), own.Period, number, relation?.Kind, relation?.Others ?? [], sentences.Sv(told), sentences.En(told));
        }
    }

    /// <summary>As a row of csv, where all areas stand in one table: with the class of its own period, as that before the change or that after it.</summary>
    private static BreakRow RowOf(NotComparable area, string to) => new(
        new ChangeItem(
            area.Area, area.Period, null, area.Period == to ? null : area.Class, area.Period == to ? area.Class : null, null, null, null, null, null, null, null, area.Sentence, area.SentenceEn),
        area.Kind);

    /// <summary>A row as change lists have it; causes are not told across a break.</summary>
    private static AreaChange Row(string method, PublishedPeriod from, PublishedPeriod to, long sequence, Difference difference) => new()
    {
        Sequence = sequence,
        Method = method,
        Division = to.Division,
        Period = to.Period,
        PreviousPeriod = from.Period,
        Area = difference.Area,
        ClassBefore = difference.Before.Class,
        ClassAfter = difference.After.Class,
        IndexBefore = difference.Before.Index,
        IndexAfter = difference.After.Index,
        NeedsBefore = difference.Before.Needs,
        NeedsAfter = difference.After.Needs,
        Kind = AreaChange.NoKind,
        Cause = null,
        Explanation = null,
    };

    /// <summary>Whether an area has the same border in both divisions.</summary>
    public static bool IsComparable(AreaRelationRecord area) => area.Kind is "unchanged" or "renamed";

    private sealed record BreakRow(ChangeItem Change, string? Relation);
}
