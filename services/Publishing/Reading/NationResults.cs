using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Sentences;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Publishing.Reading;

/// <summary>A number that lies between two: they differ where areas are not assessed.</summary>
/// <param name="Lowest">If none of the areas that are not assessed counted.</param>
/// <param name="Highest">If all of them did of which it is not known that they do not.</param>
public sealed record Range(double Lowest, double Highest);

/// <summary>Areas and the people in them.</summary>
/// <param name="Areas">How many.</param>
/// <param name="Population">Residents; null where no population is known.</param>
/// <param name="Children">Residents aged 0–19; null where not known.</param>
/// <param name="Municipalities">Municipalities with at least one such area.</param>
public sealed record NationCount(Range Areas, Range? Population, Range? Children, Range Municipalities);

/// <summary>A class in the nation.</summary>
public sealed record NationClass(int Class, string Name, string NameEn, NationCount Count);

/// <summary>The classes in one county.</summary>
public sealed record CountyClasses(string County, IReadOnlyList<NationClass> Classes);

/// <summary>Areas with a specific need.</summary>
public sealed record NationNeed(string Need, string Name, string NameEn, NationCount Count);

/// <summary>Areas with exactly these needs.</summary>
public sealed record NeedCombination(IReadOnlyList<string> Needs, NationCount Count);

/// <summary>A method's results for the nation.</summary>
/// <param name="Status">in-use, or example: invented limits.</param>
/// <param name="Areas">All areas.</param>
/// <param name="NotAssessed">Areas without a class, since a figure is missing that it hangs on.</param>
/// <param name="Release">As of which release children were counted.</param>
public sealed record NationPage(
    string Method,
    MethodStatus Status,
    string Division,
    bool Invented,
    string Period,
    string Publication,
    int Areas,
    int NotAssessed,
    IReadOnlyList<NationClass> Classes,
    IReadOnlyList<NationNeed> Needs,
    IReadOnlyList<NeedCombination> Combinations,
    IReadOnlyList<CountyClasses> Counties,
    long Release);

/// <summary><c>/nation</c>: what the government asks for, in one call.</summary>
internal static class NationResults
{
    private const string Children = "children-0-19";

    /// <summary>Of an area with more undecided needs the possible combinations are too many to list: beyond 64.</summary>
    private const int MostOpen = 6;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/nation", ReadAsync)
            .WithSummary("A method's results for the nation in one call: areas, residents, children and municipalities by class, by county, and by specific need")
            .WithDescription("Numbers are lowest–highest: they differ where areas are not assessed, since a figure is missing that their class hangs on. An area counts as possible only in the classes that its known figures leave.")
            .Produces<NationPage>();

