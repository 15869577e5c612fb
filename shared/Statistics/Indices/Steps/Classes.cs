namespace Utanforskap.Statistics.Indices.Steps;

/// <summary>Which side of a limit a value has to be on.</summary>
public enum Side
{
    /// <summary>value ≥ limit.</summary>
    AtLeast,

    /// <summary>value > limit.</summary>
    Above,

    /// <summary>value ≤ limit.</summary>
    AtMost,

    /// <summary>value &lt; limit.</summary>
    Below,
}

/// <summary>
/// Whether a value is beyond a limit: 1 yes, 0 no, missing where the value is missing. The limit is absolute, or relative to the population: mean + k deviations,
/// a percentile, or a fraction of the median. Fitting a relative limit and freezing it makes it absolute.
/// </summary>
/// <param name="Side">Which side counts.</param>
/// <param name="Value">An absolute limit, in the indicator's unit.</param>
/// <param name="Deviations">k of mean + k · standard deviation.</param>
/// <param name="Percentile">A percentile, from 0 to 100 (type 7; with a weight, the lowest value that holds that share of it with all below).</param>
/// <param name="OfMedian">A fraction of the median.</param>
/// <param name="Sample">Deviation of a sample (n − 1).</param>
public sealed record Limit(Side Side, double? Value = null, double? Deviations = null, double? Percentile = null, double? OfMedian = null, bool Sample = false) : Step
{
    /// <inheritdoc/>
    public override string Name => "limit";

    /// <inheritdoc/>
    public override bool TakesWeight => Value is null;

    /// <inheritdoc/>
    public override string? Mistake => new[] { Value, Deviations, Percentile, OfMedian }.Count(limit => limit is not null) != 1 ? "needs exactly one of \"value\", \"deviations\", \"percentile\", \"of-median\"" : Percentile is < 0 or > 100 ? "\"percentile\" is from 0 to 100" : null;

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        if (Value is { } given)
        {
            return new Beyond(this, given);
        }

        double limit;
        if (Deviations is { } k)
        {
            var spread = Reference.SpreadForLimits(values, weights, Sample);
            limit = spread.Mean + (k * spread.Deviation);
        }
        else
        {
            limit = Percentile is { } percentile ? Reference.Quantile(values, weights, percentile / 100) : OfMedian!.Value * Reference.Quantile(values, weights, 0.5);
        }

        return double.IsNaN(limit)
            ? throw new IndexException("too few values to set a limit by")
            : new Beyond(new Limit(Side, limit) { Within = Within }, limit);
    }

    private sealed class Beyond(Limit step, double limit) : Mapping
    {
        public override IReadOnlyList<KeyValuePair<string, double>> Parameters => [new("limit", limit)];

        public override Step? Frozen => step;

        public override double Of(double value) => double.IsNaN(value) ? double.NaN : (step.Side switch
        {
            Side.AtLeast => value >= limit,
            Side.Above => value > limit,
            Side.AtMost => value <= limit,
            _ => value < limit,
        }) ? 1 : 0;
    }
}

/// <summary>How a rank r of N becomes one of g groups of nearly equal size.</summary>
public enum GroupRule
{
    /// <summary>⌈g · r / N⌉ (the English indices' deciles).</summary>
    Ceiling,

    /// <summary>⌊g · (r − 1) / N⌋ + 1.</summary>
    Floor,

    /// <summary>The first N mod g groups have one more than the others (<c>ntile</c> of SQL).</summary>
    FirstLarger,
}

/// <summary>Ranks to groups 1 … g of nearly equal size, such as deciles.</summary>
/// <param name="Count">g, from 2.</param>
/// <param name="Rule">How.</param>
/// <param name="Of">N that is given; null: how many values there are.</param>
public sealed record RankGroup(int Count, GroupRule Rule = GroupRule.Ceiling, int? Of = null) : Step
{
    /// <inheritdoc/>
    public override string Name => "rank-group";

    /// <inheritdoc/>
    public override string? Mistake => Count < 2 || Of < 1 ? "\"count\" is a whole number from 2, \"of\" from 1" : null;

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var n = Of ?? Reference.Present(values).Length;
        var (size, larger) = (n / Count, n % Count);
        return new FixedMapping(this with { Of = n }, rank => Rule switch
        {
            // g·r is exact for ranks and halves of ranks, so the quotient's rounding cannot lift a whole number over itself.
            GroupRule.Ceiling => Math.Ceiling(Count * rank / n),
            GroupRule.Floor => Math.Floor(Count * (rank - 1) / n) + 1,
            _ => rank <= larger * (size + 1) ? Math.Ceiling(rank / (size + 1)) : larger + Math.Ceiling((rank - (larger * (size + 1))) / size),
        });
    }
}

