using System.Text.Json.Serialization;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Sentences;

namespace Utanforskap.Publishing.Reading;

/// <summary>An area whose class or needs are others.</summary>
/// <param name="Period">The period of <paramref name="After"/>.</param>
/// <param name="PreviousPeriod">The period of <paramref name="Before"/> where it is another one.</param>
/// <param name="Before">Class before; null if the area had none.</param>
/// <param name="After">Class after; null if it has none.</param>
/// <param name="NeedsBefore">Specific needs before; null where the method tells none.</param>
/// <param name="NeedsAfter">Specific needs after.</param>
/// <param name="Kind">new-period, revision, method, boundary or withdrawal; null where nobody published one after the other.</param>
/// <param name="Cause">own, relative, both-needed, either-suffices, masked or method; of areas of which only needs differ, what all of them have in common; null where it is not known.</param>
/// <param name="Explanation">What the change consists of, and how sure the class is; null where nothing is known of that.</param>
/// <param name="Sentence">The change in Swedish.</param>
/// <param name="SentenceEn">The change in English.</param>
public sealed record ChangeItem(
    AreaRef Area,
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
    ChangeExplanation? Explanation,
    string Sentence,
    string SentenceEn)
{
    /// <summary>True if the two periods are on different divisions, in which the area has the same border; left out otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AcrossBreak { get; init; }

    internal static ChangeItem Of(AreaChange change, string? name, ChangeSentence sentences, bool acrossBreak = false)
    {
        var told = ToldChanges.Of(change, name ?? change.Area) with { AcrossBreak = acrossBreak };
        return new(
            AreaRef.Of(change.Division, change.Area, name),
            change.Period,
            change.PreviousPeriod,
            change.ClassBefore,
            change.ClassAfter,
            change.IndexBefore,
            change.IndexAfter,
            told.NeedsBefore,
            told.NeedsAfter,
            change.Kind == AreaChange.NoKind ? null : change.Kind,
            change.Cause,
            told.Explanation,
            sentences.Sv(told),
            sentences.En(told))
        {
            AcrossBreak = acrossBreak,
        };
    }
}
