using System.Runtime.Serialization;
using MathNet.Numerics;

namespace Utanforskap.Statistics.Indices.Steps;

/// <summary>Which rank equal values share.</summary>
public enum Ties
{
    /// <summary>The lowest of their ranks, as in a sports table: 1, 2, 2, 4.</summary>
    Minimum,

    /// <summary>The mean of their ranks: 1, 2.5, 2.5, 4.</summary>
    Average,

    /// <summary>The highest of their ranks: 1, 3, 3, 4.</summary>
    Maximum,
}

/// <summary>Ranks from 1.</summary>
/// <param name="HighestFirst">Rank 1 is the highest value (else the lowest).</param>
/// <param name="Ties">Which rank equal values share.</param>
public sealed record Rank(bool HighestFirst = true, Ties Ties = Ties.Minimum) : Step
{
    /// <inheritdoc/>
    public override string Name => "rank";

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) => new Ranking(this, Reference.Sorted(values));

    /// <summary>
    /// A rank among the reference population. A value that is not in it stands where it would stand in the place of one that is: as many ahead of it as are
    /// better, and only itself at its place.
    /// </summary>
    private sealed class Ranking(Rank step, double[] sorted) : Mapping
    {
        public override IReadOnlyList<KeyValuePair<string, double>> Parameters => [new("count", sorted.Length)];

        public override double Of(double value)
        {
            if (double.IsNaN(value))
            {
                return double.NaN;
            }

            var below = LowerBound(sorted, value);
            var notAbove = UpperBound(sorted, value, below);
            return RankOf(step.HighestFirst ? sorted.Length - notAbove : below, Math.Max(1, notAbove - below));
        }

        public override void Apply(ReadOnlySpan<double> values, Span<double> images)
        {
            // One pass over the sorted values beats a search for each: order the areas once.
            var keys = values.ToArray();
            var order = new int[keys.Length];
            for (var i = 0; i < order.Length; i++)
            {
                order[i] = i;
            }

            Array.Sort(keys, order);
            var (at, below) = (0, 0);
            while (at < keys.Length && double.IsNaN(keys[at]))
            {
                images[order[at++]] = double.NaN;
            }

            while (at < keys.Length)
            {
                var value = keys[at];
                while (below < sorted.Length && sorted[below] < value)
                {
                    below++;
                }

                var notAbove = below;
                while (notAbove < sorted.Length && sorted[notAbove] == value)
                {
                    notAbove++;
                }

                var rank = RankOf(step.HighestFirst ? sorted.Length - notAbove : below, Math.Max(1, notAbove - below));
                for (; at < keys.Length && keys[at] == value; at++)
                {
                    images[order[at]] = rank;
                }
            }
        }

        private double RankOf(int ahead, int equal) => step.Ties switch
        {
            Ties.Minimum => ahead + 1,
            Ties.Maximum => ahead + equal,
            _ => ahead + ((equal + 1) / 2.0),
        };

        private static int LowerBound(double[] sorted, double value)
        {
            var (low, high) = (0, sorted.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                (low, high) = sorted[middle] < value ? (middle + 1, high) : (low, middle);
            }

            return low;
        }

        private static int UpperBound(double[] sorted, double value, int from)
        {
            var (low, high) = (from, sorted.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                (low, high) = sorted[middle] <= value ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }
}

/// <summary>How a rank r of N becomes a share between 0 and 1.</summary>
public enum RankConvention
{
    /// <summary>(N − r + 1) / N: 1 for rank 1 (the English indices' R).</summary>
    [EnumMember(Value = "(N-r+1)/N")]
    FirstIsOne,

    /// <summary>(N − r) / N: 0 for the last rank.</summary>
    [EnumMember(Value = "(N-r)/N")]
    LastIsZero,

    /// <summary>r / N: 1 for the last rank.</summary>
    [EnumMember(Value = "r/N")]
    LastIsOne,

    /// <summary>r / (N + 1): never 0 or 1, as normal scores need (van der Waerden).</summary>
    [EnumMember(Value = "r/(N+1)")]
    Inside,

    /// <summary>(r − 1) / (N − 1): from 0 for rank 1 to 1 for the last (percentile rank).</summary>
    [EnumMember(Value = "(r-1)/(N-1)")]
    Spanning,
}

/// <summary>Ranks to shares between 0 and 1.</summary>
/// <param name="Convention">The formula.</param>
/// <param name="Count">N that is given; null: how many values there are.</param>
public sealed record RankShare(RankConvention Convention, int? Count = null) : Step
{
    /// <inheritdoc/>
    public override string Name => "rank-share";

    /// <inheritdoc/>
    public override string? Mistake => Count < 1 ? "\"count\" is a whole number from 1" : null;

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        double count = Count ?? Reference.Present(values).Length;
        if (count == 0)
        {
            throw new IndexException("all values are missing");
        }

        if (Convention == RankConvention.Spanning && count < 2)
        {
            throw new IndexException("a percentile rank needs at least two areas");
        }

        return new Shares(this with { Count = (int)count }, count);
    }

    private sealed class Shares(RankShare step, double n) : Mapping
    {
        public override IReadOnlyList<KeyValuePair<string, double>> Parameters => [new("count", n)];

        public override Step? Frozen => step;

        public override double Of(double value) => step.Convention switch
        {
            RankConvention.FirstIsOne => (n - value + 1) / n,
            RankConvention.LastIsZero => (n - value) / n,
            RankConvention.LastIsOne => value / n,
            RankConvention.Inside => value / (n + 1),
            _ => (value - 1) / (n - 1),
        };
    }
}

