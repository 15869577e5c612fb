namespace Utanforskap.Statistics.Indices.Steps;

/// <summary>value · <paramref name="Multiply"/> + <paramref name="Add"/>.</summary>
/// <param name="Multiply">The factor.</param>
/// <param name="Add">What is added after.</param>
public sealed record Scale(double Multiply = 1, double Add = 0) : Step
{
    /// <inheritdoc/>
    public override string Name => "scale";

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) => new LinearMapping(0, Multiply, Add, [], this);
}

/// <summary>−value: turns an indicator that lowers the index into one that raises it.</summary>
public sealed record Negate : Step
{
    /// <inheritdoc/>
    public override string Name => "negate";

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) => new FixedMapping(this, value => -value);
}

/// <summary><paramref name="Of"/> − value, e.g. 1 − percentile rank.</summary>
/// <param name="Of">What the value is taken from.</param>
public sealed record Complement(double Of = 1) : Step
{
    /// <inheritdoc/>
    public override string Name => "complement";

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) => new FixedMapping(this, value => Of - value);
}

/// <summary>Rounds to decimals.</summary>
/// <param name="Decimals">0 to 15.</param>
/// <param name="Halves">Where a value halfway between two goes.</param>
public sealed record Round(int Decimals, MidpointRounding Halves = MidpointRounding.AwayFromZero) : Step
{
    /// <inheritdoc/>
    public override string Name => "round";

    /// <inheritdoc/>
    public override string? Mistake => Decimals is >= 0 and <= 15 ? null : "\"decimals\" is a whole number from 0 to 15";

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) => new FixedMapping(this, value => To(value, Decimals, Halves));

    /// <summary>Rounds the decimal number that the double prints as, so that 0.285 (whose binary value is a little less) rounds as people round it.</summary>
    internal static double To(double value, int decimals, MidpointRounding halves) =>
        Math.Abs(value) < 1e13 ? (double)Math.Round((decimal)value, decimals, halves) : Math.Round(value, Math.Min(decimals, 15), halves);
}

/// <summary>Holds values between limits.</summary>
/// <param name="Lower">The lowest image.</param>
/// <param name="Upper">The highest image.</param>
public sealed record Clamp(double Lower = double.NegativeInfinity, double Upper = double.PositiveInfinity) : Step
{
    /// <inheritdoc/>
    public override string Name => "clamp";

    /// <inheritdoc/>
    public override string? Mistake => Lower < Upper ? null : "\"lower\" has to be below \"upper\"";

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) => new FixedMapping(this, value => Math.Clamp(value, Lower, Upper));
}

/// <summary>The inverse hyperbolic sine, asinh(value / <paramref name="Scale"/>): near a logarithm for large values, defined for nil and below.</summary>
/// <param name="Scale">Above 0.</param>
public sealed record InverseHyperbolicSine(double Scale = 1) : Step
{
    /// <inheritdoc/>
    public override string Name => "inverse-hyperbolic-sine";

    /// <inheritdoc/>
    public override string? Mistake => Scale > 0 ? null : "\"scale\" has to be above 0";

    /// <inheritdoc/>
    public override Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) => new FixedMapping(this, value => Math.Asinh(value / Scale));
}
