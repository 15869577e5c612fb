namespace Utanforskap.Statistics.Indices.Steps;

/// <summary>
/// Natural breaks (Jenks, 1967): the division of sorted values into classes with the least sum of squares within, found exactly by dynamic programming
/// over the distinct values (Fisher, 1958), with the monotone choice of the last break halved again and again: O(k · n log n) time, O(k · n) memory.
/// </summary>
internal static class NaturalBreaks
{
    /// <summary>The lowest value of each class but the first, rising.</summary>
    /// <param name="sorted">Values, rising; at least as many distinct ones as classes.</param>
    /// <param name="classes">How many classes, from 2.</param>
    public static double[] Of(double[] sorted, int classes)
    {
        var (values, sums, squares, counts) = Distinct(sorted);
        var n = values.Length;
        double Within(int from, int to)
        {
            // The values are centred, so the difference loses little; rounding may leave it just below nil.
            var (count, sum) = (counts[to] - counts[from], sums[to] - sums[from]);
            return Math.Max(0, squares[to] - squares[from] - (sum * sum / count));
        }

        var best = new double[n + 1];
        for (var to = 1; to <= n; to++)
        {
            best[to] = Within(0, to);
        }

        var starts = new int[classes][];
        for (var k = 1; k < classes; k++)
        {
            var next = new double[n + 1];
            var start = new int[n + 1];
            Fill(k + 1, n, k, n - 1);
            (best, starts[k]) = (next, start);

            void Fill(int first, int last, int lowest, int highest)
            {
                if (first > last)
                {
                    return;
                }

                var to = (first + last) / 2;
                var (least, at) = (double.PositiveInfinity, lowest);
                for (var from = lowest; from <= Math.Min(highest, to - 1); from++)
                {
                    var total = best[from] + Within(from, to);
                    if (total < least)
                    {
                        (least, at) = (total, from);
                    }
                }

                (next[to], start[to]) = (least, at);
                Fill(first, to - 1, lowest, at);
                Fill(to + 1, last, at, highest);
            }
        }

        var breaks = new double[classes - 1];
        for (var (k, to) = (classes - 1, n); k > 0; k--)
        {
            to = starts[k][to];
            breaks[k - 1] = values[to];
        }

        return breaks;
    }

    private static (double[] Values, double[] Sums, double[] Squares, double[] Counts) Distinct(double[] sorted)
    {
        var values = sorted.Distinct().ToArray();
        var (sums, squares, counts) = (new double[values.Length + 1], new double[values.Length + 1], new double[values.Length + 1]);
        var centre = CompensatedSum.Of(sorted) / sorted.Length;
        var at = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var distance = values[i] - centre;
            var count = 0;
            for (; at < sorted.Length && sorted[at] == values[i]; at++)
            {
                count++;
            }

            counts[i + 1] = counts[i] + count;
            sums[i + 1] = sums[i] + (count * distance);
            squares[i + 1] = squares[i] + (count * distance * distance);
        }

        return (values, sums, squares, counts);
    }
}
