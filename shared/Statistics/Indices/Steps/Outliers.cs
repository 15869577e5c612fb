using MathNet.Numerics;
using MathNet.Numerics.Optimization;

namespace Utanforskap.Statistics.Indices.Steps;

/// <summary>
/// Winsorises while skewness and kurtosis both exceed limits: the farthest value (on the side that the skew points to) is drawn in to the next one. If at most
/// so many points do not suffice, nothing is changed, so that another treatment can follow (COINr's rule).
/// </summary>
/// <param name="Skew">Limit of the absolute skewness.</param>
/// <param name="Kurtosis">Limit of the excess kurtosis.</param>
/// <param name="AtMost">How many points may be drawn in.</param>
/// <param name="Lower">A lowest value that is given; with <paramref name="Upper"/> it replaces the search.</param>
/// <param name="Upper">A highest value that is given.</param>
public sealed record Winsorise(double Skew = 2, double Kurtosis = 3.5, int AtMost = 5, double? Lower = null, double? Upper = null) : Step
{
    /// <inheritdoc/>
    public override string Name => "winsorise";

    /// <inheritdoc/>
    public override string? Mistake => Skew < 0 || AtMost < 1 || Lower >= Upper ? "\"skew\" is not negative, \"at-most\" is from 1, and \"lower\" is below \"upper\"" : null;

    /// <inheritdoc/>
    public override StepReport Reports => StepReport.Treated;

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        if (Lower is not null || Upper is not null)
        {
            return new Limits(this, Lower ?? double.NegativeInfinity, Upper ?? double.PositiveInfinity);
        }

        var sorted = Reference.Sorted(values);
        var drawn = (double[])sorted.Clone();
        var (low, high) = (0, sorted.Length - 1);
        for (var moments = Moments.Of(drawn); moments.Outlying(Skew, Kurtosis); moments = Moments.Of(drawn))
        {
            if (low + (sorted.Length - 1 - high) >= AtMost || high - low < 2)
            {
                (low, high) = (0, sorted.Length - 1);
                break;
            }

            if (moments.Skew > 0)
            {
                high--;
                Array.Fill(drawn, sorted[high], high, sorted.Length - high);
            }
            else
            {
                low++;
                Array.Fill(drawn, sorted[low], 0, low + 1);
            }
        }

        return sorted.Length == 0
            ? throw new IndexException("all values are missing")
            : new Limits(this with { Lower = sorted[low], Upper = sorted[high] }, sorted[low], sorted[high]);
    }

    private sealed class Limits(Winsorise step, double lower, double upper) : Mapping
    {
        public override IReadOnlyList<KeyValuePair<string, double>> Parameters => [new("lower", lower), new("upper", upper)];

        public override Step? Frozen => step;

        // Comparisons with NaN are false: missing stays missing.
        public override double Of(double value) => value < lower ? lower : value > upper ? upper : value;
    }
}

/// <summary>Draws values in to two quantiles of the population.</summary>
/// <param name="LowerShare">Share of the areas below the lower limit, e.g. 0.01.</param>
/// <param name="UpperShare">Share of the areas below the upper limit, e.g. 0.99.</param>
public sealed record Trim(double LowerShare, double UpperShare) : Step
{
    /// <inheritdoc/>
    public override string Name => "trim";

    /// <inheritdoc/>
    public override string? Mistake => LowerShare >= 0 && LowerShare < UpperShare && UpperShare <= 1 ? null : "0 ≤ \"lower-share\" < \"upper-share\" ≤ 1";

    /// <inheritdoc/>
    public override StepReport Reports => StepReport.Treated;

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var sorted = Reference.Sorted(values);
        return sorted.Length == 0
            ? throw new IndexException("all values are missing")
            : new Winsorise(Lower: Reference.Quantile(sorted, LowerShare), Upper: Reference.Quantile(sorted, UpperShare)).Fit(values, weights);
    }
}

/// <summary>The natural logarithm of value + <paramref name="Add"/>, or of value − minimum + a share of the range (COINr's <c>log_CT</c>: 0.01).</summary>
/// <param name="Add">What is added before, in the indicator's unit.</param>
/// <param name="RangeShare">If given, the values are first moved so that the lowest is this share of the range.</param>
/// <param name="WhenSkew">If given, only values whose absolute skewness exceeds it …</param>
/// <param name="WhenKurtosis">… and whose kurtosis exceeds this are changed.</param>
public sealed record Log(double Add = 0, double? RangeShare = null, double? WhenSkew = null, double? WhenKurtosis = null) : Step
{
    /// <inheritdoc/>
    public override string Name => "log";

