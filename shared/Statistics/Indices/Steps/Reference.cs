namespace Utanforskap.Statistics.Indices.Steps;

/// <summary>What steps ask of a reference population.</summary>
internal static class Reference
{
    /// <summary>The values that are there, in their order.</summary>
    public static double[] Present(ReadOnlySpan<double> values)
    {
        var present = new double[values.Length];
        var count = 0;
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                present[count++] = value;
            }
        }

        return count == values.Length ? present : present[..count];
    }

    /// <summary>The values that are there, rising.</summary>
    public static double[] Sorted(ReadOnlySpan<double> values)
    {
        var present = Present(values);
        Array.Sort(present);
        return present;
    }

    /// <summary>Mean and standard deviation of the values that are there, weighted where there are weights.</summary>
    /// <remarks>Sample deviation divides by n − 1; with weights by Σw − Σw²/Σw (reliability weights).</remarks>
    public static Spread Spread(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, bool sample)
    {
        double total = 0, squaredWeights = 0;
        var sum = default(CompensatedSum);
        var weightSum = default(CompensatedSum);
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                var weight = WeightAt(weights, i);
                sum.Add(weight * values[i]);
                weightSum.Add(weight);
                squaredWeights += weight * weight;
                count++;
            }
        }

        total = weightSum.Value;
        if (count == 0 || !(total > 0))
        {
            return new Spread(count, double.NaN, double.NaN);
        }

        var mean = sum.Value / total;
        var squares = default(CompensatedSum);
        var rest = default(CompensatedSum);
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                var weight = WeightAt(weights, i);
                var distance = values[i] - mean;
                squares.Add(weight * distance * distance);
                rest.Add(weight * distance);
            }
        }

        var divisor = !sample ? total : total - (weights.IsEmpty ? 1 : squaredWeights / total);
        var variance = (squares.Value - (rest.Value * rest.Value / total)) / divisor;
        return new Spread(count, mean, divisor > 0 ? Math.Sqrt(Math.Max(0, variance)) : double.NaN);
    }

    /// <summary>A quantile of rising values by linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996; R's and NumPy's default).</summary>
    /// <param name="sorted">At least one value, rising.</param>
    /// <param name="share">From 0 to 1.</param>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        var place = (sorted.Length - 1) * share;
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    private static double WeightAt(ReadOnlySpan<double> weights, int i) => weights.IsEmpty ? 1 : double.IsNaN(weights[i]) ? 0 : weights[i];
}
