using System.Globalization;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Sentences;

/// <summary>What a sentence tells of an area.</summary>
/// <param name="Name">The area's name, else its code.</param>
/// <param name="Before">Class before; null if the area had none.</param>
/// <param name="Kind">One of <see cref="ChangeKinds"/>; null between periods or methods that nobody published after each other.</param>
/// <param name="Cause">One of <see cref="ChangeCauses"/>' words; null where it is not known.</param>
internal sealed record ToldChange(
    string Name,
    string Period,
    string? PreviousPeriod,
    int? Before,
    int? After,
    double? IndexBefore,
    double? IndexAfter,
    NeedList? NeedsBefore,
    NeedList? NeedsAfter,
    string? Kind,
    string? Cause,
    ChangeExplanation? Explanation)
{
    /// <summary>Whether the two periods are on different divisions, in which the area has the same border.</summary>
    public bool AcrossBreak { get; init; }
}

/// <summary>Says an area's change in one readable sentence or a few, in Swedish and in English. Pure.</summary>
internal sealed class ChangeSentence(MethodInfo method, IReadOnlyDictionary<string, IndicatorTitle> titles)
{
    private const double Notable = 0.05;
    private static readonly CultureInfo Swedish = CultureOf(",");
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    /// <summary>Nothing is known of the method: its classes are told by their numbers.</summary>
    public static MethodInfo Unknown(string method) => new(method, 0, method, method, "", "", "", [], []);

    public string Sv(ToldChange change) => Text(change, SwedishWords.All, Swedish, c => c.Name, p => p.Name, t => t.Sv);

    public string En(ToldChange change) => Text(change, EnglishWords.All, English, c => c.NameEn, p => p.NameEn, t => t.En);

    private string Text(
        ToldChange change, SentenceWords words, CultureInfo culture, Func<ClassInfo, string> nameOf, Func<PartInfo, string> partOf, Func<IndicatorTitle, string> titleOf)
    {
        var sentences = new List<string> { $"{change.Name} {OfClass(change, words, nameOf)}{When(change, words)}{Why(change, words)}." };
        if (change is { IndexBefore: { } before, IndexAfter: { } after } && before != after)
        {
            var most = change.Explanation?.Parts.Where(p => Math.Abs(p.Value) >= Notable).OrderByDescending(p => Math.Abs(p.Value)).FirstOrDefault();
            sentences.Add(
                $"{words.Index} {before.ToString("0.0", culture)} → {after.ToString("0.0", culture)}"
                + (most is null ? "." : $", {words.Mostly} {CauseName(most.Cause, words, titleOf)} ({most.Value.ToString("+0.0;−0.0", culture)})."));
        }

        AddNeeds(sentences, words.NewNeeds, change.NeedsAfter, change.NeedsBefore, partOf);
        AddNeeds(sentences, words.EndedNeeds, change.NeedsBefore, change.NeedsAfter, partOf);
        if (change.AcrossBreak)
        {
            sentences.Add(words.AcrossBreak);
        }

        if (change.Explanation?.CaughtUp == true)
        {
            sentences.Add(words.CaughtUp);
        }

        if (change.Explanation?.WithinUncertainty == true)
        {
            sentences.Add(words.Uncertain);
        }

        return string.Join(' ', sentences);
    }

    private string OfClass(ToldChange change, SentenceWords words, Func<ClassInfo, string> nameOf) => (change.Before, change.After) switch
    {
        (null, null) => words.StillNone,
        (null, { } after) => string.Format(CultureInfo.InvariantCulture, words.Becomes, Name(after, nameOf)),
        ({ } before, null) => string.Format(CultureInfo.InvariantCulture, words.Loses, Name(before, nameOf)),
        ({ } before, { } after) when before == after => string.Format(CultureInfo.InvariantCulture, words.Stays, Name(after, nameOf)),
        ({ } before, { } after) => string.Format(CultureInfo.InvariantCulture, words.Goes, Name(before, nameOf), Name(after, nameOf)),
    };

    private string Name(int number, Func<ClassInfo, string> nameOf) =>
        method.Classes.FirstOrDefault(c => c.Class == number) is { } known ? $"{number} ({nameOf(known)})" : number.ToString(CultureInfo.InvariantCulture);

    private static string When(ToldChange change, SentenceWords words) => change.Kind switch
    {
        _ when change.PreviousPeriod is { } previous => string.Format(CultureInfo.InvariantCulture, words.Between, previous, change.Period),
        ChangeKinds.Revision => string.Format(CultureInfo.InvariantCulture, words.Revised, change.Period),
        ChangeKinds.Method => string.Format(CultureInfo.InvariantCulture, words.Redefined, change.Period),
        ChangeKinds.Boundary => string.Format(CultureInfo.InvariantCulture, words.NewDivision, change.Period),
        ChangeKinds.Withdrawal => string.Format(CultureInfo.InvariantCulture, words.Withdrawn, change.Period),
        _ => string.Format(CultureInfo.InvariantCulture, words.In, change.Period),
    };

    private static string Why(ToldChange change, SentenceWords words) => change.Cause switch
    {
        "own" => words.Own,
        "relative" => words.Relative,
        "both-needed" => words.BothNeeded,
        "either-suffices" => words.EitherSuffices,
        "masked" => string.Format(CultureInfo.InvariantCulture, words.Masked, change.Explanation?.OwnNew),
        _ => "",
    };

    private string CauseName(string cause, SentenceWords words, Func<IndicatorTitle, string> titleOf) => cause switch
    {
        "renormalisation" => words.Renormalisation,
        "definition" => words.Definition,
        _ => titles.TryGetValue(cause, out var title) ? titleOf(title) : cause,
    };

    private void AddNeeds(List<string> sentences, string words, NeedList? has, NeedList? had, Func<PartInfo, string> partOf)
    {
        var differing = has?.Yes.Except(had?.Yes ?? []).Except(had?.Open ?? []).ToList() ?? [];
        if (differing.Count > 0)
        {
            sentences.Add($"{words} {string.Join(", ", differing.Select(need => method.Parts.FirstOrDefault(p => p.Id == $"need-{need}") is { } part ? partOf(part) : need))}.");
        }
    }

    private static CultureInfo CultureOf(string point)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = point;
        return culture;
    }
}

/// <summary>What an indicator is called.</summary>
internal sealed record IndicatorTitle(string Sv, string En);
