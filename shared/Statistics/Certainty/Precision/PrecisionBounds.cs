using Utanforskap.Statistics.Certainty.Layers;
using Utanforskap.Statistics.Certainty.Planning;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Statistics.Certainty.Precision;

/// <summary>
/// What rounding, noise and suppression leave possible, by interval arithmetic: the lowest and highest value of each series, from those of its inputs. Goes through steps that map each
/// value by itself and never turn back, combinations that never fall (or never rise) with a part, and classes and limits by mean and deviation, whose own limits move with all areas
/// (<see cref="DeviationBox"/>). Any other step on the way leaves the series to draws.
/// </summary>
internal sealed class PrecisionBounds
{
    private readonly IndexDefinition _definition;
    private readonly PrecisionDraws _draws;
    private readonly Dictionary<string, Ends?> _known = new(StringComparer.Ordinal);
    private readonly Lazy<(double[] Lows, double[] Highs)?> _sortedRanked;

    private PrecisionBounds(IndexDefinition definition, PrecisionDraws draws)
    {
        (_definition, _draws) = (definition, draws);
        Classes = EndsOf(definition.Certainty!.Target);
        Ranked = definition.Certainty.Ranked is { } ranked ? EndsOf(ranked) : null;
        _sortedRanked = new(() => Ranked is { } ends ? (Sorted(ends.Low), Sorted(ends.High)) : null);
    }

    /// <summary>The classes of each area; null where they could not be bounded.</summary>
    public Ends? Classes { get; }

    private Ends? Ranked { get; }

    public static PrecisionBounds Of(IndexDefinition definition, PrecisionDraws draws) => new(definition, draws);

    /// <summary>An area's lowest and highest possible class; null where it has none or could not be bounded.</summary>
    public RankInterval? PossibleClasses(int area) => Classes is { } ends && !double.IsNaN(ends.Low[area]) ? new RankInterval((int)ends.Low[area], (int)ends.High[area]) : null;

    /// <summary>An area's lowest and highest possible rank: one more than the areas that are surely above it, and than those that may be.</summary>
    public RankInterval? PossibleRanks(int area)
    {
        if (Ranked is not { } ends || double.IsNaN(ends.Low[area]) || _sortedRanked.Value is not var (lows, highs))
        {
            return null;
        }

        // An area whose own interval has no width is not above itself.
        var itself = ends.High[area] > ends.Low[area] ? 1 : 0;
        return new RankInterval(1 + Above(lows, ends.High[area]), 1 + Above(highs, ends.Low[area]) - itself);
    }

    /// <summary>How many of rising values are above a limit.</summary>
    private static int Above(double[] rising, double limit)
    {
        var (low, high) = (0, rising.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = rising[middle] > limit ? (low, middle) : (middle + 1, high);
        }

        return rising.Length - low;
    }

