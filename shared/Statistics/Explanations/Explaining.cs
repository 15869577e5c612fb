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

    /// <summary>Neither alone would have changed it; between two definitions: neither the figures alone nor the definition alone, or of the figures neither.</summary>
    BothNeeded,

    /// <summary>Either alone would have changed it; between two definitions: the figures alone, and the definition alone.</summary>
    EitherSuffices,

    /// <summary>The class is as before, though the area's own figures alone would have changed it: moved limits hid that.</summary>
    Masked,

    /// <summary>By the earlier definition all later figures together would have left it as it was, and the later definition alone would have changed it.</summary>
    Method,
}

/// <summary>An area's classes before and after, and as they would be with only one thing new. A class is a step and is not split. Of flags: 1 yes, 0 no.</summary>
/// <param name="Area">The area's code.</param>
/// <param name="Before">The earlier class, from 1; null where it has none.</param>
/// <param name="After">The later class; null where it has none.</param>
/// <param name="OwnNew">The class of the later own figures under the earlier limits, by the earlier definition.</param>
/// <param name="LimitsNew">The class of the earlier own figures under the limits that all later figures set by the earlier definition.</param>
/// <param name="MethodNew">The class that all earlier figures give by the later definition; null where the definition is the same.</param>
/// <param name="Cause">What follows; null where the area is not comparable.</param>
/// <param name="NotComparable">Why it is not, in words; null if it is.</param>
public sealed record ClassChange(string Area, int? Before, int? After, int? OwnNew, int? LimitsNew, int? MethodNew, ClassCause? Cause, string? NotComparable)
{
    /// <summary>The class that all later figures give by the earlier definition; null where the definition is the same.</summary>
    public int? FiguresNew { get; init; }
}

/// <summary>An area's classes by each of two definitions alone.</summary>
/// <param name="FiguresNew">The class that all later figures give by the earlier definition.</param>
/// <param name="MethodNew">The class that all earlier figures give by the later definition.</param>
public readonly record struct ClassesByDefinition(double FiguresNew, double MethodNew);

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

    /// <summary>Each area's classes (or flags) under own figures and limits of either time and by either definition, and from them the cause.</summary>
    public static IReadOnlyList<ClassChange> OfClass(ChangeOfRuns change, string series) => OfClasses(change, [series])[0];

    /// <summary>The same of several series, each of which both definitions have, in their order; what they have in common is computed once.</summary>
    public static IReadOnlyList<IReadOnlyList<ClassChange>> OfClasses(ChangeOfRuns change, IReadOnlyList<string> series)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count == 0)
        {
            return [];
        }

        var before = change.Run(_ => false, newParameters: false, newDefinition: false);
        var after = change.Run(_ => true, newParameters: true, newDefinition: true);
        var ownNew = change.Run(_ => true, newParameters: false, newDefinition: false);
        var limitsNew = change.Run(_ => false, newParameters: true, newDefinition: false);
        var figuresNew = change.DefinitionChanged ? change.Run(_ => true, newParameters: true, newDefinition: false) : null;
        var methodNew = change.DefinitionChanged ? change.Run(_ => false, newParameters: false, newDefinition: true) : null;
        return [.. series.Select(one => change.Areas.Select((area, i) => Of(one, area, i)).ToArray())];

        ClassChange Of(string one, string area, int i)
        {
            var (was, now, own, limits) = (before[one][i], after[one][i], ownNew[one][i], limitsNew[one][i]);
            ClassesByDefinition? byDefinition = figuresNew is null || methodNew is null ? null : new(figuresNew[one][i], methodNew[one][i]);
            double[] needed = [was, now, own, limits, .. byDefinition is { } both ? new[] { both.FiguresNew, both.MethodNew } : []];
            var reason = change.WhyNotComparable(one, i) ?? (Array.Exists(needed, double.IsNaN) ? "not comparable: no class in one of the two" : null);
            return new ClassChange(
                area, Class(was), Class(now), Class(own), Class(limits), byDefinition is { } by ? Class(by.MethodNew) : null,
                reason is null ? CauseOf(was, now, own, limits, byDefinition) : null, reason)
            {
                FiguresNew = byDefinition is { } figures ? Class(figures.FiguresNew) : null,
            };
        }
    }

    /// <summary>The cause of a change of class from the classes, of which none is missing.</summary>
    /// <param name="before">The earlier class.</param>
    /// <param name="after">The later class.</param>
    /// <param name="ownNew">By the earlier definition, with only the area's own figures new.</param>
    /// <param name="limitsNew">By the earlier definition, with only the limits new.</param>
    /// <param name="byDefinition">What each definition alone makes of it; null where there is only one.</param>
    /// <remarks>
    /// Between two definitions, the figures alone and the definition alone are looked at first: if only the definition would have changed the class, the method did; if each, either suffices;
    /// if neither, both are needed. If only the figures would have, they did, and what of them is told as within one definition.
    /// </remarks>
    public static ClassCause CauseOf(double before, double after, double ownNew, double limitsNew, ClassesByDefinition? byDefinition = null) =>
        before == after ? ownNew == before ? ClassCause.Unchanged : ClassCause.Masked
            : byDefinition is { } by && by.FiguresNew == before ? by.MethodNew == before ? ClassCause.BothNeeded : ClassCause.Method
            : byDefinition is { } other && other.MethodNew != before ? ClassCause.EitherSuffices
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
