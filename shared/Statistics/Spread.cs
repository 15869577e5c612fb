namespace Utanforskap.Statistics;

/// <summary>Mean and standard deviation of a set of values.</summary>
/// <param name="Count">How many values there are.</param>
/// <param name="Mean">Arithmetic mean, in the values' unit; NaN of no values.</param>
/// <param name="Deviation">Standard deviation, in the values' unit; 0 where all values are equal, NaN of no values.</param>
public readonly record struct Spread(int Count, double Mean, double Deviation)
{
    /// <summary>
    /// Unweighted mean and population standard deviation, s = √(Σ(x−m)²/n), by two passes of compensated sums in the values' order. Values have to
    /// be finite; an <see cref="ArgumentException"/> names the first that is not.
    /// </summary>
    public static Spread OfPopulation(ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException($"Value {i} of {values.Length} is {values[i]}; mean and deviation need finite values.", nameof(values));
            }
        }

        if (values.IsEmpty)
        {
            return new Spread(0, double.NaN, double.NaN);
        }

        var mean = CompensatedSum.Of(values) / values.Length;
        var squares = default(CompensatedSum);
        var rest = default(CompensatedSum);
        foreach (var value in values)
        {
            var distance = value - mean;
            squares.Add(distance * distance);
            rest.Add(distance);
        }

        // The mean is rounded, so the distances do not sum to nil; taking their mean's square away mends what that adds (Chan, Golub and LeVeque, 1983).
        var variance = (squares.Value - (rest.Value * rest.Value / values.Length)) / values.Length;
        return new Spread(values.Length, mean, Math.Sqrt(Math.Max(0, variance)));
    }
}
