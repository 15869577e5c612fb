using Utanforskap.Classification.Methods;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.Statistics;

namespace Utanforskap.Classification.Classifying;

/// <summary>
/// Why areas changed class: each area's new value is held against the old limits, and its old value against the new. Where its own change alone
/// gives the new class it is Own; else where the limits alone give it, Relative; else it takes both.
/// </summary>
internal static class Causes
{
    /// <summary>Causes as the column store keeps them: the number of <see cref="ChangeCause"/> plus one, for areas whose class differs.</summary>
    /// <returns>The areas whose class differs with their causes; empty where the method has no index, since then nobody can tell.</returns>
    public static Column Between(MeanIndex rule, Column indexBefore, ClassifiedAreas now)
    {
        if (now.Index is not { } index || now.Limits is not { } limits || Classifier.LimitsOf(rule, indexBefore.Values) is not { } oldLimits)
        {
            return Column.Empty;
        }

        var areas = new List<string>();
        var causes = new List<double>();
        for (var i = 0; i < index.Areas.Length; i++)
        {
            var place = indexBefore.IndexOf(index.Areas[i]);
            var (before, after) = (place < 0 ? double.NaN : indexBefore.Values[place], index.Values[i]);
            if (!double.IsNaN(before) && !double.IsNaN(after) && oldLimits.ClassOf(before) != limits.ClassOf(after))
            {
                areas.Add(index.Areas[i]);
                causes.Add(1 + (int)CauseOf(before, oldLimits, after, limits));
            }
        }

        return new Column([.. areas], [.. causes], new FigureStatus[areas.Count]);
    }

    /// <summary>The cause that a stored number means; null where there is none.</summary>
    public static ChangeCause? Of(double stored) => double.IsNaN(stored) ? null : (ChangeCause)((int)stored - 1);

    private static ChangeCause CauseOf(double before, DeviationClasses oldLimits, double after, DeviationClasses limits)
    {
        var now = limits.ClassOf(after);
        return oldLimits.ClassOf(after) == now ? ChangeCause.Own
            : limits.ClassOf(before) == now ? ChangeCause.Relative
            : ChangeCause.Both;
    }
}