    private static async Task<IResult> ReadAsync(
        string? method,
        string? period,
        string? division,
        string? asOf,
        PublishingDb db,
        AsOf when,
        Periods periods,
        MethodTexts texts,
        PublishedParts told,
        Indicators indicators,
        HttpContext http,
        CancellationToken cancellationToken)
    {
        Parse.Required("method", method, "the results of which method");
        var known = await when.ResolveAsync(asOf, cancellationToken);
        var chosen = await periods.ChooseAsync(method!, period, division, known, cancellationToken);
        if (Freshness.IsKnown(http, $"{known.Sequence}-{known.Release}", known.Fixed))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var info = await texts.InfoAsync(method!, known.Sequence, cancellationToken) ?? ChangeSentence.Unknown(method!);
        var rows = await db.ResultsAt(known.Sequence)
            .Where(r => r.Method == method && r.Division == chosen.Division && r.Period == chosen.Period).OrderBy(r => r.Area).ToListAsync(cancellationToken);
        var children = await indicators.ValuesAsync(Children, chosen.Division, chosen.Period, known.Release, cancellationToken);
        var possible = await PossibleClasses.ReadAsync(info, told, chosen, known.Sequence, cancellationToken);
        IReadOnlyList<CountedArea> areas =
        [
            .. rows.Select(r => new CountedArea(
                r, NeedList.Read(r.Needs), possible, children is not null && children.TryGetValue(r.Area, out var young) ? young : null)),
        ];
        return TypedResults.Ok(new NationPage(
            method!,
            info.Status,
            chosen.Division,
            AreaQueries.IsInvented(chosen.Division),
            chosen.Period,
            (await db.PublicationAsync(chosen.Sequence, cancellationToken)).Id,
            areas.Count,
            areas.Count(a => a.Row.Class is null),
            Classes(info, areas),
            [.. NeedParts(info).Select(p => NeedOf(p, areas))],
            Combinations(info, areas),
            [.. areas.GroupBy(a => a.Row.Area[..2]).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new CountyClasses(g.Key, Classes(info, [.. g])))],
            known.Release));
    }

    private static List<NationClass> Classes(MethodInfo info, IReadOnlyList<CountedArea> areas) =>
        [.. info.Classes.Select(c => new NationClass(c.Class, c.Name, c.NameEn, Count(areas, a => a.IsOf(c.Class))))];

    private static NationNeed NeedOf(PartInfo part, IReadOnlyList<CountedArea> areas)
    {
        var need = IdOf(part);
        return new NationNeed(need, part.Name, part.NameEn, Count(areas, a => a.Needs is null || a.Needs.Open.Contains(need) ? null : a.Needs.Yes.Contains(need)));
    }

    /// <summary>
    /// Every combination of needs that an area has or may have, the most frequent first. An area of which more is open than <see cref="MostOpen"/> adds none of its own, but counts
    /// in those that it may have.
    /// </summary>
    private static List<NeedCombination> Combinations(MethodInfo info, IReadOnlyList<CountedArea> areas)
    {
        string[] order = [.. NeedParts(info).Select(IdOf)];
        return
        [
            .. areas.DistinctBy(a => a.Row.Needs).Select(a => a.Needs).OfType<NeedList>().Where(needs => needs.Open.Count <= MostOpen)
                .SelectMany(needs => Possible(needs).Select(ids => order.Where(ids.Contains).ToArray()))
                .Where(ids => ids.Length > 0).DistinctBy(ids => string.Join(' ', ids))
                .Select(ids => new NeedCombination(ids, Count(areas, a => a.HasExactly(ids))))
                .OrderByDescending(c => c.Count.Areas.Lowest).ThenByDescending(c => c.Count.Areas.Highest).ThenBy(c => string.Join(' ', c.Needs), StringComparer.Ordinal),
        ];
    }

    /// <summary>The needs that an area may have: those that it has, with each choice of those that cannot be decided.</summary>
    private static IEnumerable<HashSet<string>> Possible(NeedList needs) => Enumerable.Range(0, 1 << needs.Open.Count)
        .Select(chosen => needs.Yes.Concat(needs.Open.Where((_, i) => (chosen >> i & 1) == 1)).ToHashSet(StringComparer.Ordinal));

    private static IEnumerable<PartInfo> NeedParts(MethodInfo info) => info.Parts.Where(p => p.Kind == PartKind.Need);

    private static string IdOf(PartInfo need) => need.Id["need-".Length..];

    /// <summary>Counts the areas that are (true) or may be (null) what is asked for.</summary>
    private static NationCount Count(IReadOnlyList<CountedArea> areas, Func<CountedArea, bool?> isOne)
    {
        var answers = areas.Select(a => (Area: a, IsOne: isOne(a))).Where(a => a.IsOne != false).ToList();
        var (yes, maybe) = (answers.Where(a => a.IsOne == true).Select(a => a.Area).ToList(), answers.Select(a => a.Area).ToList());
        return new NationCount(
            new(yes.Count, maybe.Count),
            areas.Any(a => a.Row.Population is not null) ? new(yes.Sum(a => a.Row.Population ?? 0), maybe.Sum(a => a.Row.Population ?? 0)) : null,
            areas.Any(a => a.Children is not null) ? new(yes.Sum(a => a.Children ?? 0), maybe.Sum(a => a.Children ?? 0)) : null,
            new(Municipalities(yes), Municipalities(maybe)));
    }

    private static int Municipalities(List<CountedArea> areas) => areas.Select(a => a.Row.Area[..4]).Distinct(StringComparer.Ordinal).Count();

    private sealed record CountedArea(AreaResult Row, NeedList? Needs, PossibleClasses Possible, double? Children)
    {
        /// <summary>Whether it has a class; null where it may.</summary>
        public bool? IsOf(int number) => Row.Class is { } known ? known == number : Possible.Contains(Row.Area, number) ? null : false;

        /// <summary>Whether it has these needs and no others; null where it may.</summary>
        public bool? HasExactly(IReadOnlyList<string> needs) =>
            Needs is null || !Needs.Yes.All(needs.Contains) || !needs.All(need => Needs.Yes.Contains(need) || Needs.Open.Contains(need)) ? false
            : Needs.Open.Count == 0 ? true : null;
    }

    /// <summary>The classes that areas without one may have, as the method told them.</summary>
    private sealed record PossibleClasses(Column? Lowest, Column? Highest)
    {
        public static async Task<PossibleClasses> ReadAsync(
            MethodInfo info, PublishedParts told, PublishedPeriod at, long sequence, CancellationToken cancellationToken)
        {
            var (lowest, highest) = (PartOf(info, PartKind.LowestClass), PartOf(info, PartKind.HighestClass));
            if (lowest is null || highest is null)
            {
                return new PossibleClasses(null, null);
            }

            var columns = await told.ReadAsync(info.Id, at.Division, at.Period, [lowest, highest], sequence, cancellationToken);
            return new PossibleClasses(columns.GetValueOrDefault(lowest), columns.GetValueOrDefault(highest));
        }

        /// <summary>Any class is possible where nothing was told of the area, and none where it takes no part.</summary>
        public bool Contains(string area, int number) =>
            Lowest is null || Highest is null || Lowest.IndexOf(area) < 0 || (Lowest.ValueOf(area) <= number && Highest.ValueOf(area) >= number);

        private static string? PartOf(MethodInfo info, PartKind kind) => info.Parts.FirstOrDefault(part => part.Kind == kind)?.Id;
    }
}
