namespace Utanforskap.Statistics.Indices.Steps;

/// <summary>Skewness and excess kurtosis of a sample, as spreadsheets give them (G₁ and G₂ of Joanes and Gill, 1998).</summary>
/// <param name="Skew">G₁; NaN of fewer than 3 values or without spread.</param>
/// <param name="Kurtosis">G₂, 0 for a normal distribution; NaN of fewer than 4 values or without spread.</param>
public readonly record struct Moments(double Skew, double Kurtosis)
{
    /// <summary>Of values that are all there.</summary>
    public static Moments Of(ReadOnlySpan<double> values)
    {
        double n = values.Length;
        var mean = CompensatedSum.Of(values) / n;
        CompensatedSum second = default, third = default, fourth = default;
        foreach (var value in values)
        {
            var distance = value - mean;
            var square = distance * distance;
            second.Add(square);
            third.Add(square * distance);
            fourth.Add(square * square);
        }

        var variance = second.Value / (n - 1);
        if (!(variance > 0))
        {
            return new Moments(double.NaN, double.NaN);
        }

        var skew = n < 3 ? double.NaN : n / ((n - 1) * (n - 2)) * third.Value / Math.Pow(variance, 1.5);
        var kurtosis = n < 4
            ? double.NaN
            : (n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * fourth.Value / (variance * variance)) - (3 * (n - 1) * (n - 1) / ((n - 2) * (n - 3)));
        return new Moments(skew, kurtosis);
    }

    /// <summary>Both measures lie beyond their limits: the mark of outliers rather than of a skewed whole.</summary>
    public bool Outlying(double skew, double kurtosis) => Math.Abs(Skew) > skew && Kurtosis > kurtosis;
}
