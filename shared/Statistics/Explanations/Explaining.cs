namespace Utanforskap.Statistics.Explanations;

/// <summary>An area's change of index or rank, split into causes.</summary>
/// <param name="Area">The area's code.</param>
/// <param name="Before">Its value in the earlier run; NaN where it has none.</param>
/// <param name="After">Its value in the later run; NaN where it has none.</param>
/// <param name="Parts">One per cause, in the value's unit; they sum to after − before. Empty where the area is not comparable.</param>
/// <param name="NotComparable">Why it is not, in words; null if it is.</param>
public sealed record SplitChange(string Area, double Before, double After, IReadOnlyList<double> Parts, string? NotComparable);

/// <summary>The change of all areas, split into the same causes.</summary>
/// <param name="Causes">The causes' names: inputs' ids, <see cref="ChangeOfRuns.Renormalisation"/>, <see cref="ChangeOfRuns.Definition"/>; for ranks <c>own</c> and <c>others</c>.</param>
/// <param name="Areas">In the later run's order.</param>
public sealed record SplitChanges(IReadOnlyList<string> Causes, IReadOnlyList<SplitChange> Areas);

/// <summary>What made an area's class what it is.</summary>
public enum ClassCause
{
    /// <summary>Class and counterfactuals are as before.</summary>
    Unchanged,

    /// <summary>The area's own figures alone would have changed it, moved limits alone would not.</summary>
    Own,

    /// <summary>Moved limits alone would have changed it, its own figures alone would not: it changed because others did.</summary>
    Relative,

    /// <summary>Neither alone would have changed it.</summary>
    BothNeeded,

    /// <summary>Either alone would have changed it.</summary>
    EitherSuffices,

    /// <summary>The class is as before, though the area's own figures alone would have changed it: moved limits hid that.</summary>
    Masked,
}

/// <summary>An area's classes before and after, and as they would be with only one thing new. A class is a step and is not split.</summary>
/// <param name="Area">The area's code.</param>
/// <param name="Before">The earlier class, from 1; null where it has none.</param>
/// <param name="After">The later class; null where it has none.</param>
/// <param name="OwnNew">The class of the later own figures under the earlier limits.</param>
/// <param name="LimitsNew">The class of the earlier own figures under the later limits.</param>
/// <param name="Cause">What follows; null where the area is not comparable.</param>
/// <param name="NotComparable">Why it is not, in words; null if it is.</param>
public sealed record ClassChange(string Area, int? Before, int? After, int? OwnNew, int? LimitsNew, ClassCause? Cause, string? NotComparable);

/// <summary>Explains what changed between two runs.</summary>
public static class Explaining
{
    /// <summary>Splits each area's change of a series exactly into its own inputs (each), re-normalisation, and the definition.</summary>
    /// <remarks>Shapley values; where the series is a mean or sum of its inputs and the parameters are fixed they are simply each input's own change times its weight.</remarks>
    public static SplitChanges OfIndex(ChangeOfRuns change, string series)
    {
        ArgumentNullException.ThrowIfNull(change);
        var inputs = change.InputsOf(series);
        string[] causes = [.. inputs, ChangeOfRuns.Renormalisation, .. change.DefinitionChanged ? [ChangeOfRuns.Definition] : Array.Empty<string>()];
        var bits = inputs.Index().ToDictionary(input => input.Item, input => input.Index, StringComparer.Ordinal);
        var parts = Shapley.Of(causes.Length, subset => change.Values(
            series,
            input => bits.TryGetValue(input, out var bit) && (subset >> bit & 1) == 1,
            newParameters: (subset >> inputs.Count & 1) == 1,
            newDefinition: change.DefinitionChanged && (subset >> (inputs.Count + 1) & 1) == 1));
        return Split(change, series, causes, parts, change.Values(series, _ => false, false, false), change.Values(series, _ => true, true, true));
    }

    /// <summary>Splits each area's change of rank (1 the highest value, ties take the lowest rank) into its own figures, the others', and the definition.</summary>
    public static SplitChanges OfRank(ChangeOfRuns change, string series)
    {
        ArgumentNullException.ThrowIfNull(change);
        string[] causes = ["own", "others", .. change.DefinitionChanged ? [ChangeOfRuns.Definition] : Array.Empty<string>()];
        double[] Ranks(ulong subset)
        {
            var (own, others, definition) = ((subset & 1) == 1, (subset & 2) == 2, change.DefinitionChanged && (subset & 4) == 4);
            return RanksAmong(
                change.Values(series, _ => own, others, definition),
                change.Population(series, others, definition).ToArray(),
                change.Values(series, _ => others, others, definition));
        }

        return Split(change, series, causes, Shapley.Of(causes.Length, Ranks), Ranks(0), Ranks(ulong.MaxValue));
    }

    /// <summary>Each area's classes under own figures and limits of either time, and from them the cause.</summary>
    public static IReadOnlyList<ClassChange> OfClass(ChangeOfRuns change, string series)
    {
        ArgumentNullException.ThrowIfNull(change);
        var before = change.Values(series, _ => false, false, false);
        var after = change.Values(series, _ => true, true, true);
        var ownNew = change.Values(series, _ => true, newParameters: false, newDefinition: false);
        var limitsNew = change.Values(series, _ => false, newParameters: true, newDefinition: true);
        return [.. change.Areas.Select((area, i) =>
        {
            var reason = change.WhyNotComparable(series, i)
                ?? (new[] { before[i], after[i], ownNew[i], limitsNew[i] }.Any(double.IsNaN) ? "not comparable: no class in one of the two" : null);
            return new ClassChange(
                area, Class(before[i]), Class(after[i]), Class(ownNew[i]), Class(limitsNew[i]),
                reason is null ? CauseOf(before[i], after[i], ownNew[i], limitsNew[i]) : null, reason);
        })];
    }

    /// <summary>The cause of a change of class from the four classes.</summary>
    public static ClassCause CauseOf(double before, double after, double ownNew, double limitsNew) =>
        before == after
            ? ownNew == before ? ClassCause.Unchanged : ClassCause.Masked
            : (ownNew != before, limitsNew != before) switch
            {
                (true, true) => ClassCause.EitherSuffices,
                (true, false) => ClassCause.Own,
                (false, true) => ClassCause.Relative,
                _ => ClassCause.BothNeeded,
            };

    private static SplitChanges Split(ChangeOfRuns change, string series, string[] causes, double[][] parts, double[] before, double[] after) => new(
        causes,
        [.. change.Areas.Select((area, i) =>
        {
            var reason = change.WhyNotComparable(series, i)
                ?? (Array.Exists(parts, part => double.IsNaN(part[i])) ? "not comparable: no value in one of the two" : null);
            return new SplitChange(area, before[i], after[i], reason is null ? Array.ConvertAll(parts, part => part[i]) : [], reason);
        })]);

    /// <summary>Ranks of values that stand in for an area's own among a whole population.</summary>
    private static double[] RanksAmong(double[] values, double[] population, double[] replaced)
    {
        var sorted = Array.FindAll(population, value => !double.IsNaN(value));
        Array.Sort(sorted);
        return [.. values.Select((value, i) =>
        {
            if (double.IsNaN(value))
            {
                return double.NaN;
            }

            // The area's own value is not among those ahead of it.
            var ahead = sorted.Length - FirstAbove(sorted, value);
            return 1 + ahead - (replaced[i] > value ? 1 : 0);
        })];
    }

    private static int FirstAbove(double[] sorted, double value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = sorted[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static int? Class(double value) => double.IsNaN(value) ? null : (int)value;
}
