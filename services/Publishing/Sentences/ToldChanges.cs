using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Sentences;

/// <summary>Rows of change lists as sentences tell them.</summary>
internal static class ToldChanges
{
    /// <param name="change">The row.</param>
    /// <param name="name">The area's name, else its code.</param>
    public static ToldChange Of(AreaChange change, string name) => new(
        name,
        change.Period,
        change.PreviousPeriod,
        change.ClassBefore,
        change.ClassAfter,
        change.IndexBefore,
        change.IndexAfter,
        NeedList.Read(change.NeedsBefore),
        NeedList.Read(change.NeedsAfter),
        change.Kind,
        change.Cause,
        ColumnExplanation.Read(change.Explanation));
}
