namespace Utanforskap.Statistics.Groups;

/// <summary>How much nearer areas are to their own group than to the next (P. J. Rousseeuw, Silhouettes, 1987).</summary>
public static class Silhouette
{
    /// <summary>
    /// The mean of s = (b − a)/max(a, b), −1 to 1: a is a point's mean distance to the others of its group, b the least mean distance to the points of another group; 0 for a point
    /// alone in its group. Needs every pair of points, so time grows with their square; one pass serves several divisions.
    /// </summary>
    /// <param name="points">Coordinates of each point.</param>
    /// <param name="divisions">For each division the group of each point, from 0.</param>
    /// <param name="threads">How many points at once; −1 is one per processor. The result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between points.</param>
    /// <returns>The mean silhouette of each division; 0 for one with a single group.</returns>
    public static double[] Mean(IReadOnlyList<double[]> points, IReadOnlyList<int[]> divisions, int threads = -1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(divisions);
        if (points.Count == 0 || divisions.Any(labels => labels.Length != points.Count))
        {
            throw new ArgumentException($"Each division needs a group for each of {points.Count} points, at least one.", nameof(divisions));
        }

        var sizes = divisions.Select(Sizes).ToArray();
        var ofPoints = divisions.Select(_ => new double[points.Count]).ToArray();
        Parallel.For(0, points.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, i =>
        {
            var sums = sizes.Select(size => new double[size.Length]).ToArray();
            for (var other = 0; other < points.Count; other++)
            {
                var distance = Math.Sqrt(PointBlocks.SquaredDistance(points[i], points[other]));
                for (var d = 0; d < divisions.Count; d++)
                {
                    sums[d][divisions[d][other]] += distance;
                }
            }

            for (var d = 0; d < divisions.Count; d++)
            {
                ofPoints[d][i] = Of(divisions[d][i], sums[d], sizes[d]);
            }
        });
        return [.. ofPoints.Select(values => CompensatedSum.Of(values) / values.Length)];
    }

    private static double Of(int own, double[] sums, int[] sizes)
    {
        var next = Enumerable.Range(0, sizes.Length).Where(group => group != own && sizes[group] > 0).Select(group => sums[group] / sizes[group]).DefaultIfEmpty(double.NaN).Min();
        if (sizes[own] == 1 || double.IsNaN(next))
        {
            return 0;
        }

        var within = sums[own] / (sizes[own] - 1);
        return Math.Max(within, next) is > 0 and var larger ? (next - within) / larger : 0;
    }

    private static int[] Sizes(int[] labels)
    {
        var sizes = new int[labels.Max() + 1];
        foreach (var label in labels)
        {
            sizes[label]++;
        }

        return sizes;
    }
}