/// <summary>Which part of a value's own weight counts in a cumulative share.</summary>
public enum OwnWeight
{
    /// <summary>All of it: the share of the weight up to and with the value.</summary>
    Through,

    /// <summary>Half of it: the middle of the value's own part (ridit).</summary>
    Half,

    /// <summary>None of it: the share of the weight before the value.</summary>
    Before,
}

/// <summary>
/// The share of all weight (<see cref="Step.Weight"/>, e.g. the population; else of all areas) that stands before a value in order, with so much of its own as
/// <paramref name="Counting"/> says; equal values stand together. Limits on it make classes that hold stated parts of the population, or of the areas, of any size.
/// </summary>
/// <param name="Counting">What counts of the value's own weight.</param>
/// <param name="HighestFirst">The highest value stands first (else the lowest).</param>
public sealed record CumulativeShare(OwnWeight Counting = OwnWeight.Through, bool HighestFirst = false) : Step
{
    /// <inheritdoc/>
    public override string Name => "cumulative-share";

    /// <inheritdoc/>
    public override bool TakesWeight => true;

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var (rising, through) = Reference.Cumulated(values, weights);
        return rising.Length == 0 ? throw new IndexException("no area has both a value and a weight above zero") : new Cumulation(this, rising, through);
    }

    private sealed class Cumulation(CumulativeShare step, double[] rising, double[] through) : Mapping
    {
        public override IReadOnlyList<KeyValuePair<string, double>> Parameters => [new("total", through[^1])];

        public override double Of(double value)
        {
            if (double.IsNaN(value))
            {
                return double.NaN;
            }

            var at = Array.BinarySearch(rising, value);
            var below = at > 0 ? through[at - 1] : at == 0 || ~at == 0 ? 0 : through[~at - 1];
            var withOwn = at >= 0 ? through[at] : below;
            var (before, after) = step.HighestFirst ? (through[^1] - withOwn, through[^1] - below) : (below, withOwn);
            return step.Counting switch
            {
                OwnWeight.Through => after,
                OwnWeight.Half => (before + after) / 2,
                _ => before,
            } / through[^1];
        }
    }
}

/// <summary>
/// The standard normal quantile of a share between 0 and 1 (exclusive): with <see cref="RankConvention.Inside"/> before it, van der Waerden's normal scores.
/// </summary>
public sealed record NormalScore : Step
{
    /// <inheritdoc/>
    public override string Name => "normal-score";

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) => new FixedMapping(this, share => share is > 0 and < 1
        ? -Constants.Sqrt2 * SpecialFunctions.ErfcInv(2 * share)
        : throw new IndexException($"the value {share} has no normal score: it is a share above 0 and below 1 (use rank-share with r/(n+1) before)"));
}

/// <summary>
/// The exponential transform of the English indices: E = −s · ln(1 − R · (1 − exp(−top/s))), R a share from 0 to 1; it spreads the most deprived tenth over
/// half of the range and limits how far one domain can cancel another (Noble et al., 2000; s = 23, top = 100).
/// </summary>
/// <param name="Constant">s, above 0.</param>
/// <param name="Top">The image of R = 1.</param>
public sealed record Exponential(double Constant = 23, double Top = 100) : Step
{
    /// <inheritdoc/>
    public override string Name => "exponential";

    /// <inheritdoc/>
    public override string? Mistake => Constant > 0 && Top > 0 ? null : "\"constant\" and \"top\" have to be above 0";

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var span = 1 - Math.Exp(-Top / Constant);
        return new FixedMapping(this, share => share is >= 0 and <= 1
            ? -Constant * Math.Log(1 - (share * span))
            : throw new IndexException($"the value {share} is not a share from 0 to 1 (use rank-share before)"));
    }
}
