namespace Utanforskap.Statistics.Indices.Steps;

/// <summary>What fills in a missing value.</summary>
public enum ImputeBy
{
    /// <summary>The mean of those that are there.</summary>
    Mean,

    /// <summary>Their median.</summary>
    Median,

    /// <summary>A value that is given.</summary>
    Value,
}

/// <summary>Fills in missing values with one of the same group (see <see cref="Step.Within"/>). Every filled cell is reported.</summary>
/// <param name="By">What fills in.</param>
/// <param name="Value">The value, where it is given.</param>
public sealed record Impute(ImputeBy By, double? Value = null) : Step
{
    /// <inheritdoc/>
    public override string Name => "impute";

    /// <inheritdoc/>
    public override bool TakesWeight => By != ImputeBy.Value;

    /// <inheritdoc/>
    public override string? Mistake => By == ImputeBy.Value != Value is not null ? "\"value\" goes with by: value" : null;

    /// <inheritdoc/>
    public override StepReport Reports => StepReport.Imputed;

    /// <inheritdoc/>
    /// <remarks>A group without any value has nothing to fill in: its areas stay missing.</remarks>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) => new Filling(this, By switch
    {
        ImputeBy.Mean => Reference.Spread(values, weights, sample: false).Mean,
        ImputeBy.Median => Reference.Quantile(values, weights, 0.5),
        _ => Value ?? double.NaN,
    });

    private sealed class Filling(Impute step, double filler) : Mapping
    {
        public override IReadOnlyList<KeyValuePair<string, double>> Parameters => [new("value", filler)];

        public override Step? Frozen => double.IsNaN(filler) ? null : step with { By = ImputeBy.Value, Value = filler, Weight = null };

        public override double Of(double value) => double.IsNaN(value) ? filler : value;
    }
}
