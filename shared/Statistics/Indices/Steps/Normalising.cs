namespace Utanforskap.Statistics.Indices.Steps;

/// <summary>Min–max: the lowest value becomes <paramref name="From"/>, the highest <paramref name="To"/>, linear between.</summary>
/// <param name="From">Image of the lowest value.</param>
/// <param name="To">Image of the highest value.</param>
/// <param name="Minimum">A lowest value that is given, e.g. of a base year; null: the population's.</param>
/// <param name="Maximum">A highest value that is given; null: the population's.</param>
public sealed record MinMax(double From = 0, double To = 1, double? Minimum = null, double? Maximum = null) : Step
{
    /// <inheritdoc/>
    public override string Name => "min-max";

    /// <inheritdoc/>
    public override string? Mistake => Minimum >= Maximum ? "\"minimum\" has to be below \"maximum\"" : null;

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        foreach (var value in values)
        {
            // A comparison with NaN is false: missing values never count.
            minimum = value < minimum ? value : minimum;
            maximum = value > maximum ? value : maximum;
        }

        minimum = Minimum ?? minimum;
        maximum = Maximum ?? maximum;
        if (!(maximum > minimum))
        {
            throw new IndexException(double.IsFinite(minimum) ? $"all values are {minimum}, so min–max has no span" : "all values are missing");
        }

        return new LinearMapping(
            minimum, (To - From) / (maximum - minimum), From, [new("minimum", minimum), new("maximum", maximum)],
            this with { Minimum = minimum, Maximum = maximum });
    }
}

/// <summary>Standard scores: (value − mean) / deviation, put at <paramref name="Mean"/> with spread <paramref name="Deviation"/> (SEIFA: 1000 and 100).</summary>
/// <param name="Mean">Image of the mean.</param>
/// <param name="Deviation">Image of one standard deviation; above 0.</param>
/// <param name="Sample">Deviation of a sample (n − 1) rather than of the population (n).</param>
/// <param name="Centre">A mean that is given; null: the population's.</param>
/// <param name="Unit">A standard deviation that is given; null: the population's.</param>
public sealed record Standardise(double Mean = 0, double Deviation = 1, bool Sample = false, double? Centre = null, double? Unit = null) : Step
{
    /// <inheritdoc/>
    public override string Name => "standardise";

    /// <inheritdoc/>
    public override bool TakesWeight => true;

    /// <inheritdoc/>
    public override string? Mistake => !(Deviation > 0) || Unit <= 0 ? "\"deviation\" and \"unit\" have to be above 0" : null;

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var spread = Centre is null || Unit is null ? Reference.Spread(values, weights, Sample) : default;
        var centre = Centre ?? spread.Mean;
        var unit = Unit ?? spread.Deviation;
        if (!(unit > 0))
        {
            throw new IndexException(double.IsNaN(centre) ? "all values are missing"
                : double.IsNaN(unit) ? "the values are too few, or too large, for a standard deviation"
                : "the values have no spread (standard deviation 0), so they cannot be standardised");
        }

        return new LinearMapping(
            centre, Deviation / unit, Mean, [new("centre", centre), new("unit", unit)], this with { Centre = centre, Unit = unit, Weight = null });
    }
}

/// <summary>Goalposts: <paramref name="Lower"/> becomes <paramref name="From"/> and <paramref name="Upper"/> becomes <paramref name="To"/>, held between them.</summary>
/// <param name="Lower">The lower post, in the indicator's unit.</param>
/// <param name="Upper">The upper post; different from the lower.</param>
/// <param name="From">Image of the lower post.</param>
/// <param name="To">Image of the upper post.</param>
/// <param name="Falling">Turned round: the upper post becomes <paramref name="From"/>.</param>
/// <param name="Cap">Holds images between the posts' images.</param>
public sealed record Goalposts(double Lower, double Upper, double From = 0, double To = 1, bool Falling = false, bool Cap = true) : Step
{
    /// <inheritdoc/>
    public override string Name => "goalposts";

    /// <inheritdoc/>
    public override string? Mistake => Lower < Upper ? null : "\"lower\" has to be below \"upper\"";

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) => new FixedMapping(this, value =>
    {
        var image = From + ((To - From) * (Falling ? Upper - value : value - Lower) / (Upper - Lower));
        return Cap ? Math.Clamp(image, Math.Min(From, To), Math.Max(From, To)) : image;
    });
}

/// <summary>
/// Distance to a target: (value − minimum) / (target − minimum) for an indicator that should rise, (maximum − value) / (maximum − target) for one that
/// should fall; 1 at the target and, where capped, beyond it (COINr's <c>n_dist2targ</c>).
/// </summary>
/// <param name="Target">The target, in the indicator's unit.</param>
/// <param name="Falling">The indicator should fall to the target.</param>
/// <param name="Cap">Beyond the target is 1.</param>
/// <param name="End">The other end that is given; null: the population's lowest (highest where falling).</param>
public sealed record DistanceToTarget(double Target, bool Falling = false, bool Cap = true, double? End = null) : Step
{
    /// <inheritdoc/>
    public override string Name => "distance-to-target";

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var sorted = Reference.Sorted(values);
        if (End is null && sorted.Length == 0)
        {
            throw new IndexException("all values are missing");
        }

        var end = End ?? (Falling ? sorted[^1] : sorted[0]);
        if (Falling ? end <= Target : end >= Target)
        {
            throw new IndexException($"the target {Target} is not beyond the {(Falling ? "highest" : "lowest")} value {end}, so there is no distance to it");
        }

        return new Distance(this with { End = end }, end);
    }

    private sealed class Distance(DistanceToTarget step, double end) : Mapping
    {
        public override IReadOnlyList<KeyValuePair<string, double>> Parameters => [new("end", end)];

        public override Step? Frozen => step;

        public override double Of(double value)
        {
            var distance = (value - end) / (step.Target - end);
            return step.Cap && distance > 1 ? 1 : distance;
        }
    }
}

/// <summary>Each value's share of the sum of all (or of the largest).</summary>
/// <param name="OfMaximum">Share of the largest value rather than of the sum.</param>
/// <param name="Total">A whole that is given; null: the population's.</param>
public sealed record Share(bool OfMaximum = false, double? Total = null) : Step
{
    /// <inheritdoc/>
    public override string Name => "share";

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var present = Reference.Present(values);
        var total = Total ?? (present.Length == 0 ? double.NaN : OfMaximum ? present.Max() : CompensatedSum.Of(present));
        return total is 0 or double.NaN
            ? throw new IndexException(present.Length == 0 ? "all values are missing" : "the whole is zero, so there are no shares of it")
            : new LinearMapping(0, 1 / total, 0, [new("total", total)], this with { Total = total });
    }
}