    private static double[] Sorted(double[] values)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value))];
        Array.Sort(sorted);
        return sorted;
    }

    private Ends? EndsOf(string id)
    {
        if (!_known.TryGetValue(id, out var ends))
        {
            _known.Add(id, ends = Find(id));
        }

        return ends;
    }

    private Ends? Find(string id)
    {
        if (_definition.Series.FirstOrDefault(one => one.Id == id) is not { } series)
        {
            if (_draws.EndsOf(id) is not var (low, high))
            {
                var fixedValues = _draws.Central[id].ToArray();
                return new Ends(fixedValues, fixedValues, [], IsTight: true, AreIndependent: true);
            }

            // A share with a denominator that may be nought has no upper end. Figures that inputs share make the inputs hang together.
            var areas = _draws.Central.Figures.Areas.Count;
            return Array.Exists(high, double.IsInfinity)
                ? null
                : new Ends(low[..areas], high[..areas], [.. _definition.Inputs.Single(input => input.Id == id).Columns], IsTight: true, AreIndependent: true);
        }

        var sources = series.Origin.Sources.Select(EndsOf).ToArray();
        if (Array.IndexOf(sources, null) >= 0 || Begin(series, sources!) is not { } ends)
        {
            return null;
        }

        foreach (var step in series.Steps)
        {
            if (After(step, ends) is not { } next)
            {
                return null;
            }

            ends = next;
        }

        return ends;
    }

    private static Ends? Begin(Series series, Ends[] sources)
    {
        if (series.Origin is From)
        {
            return sources[0];
        }

        string[] columns = [.. sources.SelectMany(source => source.Columns)];
        var isTight = Array.TrueForAll(sources, source => source.IsTight) && columns.Distinct().Count() == columns.Length;
        var independent = Array.TrueForAll(sources, source => source.AreIndependent);
        var (low, high) = (new double[sources[0].Low.Length], new double[sources[0].Low.Length]);
        if (series.Origin is not Combination { Weighting: Weighting.Given } combination
            || (combination.Kind is not (CombinationKind.Mean or CombinationKind.Sum) && combination.Parts.Any(part => part.Weight < 0))
            || (combination.Kind == CombinationKind.Product && Array.Exists(sources, source => Array.Exists(source.Low, value => value < 0)))
            || (combination.Kind == CombinationKind.Mean && combination.Parts.Sum(part => part.Weight) <= 0))
        {
            return null;
        }

        double[] weights = [.. combination.Parts.Select(part => part.Weight)];
        double[][] lows = [.. sources.Select((source, i) => weights[i] < 0 ? source.High : source.Low)];
        double[][] highs = [.. sources.Select((source, i) => weights[i] < 0 ? source.Low : source.High)];
        try
        {
            Combining.Apply(combination, lows, weights, low);
            Combining.Apply(combination, highs, weights, high);
        }
        catch (IndexException)
        {
            return null;
        }

        // The first flag that is true is the earlier the more of them are.
        return combination.Kind == CombinationKind.FirstTrue ? new Ends(high, low, columns, isTight, independent) : new Ends(low, high, columns, isTight, independent);
    }

    private static Ends? After(Step step, Ends ends)
    {
        switch (step)
        {
            case Classes { By: ClassesBy.Deviations, Within: null, Weight: null } classes when ends.AreIndependent:
                return Relative(ends, [.. classes.Cuts], classes.Sample, (box, area, cuts) =>
                {
                    var (surely, possibly) = (cuts.Count(cut => box.IsSurelyAtLeast(area, cut)), cuts.Count(cut => box.IsPossiblyAtLeast(area, cut)));
                    return classes.LowestFirst ? (surely + 1, possibly + 1) : (cuts.Length + 1 - possibly, cuts.Length + 1 - surely);
                });
            case Limit { Deviations: { } k, Within: null, Weight: null } limit when ends.AreIndependent:
                return Relative(ends, [k], limit.Sample, (box, area, cuts) =>
                {
                    var (surely, possibly) = (box.IsSurelyAtLeast(area, k) ? 1 : 0, box.IsPossiblyAtLeast(area, k) ? 1 : 0);
                    return limit.Side is Side.AtLeast or Side.Above ? (surely, possibly) : (1 - possibly, 1 - surely);
                });
        }

        if (step.Within is not null || !Settings.IsAbsolute(step) || step is Impute)
        {
            return null;
        }

        try
        {
            var mapping = step.Fit([], []);
            var (low, high) = (Array.ConvertAll(ends.Low, mapping.Of), Array.ConvertAll(ends.High, mapping.Of));
            return ends with { Low = [.. low.Zip(high, (a, b) => a > b ? b : a)], High = [.. low.Zip(high, (a, b) => a > b ? a : b)] };
        }
        catch (IndexException)
        {
            return null;
        }
    }

    private static Ends? Relative(Ends ends, double[] cuts, bool sample, Func<DeviationBox, int, double[], (int Low, int High)> of)
    {
        if (DeviationBox.Of(ends.Low, ends.High, cuts, sample) is not { } box)
        {
            return null;
        }

        var (low, high) = (new double[ends.Low.Length], new double[ends.Low.Length]);
        for (var area = 0; area < low.Length; area++)
        {
            (low[area], high[area]) = double.IsNaN(ends.Low[area]) ? (double.NaN, double.NaN) : of(box, area, cuts);
        }

        return new Ends(low, high, ends.Columns, ends.IsTight, AreIndependent: false);
    }
}

/// <summary>The lowest and highest values of a series.</summary>
/// <param name="Low">By area; missing (NaN) together with <paramref name="High"/>.</param>
/// <param name="High">By area.</param>
/// <param name="Columns">The columns that it hangs on, as often as it does.</param>
/// <param name="IsTight">Both ends can be reached; else they may be wider than what is possible.</param>
/// <param name="AreIndependent">Each area's value hangs on its own figures only.</param>
internal sealed record Ends(double[] Low, double[] High, string[] Columns, bool IsTight, bool AreIndependent);
