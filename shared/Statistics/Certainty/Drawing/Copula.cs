namespace Utanforskap.Statistics.Certainty.Drawing;

/// <summary>Makes independent normal numbers correlated.</summary>
internal static class Copula
{
    /// <summary>The lower triangle L with L·Lᵀ = the matrix (Cholesky); null where the matrix is not symmetric with 1 on its diagonal, or not positive definite.</summary>
    public static double[][]? Factor(IReadOnlyList<IReadOnlyList<double>> correlation)
    {
        var factor = new double[correlation.Count][];
        for (var row = 0; row < factor.Length; row++)
        {
            factor[row] = new double[row + 1];
            for (var column = 0; column <= row; column++)
            {
                var rest = correlation[row][column];
                if (rest != correlation[column][row] || (row == column && rest != 1))
                {
                    return null;
                }

                for (var i = 0; i < column; i++)
                {
                    rest -= factor[row][i] * factor[column][i];
                }

                if (row == column && !(rest > 1e-12))
                {
                    return null;
                }

                factor[row][column] = row == column ? Math.Sqrt(rest) : rest / factor[column][column];
            }
        }

        return factor;
    }
}
