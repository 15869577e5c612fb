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

/// <summary>What a sentence tells of an area that cannot be compared across a change of division.</summary>
/// <param name="Name">The area's name, else its code.</param>
/// <param name="Class">Its class in its own period; null if it has none.</param>
/// <param name="Period">Its own period.</param>
/// <param name="Other">The period on the other division.</param>
/// <param name="Relation">What became of it by the later period, or how it came to be since the earlier one; null while borders are not known.</param>
/// <param name="Others">The areas of the other division that it shares surface with.</param>
internal sealed record ToldApart(string Name, int? Class, string Period, string Other, string? Relation, IReadOnlyList<string> Others);

/// <summary>Says an area's change in one readable sentence or a few, in Swedish and in English. Pure.</summary>
/// <param name="against">The method whose class is the "before", where that is another one.</param>
internal sealed class ChangeSentence(MethodInfo method, IReadOnlyDictionary<string, IndicatorTitle> titles, MethodInfo? against = null)
{
    private const double Notable = 0.05;
    private static readonly string[] Decimals = ["0.0", "0.00", "0.000", "0.0000", "0.00000", "0.000000"];
    private static readonly string[] FineDecimals = Decimals[2..];
    private static readonly CultureInfo Swedish = CultureOf(",");
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    /// <summary>Nothing is known of the method: its classes are told by their numbers.</summary>
    public static MethodInfo Unknown(string method) => new(method, 0, method, method, "", "", "", [], []);

    public string Sv(ToldChange change) => against is null
        ? Text(change, SwedishWords.All, Swedish, c => c.Name, p => p.Name, t => t.Sv)
        : ByMethods(change, against, SwedishWords.All, c => c.Name, p => p.Name, m => m.Name);

    public string En(ToldChange change) => against is null
        ? Text(change, EnglishWords.All, English, c => c.NameEn, p => p.NameEn, t => t.En)
        : ByMethods(change, against, EnglishWords.All, c => c.NameEn, p => p.NameEn, m => m.NameEn);

    public string Sv(ToldApart area) => Text(area, SwedishWords.All, c => c.Name);

    public string En(ToldApart area) => Text(area, EnglishWords.All, c => c.NameEn);

    private string Text(ToldApart area, SentenceWords words, Func<ClassInfo, string> nameOf)
    {
        var (sentence, relations) = string.CompareOrdinal(area.Period, area.Other) < 0 ? (words.ApartBefore, words.Became) : (words.Apart, words.Came);
        return string.Format(
            CultureInfo.InvariantCulture,
            sentence,
            area.Name,
            Class(area.Class, method, words, nameOf),
            area.Period,
            area.Other,
            string.Format(CultureInfo.InvariantCulture, relations.GetValueOrDefault(area.Relation ?? "", relations[""]), string.Join(", ", area.Others)));
    }

    /// <summary>Two methods say two things of one area; nothing has changed.</summary>
    private string ByMethods(
        ToldChange change, MethodInfo other, SentenceWords words, Func<ClassInfo, string> nameOf, Func<PartInfo, string> partOf, Func<MethodInfo, string> methodOf)
    {
        var sentences = new List<string>
        {
            string.Format(
                CultureInfo.InvariantCulture,
                words.ByMethods,
                change.Name,
                change.Period,
                Class(change.After, method, words, nameOf),
                methodOf(method),
                Class(change.Before, other, words, nameOf),
                methodOf(other)),
        };
        var (ours, theirs) = (change.NeedsAfter, change.NeedsBefore);
        AddNeeds(sentences, By(method), ours?.Yes.Except(theirs?.Yes ?? []), partOf);
        AddNeeds(sentences, By(other), theirs?.Yes.Except(ours?.Yes ?? []), partOf);
        return string.Join(' ', sentences);

        string By(MethodInfo one) => string.Format(CultureInfo.InvariantCulture, words.NeedsByOne, methodOf(one));
    }

    private static string Class(int? number, MethodInfo of, SentenceWords words, Func<ClassInfo, string> nameOf) =>
        number is { } known ? $"{words.Class} {Name(of, known, nameOf)}" : words.NoClass;