    /// <inheritdoc/>
    public override string? Mistake => RangeShare <= 0 ? "\"range-share\" has to be above 0" : WhenKurtosis is null != WhenSkew is null ? "\"when-skew\" and \"when-kurtosis\" go together" : null;

    /// <inheritdoc/>
    public override StepReport Reports => WhenSkew is null ? StepReport.Nothing : StepReport.Treated;

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        if (WhenSkew is { } skew && !Moments.Of(Reference.Present(values)).Outlying(skew, WhenKurtosis ?? 0))
        {
            return new FixedMapping(new Scale(), value => value);
        }

        var add = Add;
        if (RangeShare is { } share)
        {
            var sorted = Reference.Sorted(values);
            add = sorted.Length == 0 ? throw new IndexException("all values are missing") : (share * (sorted[^1] - sorted[0])) - sorted[0];
        }

        return new FixedMapping(new Log(add), value => value + add > 0
            ? Math.Log(value + add)
            : throw new IndexException($"the value {value} has no logarithm (it and what is added sum to {value + add}); add enough to make all values positive"));
    }
}

/// <summary>Box–Cox: ((value + add)^λ − 1) / λ, the logarithm where λ = 0.</summary>
/// <param name="Lambda">λ; null: the one of the highest likelihood (Box and Cox, 1964), sought from −5 to 5.</param>
/// <param name="Add">What is added before, to make all values positive.</param>
/// <param name="WhenSkew">If given, only values whose absolute skewness exceeds it …</param>
/// <param name="WhenKurtosis">… and whose kurtosis exceeds this are changed.</param>
public sealed record BoxCox(double? Lambda = null, double Add = 0, double? WhenSkew = null, double? WhenKurtosis = null) : Step
{
    /// <inheritdoc/>
    public override string Name => "box-cox";

    /// <inheritdoc/>
    public override string? Mistake => WhenKurtosis is null != WhenSkew is null ? "\"when-skew\" and \"when-kurtosis\" go together" : null;

    /// <inheritdoc/>
    public override StepReport Reports => WhenSkew is null ? StepReport.Nothing : StepReport.Treated;

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var present = Reference.Present(values);
        if (WhenSkew is { } skew && !Moments.Of(present).Outlying(skew, WhenKurtosis ?? 0))
        {
            return new FixedMapping(new Scale(), value => value);
        }

        var lambda = Lambda ?? Likeliest(present);
        return new Power(this with { Lambda = lambda, WhenSkew = null, WhenKurtosis = null }, lambda);
    }

    private double Likeliest(double[] present)
    {
        if (present.Length < 2 || Array.TrueForAll(present, value => value == present[0]))
        {
            throw new IndexException("the values have no spread, so no λ is likeliest");
        }

        var logs = default(CompensatedSum);
        foreach (var value in present)
        {
            logs.Add(value + Add > 0 ? Math.Log(value + Add) : throw Impossible(value));
        }

        double Unlikely(double lambda)
        {
            var spread = Spread.OfPopulation(Array.ConvertAll(present, value => Transform(value + Add, lambda)));
            return (present.Length * Math.Log(spread.Deviation)) - ((lambda - 1) * logs.Value);
        }

        return GoldenSectionMinimizer.Minimum(ObjectiveFunction.ScalarValue(Unlikely), -5, 5, 1e-10, 1000).MinimizingPoint;
    }

    private IndexException Impossible(double value) => new($"the value {value} has no power (it and what is added sum to {value + Add}); add enough to make all values positive");

    private static double Transform(double value, double lambda) => lambda.AlmostEqual(0, 1e-12) ? Math.Log(value) : (Math.Pow(value, lambda) - 1) / lambda;

    private sealed class Power(BoxCox step, double lambda) : Mapping
    {
        public override IReadOnlyList<KeyValuePair<string, double>> Parameters => [new("lambda", lambda)];

        public override Step? Frozen => step;

        public override double Of(double value) => double.IsNaN(value) ? value : value + step.Add > 0 ? Transform(value + step.Add, lambda) : throw step.Impossible(value);
    }
}
