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

    /// <summary>As <see cref="Spread"/>, but values without spread are refused: each would lie on every limit, and so in the highest class.</summary>
    public static Spread SpreadForLimits(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, bool sample)
    {
        var spread = Spread(values, weights, sample);
        return spread.Deviation == 0 ? throw new IndexException($"the values have no spread (all are {spread.Mean}), so deviations set no limits") : spread;
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

    /// <summary>
    /// A quantile of the values that are there: type 7 where they count the same; with weights the lowest value that holds, with all below it, at least the share
    /// of the whole weight (the inverse of the weighted distribution function). NaN where there are no values, or no weight.
    /// </summary>
    public static double Quantile(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double share)
    {
        if (weights.IsEmpty)
        {
            var sorted = Sorted(values);
            return sorted.Length == 0 ? double.NaN : Quantile(sorted, share);
        }

        var (rising, through) = Cumulated(values, weights);
        if (rising.Length == 0)
        {
            return double.NaN;
        }

        // A sum of many weights and a share of it differ in their last bits where they should be equal.
        var wanted = share * through[^1] * (1 - 1e-12);
        var at = 0;
        while (at < rising.Length - 1 && !(through[at] >= wanted && through[at] > 0))
        {
            at++;
        }

        return rising[at];
    }

    /// <summary>The distinct values that are there, rising, and the weight of all areas up to and with each; empty where there is no weight.</summary>
    public static (double[] Values, double[] Through) Cumulated(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var places = new int[values.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = i;
        }

        // By value and, among equals, by place: sums run in a stated order.
        var keys = values.ToArray();
        Array.Sort(places, (a, b) => keys[a].CompareTo(keys[b]) is var order && order != 0 ? order : a.CompareTo(b));
        var (rising, through) = (new List<double>(), new List<double>());
        var sum = default(CompensatedSum);
        foreach (var place in places)
        {
            if (double.IsNaN(keys[place]))
            {
                continue;
            }

            sum.Add(WeightAt(weights, place));
            if (rising.Count == 0 || rising[^1] != keys[place])
            {
                rising.Add(keys[place]);
                through.Add(sum.Value);
            }
            else
            {
                through[^1] = sum.Value;
            }
        }

        return through.Count > 0 && through[^1] > 0 ? ([.. rising], [.. through]) : ([], []);
    }

    private static double WeightAt(ReadOnlySpan<double> weights, int i) => weights.IsEmpty ? 1 : double.IsNaN(weights[i]) ? 0 : weights[i];
}
