namespace Utanforskap.Statistics.Indices.Combinations;

/// <summary>Combines parts area by area. Terms are added in the parts' order, so the same parts give the same bits.</summary>
internal static class Combining
{
    /// <param name="combination">What to do.</param>
    /// <param name="parts">One column per part.</param>
    /// <param name="weights">One weight per part.</param>
    /// <param name="values">Receives a value per area; NaN where it is missing.</param>
    public static void Apply(Combination combination, double[][] parts, double[] weights, Span<double> values)
    {
        var row = new double[parts.Length];
        for (var area = 0; area < values.Length; area++)
        {
            for (var part = 0; part < parts.Length; part++)
            {
                row[part] = parts[part][area];
            }

            values[area] = Of(combination, row, weights);
        }
    }

    /// <summary>One area's value.</summary>
    public static double Of(Combination combination, ReadOnlySpan<double> row, ReadOnlySpan<double> weights)
    {
        switch (combination.Kind)
        {
            case CombinationKind.AtLeast:
                return AtLeast(row, combination.Count);
            case CombinationKind.FirstTrue:
                return FirstTrue(row);
            case CombinationKind.FirstPresent:
                return FirstPresent(row);
        }

        var present = 0;
        foreach (var value in row)
        {
            present += double.IsNaN(value) ? 0 : 1;
        }

        if (present < row.Length && (!combination.DropMissing || present == 0 || present < combination.Available * row.Length))
        {
            return double.NaN;
        }

        return combination.Kind switch
        {
            CombinationKind.Mean => Mean(row, weights, value => value),
            CombinationKind.Sum => Sum(row, weights, present < row.Length && combination.Renormalise),
            CombinationKind.Product => Product(row, weights),
            CombinationKind.GeometricMean => Math.Exp(Mean(row, weights, value => Math.Log(NotNegative(value, "geometric")))),
            CombinationKind.HarmonicMean => 1 / Mean(row, weights, value => 1 / Positive(value, "harmonic")),
            CombinationKind.PowerMean => PowerMean(row, weights, combination.Exponent),
            CombinationKind.Minimum => Extreme(row, lowest: true),
            _ => Extreme(row, lowest: false),
        };
    }

    private static double Mean(ReadOnlySpan<double> row, ReadOnlySpan<double> weights, Func<double, double> term)
    {
        double sum = 0, total = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (!double.IsNaN(row[i]))
            {
                // A part that counts nothing may have no term, such as the logarithm of 0.
                sum += weights[i] == 0 ? 0 : weights[i] * term(row[i]);
                total += weights[i];
            }
        }

        return total == 0 ? throw new IndexException("the weights of the parts that are there sum to zero, so there is no mean") : sum / total;
    }

    /// <summary>By itself, since a function that holds the exponent is an object for each area, also of those combinations that have none.</summary>
    private static double PowerMean(ReadOnlySpan<double> row, ReadOnlySpan<double> weights, double exponent) =>
        Math.Pow(Mean(row, weights, value => Math.Pow(exponent > 0 ? NotNegative(value, "power") : Positive(value, "power"), exponent)), 1 / exponent);

    private static double Sum(ReadOnlySpan<double> row, ReadOnlySpan<double> weights, bool renormalise)
    {
        double sum = 0, total = 0, whole = 0;
        for (var i = 0; i < row.Length; i++)
        {
            whole += weights[i];
            if (!double.IsNaN(row[i]))
            {
                sum += weights[i] * row[i];
                total += weights[i];
            }
        }

        return !renormalise ? sum : total == 0 ? throw new IndexException("the weights of the parts that are there sum to zero, so the sum cannot be scaled up") : sum * whole / total;
    }

    private static double Product(ReadOnlySpan<double> row, ReadOnlySpan<double> exponents)
    {
        var product = 1.0;
        for (var i = 0; i < row.Length; i++)
        {
            product *= double.IsNaN(row[i]) ? 1 : exponents[i] == 1 ? row[i] : Math.Pow(row[i], exponents[i]);
        }

        return double.IsFinite(product) ? product : throw new IndexException("the product has no value: a nought is divided by, or a negative value has a broken exponent");
    }

    private static double Extreme(ReadOnlySpan<double> row, bool lowest)
    {
        var extreme = double.NaN;
        foreach (var value in row)
        {
            if (!double.IsNaN(value) && (double.IsNaN(extreme) || (lowest ? value < extreme : value > extreme)))
            {
                extreme = value;
            }
        }

        return extreme;
    }

    private static double AtLeast(ReadOnlySpan<double> row, int count)
    {
        var (yes, open) = (0, 0);
        foreach (var value in row)
        {
            yes += IsTrue(value) ? 1 : 0;
            open += double.IsNaN(value) ? 1 : 0;
        }

        return yes >= count ? 1 : yes + open < count ? 0 : double.NaN;
    }

    /// <summary>The lowest and the highest number that first-true can give, whatever stands behind the missing parts; the same where they leave nothing open.</summary>
    public static (int Lowest, int Highest) PossiblyFirst(ReadOnlySpan<double> row)
    {
        var lowest = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (IsTrue(row[i]))
            {
                return (lowest == 0 ? i + 1 : lowest, i + 1);
            }

            lowest = lowest == 0 && double.IsNaN(row[i]) ? i + 1 : lowest;
        }

        return (lowest == 0 ? row.Length + 1 : lowest, row.Length + 1);
    }

    private static double FirstTrue(ReadOnlySpan<double> row)
    {
        var (lowest, highest) = PossiblyFirst(row);
        return lowest == highest ? highest : double.NaN;
    }

    private static double FirstPresent(ReadOnlySpan<double> row)
    {
        foreach (var value in row)
        {
            if (!double.IsNaN(value))
            {
                return value;
            }
        }

        return double.NaN;
    }

    private static bool IsTrue(double value) => value is 0 or 1 or double.NaN
        ? value == 1
        : throw new IndexException($"the value {value} is neither 0 nor 1: only flags (see limit) can be counted");

    /// <summary>A geometric mean, or one of positive powers, is 0 or less than the rest of its parts where a part is 0.</summary>
    private static double NotNegative(double value, string mean) =>
        value >= 0 ? value : throw new IndexException($"the value {value} has no place in a {mean} mean, which needs values of 0 or more");

    private static double Positive(double value, string mean) =>
        value > 0 ? value : throw new IndexException($"the value {value} has no place in a {mean} mean, which needs positive values");
}