/// <summary>What sets the limits between classes.</summary>
public enum ClassesBy
{
    /// <summary>Limits that are given.</summary>
    Limits,

    /// <summary>Mean + k standard deviations.</summary>
    Deviations,

    /// <summary>Quantiles of the values: g classes with nearly equally many areas (type 7), or with a weight nearly equal parts of it: a class begins with the first value that does not, with all below it, lie within the classes below.</summary>
    Quantiles,

    /// <summary>Natural breaks (Jenks): g classes with the least sum of squares within (Fisher, 1958).</summary>
    NaturalBreaks,
}

/// <summary>
/// Values to classes numbered from 1. Limits are in falling order; a value on a limit belongs to the class above it. Class 1 is the highest unless
/// <paramref name="LowestFirst"/>.
/// </summary>
/// <param name="By">What sets the limits.</param>
/// <param name="Cuts">The limits themselves or the factors k, falling; empty where there are only <paramref name="Count"/>.</param>
/// <param name="Count">How many classes, for quantiles and natural breaks.</param>
/// <param name="Sample">Deviation of a sample (n − 1).</param>
/// <param name="LowestFirst">Class 1 is the lowest.</param>
public sealed record Classes(ClassesBy By, IReadOnlyList<double> Cuts, int Count = 0, bool Sample = false, bool LowestFirst = false) : Step
{
    /// <inheritdoc/>
    public override string Name => "classes";

    /// <inheritdoc/>
    public override bool TakesWeight => By is ClassesBy.Deviations or ClassesBy.Quantiles;

    /// <inheritdoc/>
    public override string? Mistake => By is ClassesBy.Limits or ClassesBy.Deviations
        ? Cuts.Count == 0 || Cuts.Zip(Cuts.Skip(1)).Any(pair => pair.First <= pair.Second) ? "\"cuts\" are numbers, each lower than the one before, as in [2, 1, 0, -1]" : null
        : Cuts.Count > 0 || Count < 2 ? "quantiles and natural breaks need a \"count\" from 2 and no \"cuts\"" : null;

    /// <summary>How many classes there are.</summary>
    public int Number => By is ClassesBy.Limits or ClassesBy.Deviations ? Cuts.Count + 1 : Count;

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        if (By == ClassesBy.Limits)
        {
            return new Cut(this, [.. Cuts]);
        }

        double[] limits;
        if (By == ClassesBy.Deviations)
        {
            var spread = Reference.SpreadForLimits(values, weights, Sample);
            if (double.IsNaN(spread.Deviation))
            {
                throw new IndexException($"{spread.Count} values have no mean and deviation to class by");
            }

            limits = DeviationClasses.Of(spread, [.. Cuts]).Limits.ToArray();
        }
        else
        {
            var sorted = Reference.Sorted(values);
            if (sorted.Distinct().Take(Count).Count() < Count)
            {
                throw new IndexException($"there are fewer distinct values than {Count} classes");
            }

            limits = By == ClassesBy.Quantiles && !weights.IsEmpty ? WeightedQuantiles(values, weights)
                : By == ClassesBy.Quantiles ? [.. Enumerable.Range(1, Count - 1).Reverse().Select(i => Reference.Quantile(sorted, (double)i / Count))]
                : [.. NaturalBreaks.Of(sorted, Count).Reverse()];
        }

        return new Cut(new Classes(ClassesBy.Limits, limits, LowestFirst: LowestFirst) { Within = Within }, limits);
    }

    /// <summary>Limits between parts of equal weight: each is the lowest value that does not lie, with all below it, within the parts under the limit.</summary>
    private double[] WeightedQuantiles(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var (rising, through) = Reference.Cumulated(values, weights);
        return rising.Length == 0
            ? throw new IndexException("no area has a weight above zero")
            : [.. Enumerable.Range(1, Count - 1).Reverse().Select(i => rising[Array.FindIndex(through, sum => sum > through[^1] * i / Count * (1 + 1e-12))])];
    }

    private sealed class Cut(Classes step, double[] limits) : Mapping
    {
        public override IReadOnlyList<KeyValuePair<string, double>> Parameters => [.. limits.Select((limit, i) => KeyValuePair.Create($"limit-{i + 1}", limit))];

        public override Step? Frozen => step;

        public override double Of(double value)
        {
            if (double.IsNaN(value))
            {
                return double.NaN;
            }

            var number = 0;
            while (number < limits.Length && value < limits[number])
            {
                number++;
            }

            return step.LowestFirst ? limits.Length + 1 - number : number + 1;
        }
    }
}
