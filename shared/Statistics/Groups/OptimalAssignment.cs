namespace Utanforskap.Statistics.Groups;

/// <summary>The assignment problem: the Hungarian algorithm by shortest augmenting paths (H. W. Kuhn, 1955; R. Jonker and A. Volgenant, 1987).</summary>
public static class OptimalAssignment
{
    /// <summary>
    /// Pairs rows with columns, each at most once and as many as there are of the fewer, so that the sum of the pairs' gains is the greatest. The same gains give the same pairs.
    /// </summary>
    /// <param name="gains">Gain of pairing row and column, finite.</param>
    /// <returns>The column of each row; −1 where a row has none since there are fewer columns.</returns>
    public static int[] Maximise(double[,] gains)
    {
        ArgumentNullException.ThrowIfNull(gains);
        var (rows, columns) = (gains.GetLength(0), gains.GetLength(1));
        var size = Math.Max(rows, columns);

        // Squared up with pairs that gain nothing; places from 1, 0 is the row that is being placed.
        double Cost(int row, int column) => row <= rows && column <= columns ? -gains[row - 1, column - 1] : 0;
        var rowPrice = new double[size + 1];
        var columnPrice = new double[size + 1];
        var rowOf = new int[size + 1];
        for (var row = 1; row <= size; row++)
        {
            rowOf[0] = row;
            var least = new double[size + 1];
            Array.Fill(least, double.PositiveInfinity);
            var cameFrom = new int[size + 1];
            var isReached = new bool[size + 1];
            var column = 0;
            do
            {
                isReached[column] = true;
                var (step, next) = (double.PositiveInfinity, 0);
                for (var other = 1; other <= size; other++)
                {
                    if (isReached[other])
                    {
                        continue;
                    }

                    var reduced = Cost(rowOf[column], other) - rowPrice[rowOf[column]] - columnPrice[other];
                    if (reduced < least[other])
                    {
                        (least[other], cameFrom[other]) = (reduced, column);
                    }

                    if (least[other] < step)
                    {
                        (step, next) = (least[other], other);
                    }
                }

                for (var other = 0; other <= size; other++)
                {
                    if (isReached[other])
                    {
                        rowPrice[rowOf[other]] += step;
                        columnPrice[other] -= step;
                    }
                    else
                    {
                        least[other] -= step;
                    }
                }

                column = next;
            }
            while (rowOf[column] != 0);

            while (column != 0)
            {
                rowOf[column] = rowOf[cameFrom[column]];
                column = cameFrom[column];
            }
        }

        var columnOf = new int[rows];
        Array.Fill(columnOf, -1);
        for (var column = 1; column <= columns; column++)
        {
            if (rowOf[column] <= rows)
            {
                columnOf[rowOf[column] - 1] = column - 1;
            }
        }

        return columnOf;
    }
}
