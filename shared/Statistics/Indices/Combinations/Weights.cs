using MathNet.Numerics.LinearAlgebra;

namespace Utanforskap.Statistics.Indices.Combinations;

/// <summary>Weights that come from the figures themselves. Only areas where no part is missing count.</summary>
internal static class Weights
{
    private const int MostRounds = 20_000;

    /// <summary>One weight per part; 0 for those taken out.</summary>
    /// <exception cref="IndexException">The figures give none, e.g. a part without spread.</exception>
    public static double[] Fit(Combination combination, double[][] parts)
    {
        double[] given = [.. combination.Parts.Select(part => part.Weight)];
        if (combination.Weighting == Weighting.Given)
        {
            return given;
        }

        var complete = Complete(parts);
        if (complete.Length < 3)
        {
            throw new IndexException($"{complete.Length} areas have all parts; weights from the figures need at least 3");
        }

        var correlations = Correlations(combination, parts, complete);
        return combination.Weighting == Weighting.Optimised ? Optimised(given, correlations) : Loaded(combination, correlations);
    }

    private static int[] Complete(double[][] parts) =>
        [.. Enumerable.Range(0, parts[0].Length).Where(area => Array.TrueForAll(parts, part => !double.IsNaN(part[area])))];

    private static Matrix<double> Correlations(Combination combination, double[][] parts, int[] areas)
    {
        var standard = parts.Select((part, i) =>
        {
            var values = Array.ConvertAll(areas, area => part[area]);
            var spread = Spread.OfPopulation(values);
            return spread.Deviation > 0
                ? Array.ConvertAll(values, value => (value - spread.Mean) / spread.Deviation)
                : throw new IndexException($"\"{combination.Parts[i].Id}\" has the same value in all areas, so it correlates with nothing");
        }).ToArray();
        return Matrix<double>.Build.Dense(parts.Length, parts.Length, (i, j) =>
        {
            if (i == j)
            {
                return 1;
            }

            // The same order of terms for (i, j) and (j, i): the matrix is symmetric to the last bit.
            var sum = default(CompensatedSum);
            for (var area = 0; area < areas.Length; area++)
            {
                sum.Add(standard[Math.Min(i, j)][area] * standard[Math.Max(i, j)][area]);
            }

            return sum.Value / areas.Length;
        });
    }

    /// <summary>Weights of a component or factor, without the parts that load too little on it.</summary>
    private static double[] Loaded(Combination combination, Matrix<double> correlations)
    {
        var kept = Enumerable.Range(0, correlations.RowCount).ToList();
        while (true)
        {
            var among = Matrix<double>.Build.Dense(kept.Count, kept.Count, (i, j) => correlations[kept[i], kept[j]]);
            var (weights, loadings) = combination.Weighting == Weighting.PrincipalComponent ? PrincipalComponent(among) : FirstFactor(among);
            var lowest = Enumerable.Range(0, kept.Count).MinBy(i => Math.Abs(loadings[i]));
            if (Math.Abs(loadings[lowest]) >= combination.DropLoadingsBelow)
            {
                var all = new double[correlations.RowCount];
                for (var i = 0; i < kept.Count; i++)
                {
                    all[kept[i]] = weights[i];
                }

                return all;
            }

            if (kept.Count == 1)
            {
                throw new IndexException($"no part loads {combination.DropLoadingsBelow} or more");
            }

            kept.RemoveAt(lowest);
        }
    }

    private static (Vector<double> Weights, Vector<double> Loadings) PrincipalComponent(Matrix<double> correlations)
    {
        var evd = correlations.Evd(Symmetricity.Symmetric);
        var last = correlations.RowCount - 1;
        var vector = evd.EigenVectors.Column(last);
        vector = vector.Sum() < 0 ? -vector : vector;
        return (vector, vector * Math.Sqrt(Math.Max(0, evd.EigenValues[last].Real)));
    }

    /// <summary>One factor by the EM algorithm (Rubin and Thayer, 1982); unique variances are held at 0.005 or more, as R's <c>factanal</c> does.</summary>
    private static (Vector<double> Weights, Vector<double> Loadings) FirstFactor(Matrix<double> correlations)
    {
        const double leastUnique = 0.005;
        var loadings = PrincipalComponent(correlations).Loadings;
        var unique = Unique(loadings);
        for (var round = 0; round < MostRounds; round++)
        {
            var score = Score(loadings, unique);
            var covariance = correlations * score;
            var next = covariance / (1 - score.DotProduct(loadings) + score.DotProduct(covariance));
            var change = (next - loadings).InfinityNorm();
            loadings = next;
            unique = (Vector<double>.Build.Dense(correlations.RowCount, 1) - loadings.PointwiseMultiply(covariance)).PointwiseMaximum(leastUnique);
            if (change < 1e-13)
            {
                return (Score(loadings, unique), loadings);
            }
        }

        throw new IndexException("the factor analysis does not settle: the parts may have no factor in common");

        Vector<double> Unique(Vector<double> from) => (1 - from.PointwiseMultiply(from)).PointwiseMaximum(leastUnique);
        static Vector<double> Score(Vector<double> loadings, Vector<double> unique)
        {
            var scaled = loadings.PointwiseDivide(unique);
            return scaled / (1 + loadings.DotProduct(scaled));
        }
    }

    /// <summary>
    /// Weights by which each part's squared correlation with the weighted sum is in proportion to its importance (the aim of Becker et al., 2017). A part's
    /// correlation with Σ w z is in proportion to (R w), R the parts' correlations, so R w = √importance is solved; the parts have to be standardised.
    /// </summary>
    private static double[] Optimised(double[] importance, Matrix<double> correlations)
    {
        if (importance.Any(weight => weight <= 0))
        {
            throw new IndexException("optimised weights need an importance above zero for every part");
        }

        var weights = correlations.Solve(Vector<double>.Build.Dense(importance.Length, i => Math.Sqrt(importance[i])));
        return weights.All(weight => weight > 0 && double.IsFinite(weight))
            ? [.. weights / weights.Sum()]
            : throw new IndexException("no positive weights give the parts the importance that is asked for: some are nearly the same as others, or opposed to them");
    }
}
