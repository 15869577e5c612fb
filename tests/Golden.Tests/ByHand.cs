namespace Utanforskap.Golden;

/// <summary>Formulas of technical reports written out once more, as plainly as they stand there and without the engine, to check it by. Every value is there.</summary>
internal static class ByHand
{
    /// <summary>Ranks from 1 for the lowest; equal values share the mean of theirs.</summary>
    public static double[] RankRising(double[] values) =>
        [.. values.Select(value => values.Count(other => other < value) + ((values.Count(other => other == value) + 1) / 2.0))];

    /// <summary>Ranks from 1 for the highest; equal values share the lowest.</summary>
    public static double[] RankFalling(double[] values) => [.. values.Select(value => values.Count(other => other > value) + 1.0)];

    public static double[] Turned(double[] values) => [.. values.Select(value => -value)];

    /// <summary>The normal score of a rank: the normal quantile of r / (n + 1).</summary>
    public static double[] NormalScores(double[] values) => [.. RankRising(values).Select(rank => Quantile(rank / (values.Length + 1)))];

    /// <summary>The exponential transform of a share R: −23 ln(1 − R (1 − e^(−100/23))).</summary>
    public static double Exponential(double share) => -23 * Math.Log(1 - (share * (1 - Math.Exp(-100 / 23.0))));

    /// <summary>The exponential transform of ranks over N, the highest value standing at 1.</summary>
    public static double[] ExponentialOfRank(double[] values) => [.. RankRising(values).Select(rank => Exponential(rank / values.Length))];

    public static double[] Weighted(double[][] columns, params double[] weights) =>
        [.. Enumerable.Range(0, columns[0].Length).Select(area => columns.Zip(weights, (column, weight) => weight * column[area]).Sum())];

    public static double Mean(double[] values) => values.Sum() / values.Length;

    public static double Deviation(double[] values) => Math.Sqrt(values.Sum(value => Math.Pow(value - Mean(values), 2)) / values.Length);

    public static double[] Standard(double[] values) => [.. values.Select(value => (value - Mean(values)) / Deviation(values))];

    public static double[,] Correlations(double[][] columns)
    {
        var standard = columns.Select(Standard).ToArray();
        var table = new double[columns.Length, columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                table[i, j] = standard[i].Zip(standard[j], (a, b) => a * b).Sum() / standard[i].Length;
            }
        }

        return table;
    }

    /// <summary>The first eigenvector and eigenvalue, by multiplying again and again.</summary>
    public static (double[] Vector, double Value) FirstEigenvector(double[,] matrix)
    {
        var vector = Enumerable.Repeat(1.0, matrix.GetLength(0)).ToArray();
        var length = 0.0;
        for (var round = 0; round < 1_000; round++)
        {
            var next = vector.Select((_, i) => vector.Select((value, j) => matrix[i, j] * value).Sum()).ToArray();
            length = Math.Sqrt(next.Sum(value => value * value));
            vector = Array.ConvertAll(next, value => value / length);
        }

        return (vector, length);
    }

    /// <summary>
    /// Loadings of one factor by maximum likelihood, by Lawley's equations: the first eigenvector of Ψ^(−½) R Ψ^(−½), and Ψ what it leaves of each variance; then the
    /// weights of the factor's score, Ψ⁻¹λ but for a factor.
    /// </summary>
    public static double[] FactorWeights(double[][] columns)
    {
        var correlations = Correlations(columns);
        var n = columns.Length;
        var unique = Enumerable.Repeat(0.5, n).ToArray();
        var loadings = new double[n];
        for (var round = 0; round < 300; round++)
        {
            var scaled = new double[n, n];
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    scaled[i, j] = correlations[i, j] / Math.Sqrt(unique[i] * unique[j]);
                }
            }

            var (vector, value) = FirstEigenvector(scaled);
            loadings = [.. vector.Select((part, i) => part * Math.Sqrt(unique[i] * (value - 1)))];
            unique = Array.ConvertAll(loadings, loading => 1 - (loading * loading));
        }

        var total = loadings.Select((loading, i) => loading * loading / unique[i]).Sum();
        return [.. loadings.Select((loading, i) => loading / unique[i] / (1 + total))];
    }

    /// <summary>The normal quantile, by halving: Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …).</summary>
    private static double Quantile(double share)
    {
        var (low, high) = (-9.0, 9.0);
        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Distribution(middle) < share ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private static double Distribution(double x)
    {
        double term = x, sum = x;
        for (var k = 1; k < 200; k++)
        {
            term *= x * x / ((2 * k) + 1);
            sum += term;
        }

        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }
}