    private string Text(
        ToldChange change, SentenceWords words, CultureInfo culture, Func<ClassInfo, string> nameOf, Func<PartInfo, string> partOf, Func<IndicatorTitle, string> titleOf)
    {
        var sentences = new List<string> { $"{What(change, words, culture, nameOf)}{When(change, words)}{Why(change, words)}." };
        if (!IsOfIndex(change) && change is { IndexBefore: { } before, IndexAfter: { } after } && before != after)
        {
            sentences.Add($"{words.Index} {Told(before)} → {Told(after)}{Mostly(change, after - before, words, culture, titleOf)}.");

            // An assessment's index is a count. Else as many decimals as it takes to tell the two apart.
            string Told(double value) => IsAssessment ? value.ToString("0.###", culture) : Apart(value, before, after, Decimals, culture);
        }

        var (had, has) = (change.NeedsBefore, change.NeedsAfter);
        AddNeeds(sentences, had is null ? words.Needs : words.NewNeeds, has?.Yes.Except(had?.Yes ?? []).Except(had?.Open ?? []), partOf);
        if (has is not null)
        {
            AddNeeds(sentences, words.EndedNeeds, had?.Yes.Except(has.Yes).Except(has.Open), partOf);
            AddNeeds(sentences, words.UnknownNeeds, had is null ? null : has.Open.Except(had.Open), partOf);
            AddNeeds(sentences, words.DecidedNeeds, had?.Open.Except(has.Open), partOf, need => $" ({(has.Yes.Contains(need) ? words.Yes : words.No)})");
        }

        if (change.AcrossBreak)
        {
            sentences.Add(words.AcrossBreak);
        }
        else if (change is { Before: not null, After: not null, Cause: null, Explanation.NotComparable: not null })
        {
            // Who has lost or got a class has lost or got figures; the sentence has said so.
            sentences.Add(words.CauseUnknown);
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

    /// <summary>The method has no classes: what is told is its index.</summary>
    private bool IsOfIndex(ToldChange change) => method.Classes.Count == 0 && change is { Before: null, After: null } && (change.IndexBefore ?? change.IndexAfter) is not null;

    /// <summary>An assessment's index is a count of limits exceeded: what a part of it means is told by the needs, and would read as the opposite where a high figure is good.</summary>
    private bool IsAssessment => method.Parts.Any(part => part.Kind == PartKind.Need);

    private string What(ToldChange change, SentenceWords words, CultureInfo culture, Func<ClassInfo, string> nameOf)
    {
        return !IsOfIndex(change) ? $"{change.Name} {OfClass(change, words, nameOf)}" : (change.IndexBefore, change.IndexAfter) switch
        {
            ({ } before, { } after) => string.Format(culture, words.IndexGoes, change.Name, Fine(before), Fine(after)),
            ({ } before, null) => string.Format(culture, words.IndexLoses, change.Name, Fine(before)),
            (_, var after) => string.Format(culture, words.IndexBecomes, change.Name, Fine(after ?? double.NaN)),
        };

        string Fine(double value) => Apart(value, change.IndexBefore, change.IndexAfter, FineDecimals, culture);
    }

    /// <summary>A value with as many decimals as it takes to tell two apart.</summary>
    private static string Apart(double value, double? one, double? other, string[] decimals, CultureInfo culture) => value.ToString(
        decimals.FirstOrDefault(form => one?.ToString(form, culture) != other?.ToString(form, culture), decimals[^1]), culture);

    private string Mostly(ToldChange change, double difference, SentenceWords words, CultureInfo culture, Func<IndicatorTitle, string> titleOf)
    {
        var most = IsAssessment ? [] : Most(change.Explanation?.Parts ?? [], difference);
        return most.Count == 0 ? "" : $", {words.Mostly} {string.Join(", ", most.Select(p => $"{CauseName(p.Cause, words, titleOf)} ({p.Value.ToString("+0.0;−0.0", culture)})"))}";
    }

    /// <summary>The largest part that goes the way of the whole change, with those that are told as the same number; none if it is too small to be told.</summary>
    private static List<CausePart> Most(IReadOnlyList<CausePart> parts, double change)
    {
        var largest = parts.Where(p => Math.Sign(p.Value) == Math.Sign(change) && Math.Abs(p.Value) >= Notable).Select(p => Tenths(p.Value)).DefaultIfEmpty().MaxBy(Math.Abs);
        return largest == 0 ? [] : [.. parts.Where(p => Tenths(p.Value) == largest)];
    }

    private static double Tenths(double value) => Math.Round(value, 1, MidpointRounding.AwayFromZero);

    private string OfClass(ToldChange change, SentenceWords words, Func<ClassInfo, string> nameOf) => (change.Before, change.After) switch
    {
        (null, null) => words.StillNone,
        (null, { } after) => string.Format(CultureInfo.InvariantCulture, words.Becomes, Name(method, after, nameOf)),
        ({ } before, null) => string.Format(CultureInfo.InvariantCulture, words.Loses, Name(method, before, nameOf)),
        ({ } before, { } after) when before == after => string.Format(CultureInfo.InvariantCulture, words.Stays, Name(method, after, nameOf)),
        ({ } before, { } after) => string.Format(CultureInfo.InvariantCulture, words.Goes, Name(method, before, nameOf), Name(method, after, nameOf)),
    };

    private static string Name(MethodInfo of, int number, Func<ClassInfo, string> nameOf) =>
        of.Classes.FirstOrDefault(c => c.Class == number) is { } known ? $"{number} ({nameOf(known)})" : number.ToString(CultureInfo.InvariantCulture);

    private string When(ToldChange change, SentenceWords words) => change.Kind switch
    {
        _ when change.PreviousPeriod is { } previous => string.Format(CultureInfo.InvariantCulture, words.Between, previous, change.Period),
        ChangeKinds.Revision => string.Format(CultureInfo.InvariantCulture, words.Revised, change.Period),
        ChangeKinds.Method => string.Format(CultureInfo.InvariantCulture, change.Cause is null or "method" ? words.Redefined : words.RedefinedToo, change.Period),
        ChangeKinds.Boundary => string.Format(CultureInfo.InvariantCulture, IsOfIndex(change) ? words.OnNewAreas : words.NewDivision, change.Period),
        ChangeKinds.Withdrawal => string.Format(CultureInfo.InvariantCulture, words.Withdrawn, change.Period),
        _ => string.Format(CultureInfo.InvariantCulture, words.In, change.Period),
    };

    private static string Why(ToldChange change, SentenceWords words) => change.Cause switch
    {
        "own" => words.Own,
        "relative" => words.Relative,
        "both-needed" => change.Explanation?.FiguresNew is { } kept && kept == change.Before ? words.FiguresAndDefinition : words.BothNeeded,
        "either-suffices" => change.Explanation?.MethodNew is { } redefined && redefined != change.Before ? words.FiguresOrDefinition : words.EitherSuffices,
        "method" => change.Kind == ChangeKinds.Method ? "" : words.ByDefinition,
        "masked" => string.Format(CultureInfo.InvariantCulture, words.Masked, change.Explanation?.OwnNew),
        _ => "",
    };

    private string CauseName(string cause, SentenceWords words, Func<IndicatorTitle, string> titleOf) => cause switch
    {
        "renormalisation" => words.Renormalisation,
        "definition" => words.Definition,
        _ => titles.TryGetValue(cause, out var title) ? titleOf(title) : cause,
    };

    private void AddNeeds(List<string> sentences, string words, IEnumerable<string>? needs, Func<PartInfo, string> partOf, Func<string, string>? note = null)
    {
        var told = needs?.Select(need => (method.Parts.FirstOrDefault(p => p.Id == $"need-{need}") is { } part ? partOf(part) : need) + note?.Invoke(need)).ToList();
        if (told is { Count: > 0 })
        {
            sentences.Add($"{words} {string.Join(", ", told)}.");
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
