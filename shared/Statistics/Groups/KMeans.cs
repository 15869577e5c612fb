namespace Utanforskap.Statistics.Groups;

/// <summary>How groups are sought.</summary>
/// <param name="Groups">How many groups, k; at least 1.</param>
/// <param name="Seed">Seed of all chance: the same seed gives the same bits, on any number of threads.</param>
/// <param name="Restarts">Independent starts by k-means++; at least 1. A fifth of them, at most 20, are recombined; with fewer than 10 none.</param>
/// <param name="Tolerance">A descent stops when the squared moves of all centroids sum to at most this part of the indicators' mean variance; the best one then goes on until nothing changes.</param>
/// <param name="MaximumIterations">Of a descent, and again of the best one's completion.</param>
/// <param name="Threads">How many descents at once; −1 is one per processor.</param>
public sealed record KMeansPlan(int Groups, long Seed, int Restarts = 100, double Tolerance = 1e-4, int MaximumIterations = 1000, int Threads = -1);

/// <summary>Groups that were found.</summary>
/// <param name="Centroids">Coordinates of each group's mean.</param>
/// <param name="Labels">The group of each point, from 0: the one whose centroid is nearest, the first of equals.</param>
/// <param name="WithinSumOfSquares">Sum of squared distances of the points to the centroid of their group.</param>
public sealed record KMeansResult(IReadOnlyList<double[]> Centroids, int[] Labels, double WithinSumOfSquares);

/// <summary>
/// k-means: Lloyd's iteration (S. Lloyd, Least squares quantization in PCM, 1957/1982) from many starts by greedy k-means++ (D. Arthur and S. Vassilvitskii, k-means++: the advantages
/// of careful seeding, 2007: of 2 + ⌊ln k⌋ candidates per centroid the one that leaves least). The best solutions are then recombined: of two solutions, matched by their centroids,
/// a child takes either's at random and descends (after D. Gribel and T. Vidal, HG-means: a scalable hybrid genetic algorithm for minimum sum-of-squares clustering,
/// Pattern Recognition 88, 2019). Figures of areas seldom fall into clear heaps, and then many starts end in as many optima; children reach better ones than more starts do.
/// </summary>
/// <remarks>Each descent runs on one thread with sums in the points' order, and the best of several is the one with the least sum of squares, the first of equals; so the result has the same bits on any number of threads.</remarks>
public static class KMeans
{
    private const int MostParents = 20;
    private const int RestartsPerParent = 5;
    private const int Generations = 10;

    /// <summary>The best of many restarts and of their recombinations.</summary>
    /// <param name="points">Coordinates of each point, all of the same dimension and finite.</param>
    /// <param name="plan">How to seek.</param>
    /// <param name="progress">Told the finished part, 0–1, from any thread.</param>
    /// <param name="cancellationToken">Stops between descents.</param>
    /// <exception cref="ArgumentException">There are fewer distinct points than groups, or a coordinate is not finite.</exception>
    public static KMeansResult Fit(IReadOnlyList<double[]> points, KMeansPlan plan, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        FitFrom(points, [], plan, progress, cancellationToken);

    /// <summary>
    /// Groups found from centroids that are given. As many as groups: one descent, no chance enters. Fewer: the missing ones are found by k-means++ beside them, in the best of the
    /// plan's restarts.
    /// </summary>
    /// <param name="points">As for <see cref="Fit"/>.</param>
    /// <param name="starts">At most as many centroids as groups; group i of the result grew from start i.</param>
    /// <param name="plan">How to seek.</param>
    /// <param name="progress">Told the finished part, 0–1, from any thread.</param>
    /// <param name="cancellationToken">Stops between descents.</param>
    /// <exception cref="ArgumentException">As for <see cref="Fit"/>.</exception>
    public static KMeansResult FitFrom(
        IReadOnlyList<double[]> points, IReadOnlyList<double[]> starts, KMeansPlan plan, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(starts.Count, plan.Groups);
        var (blocks, centre) = Lay(points, plan);
        var centredStarts = starts.Select(start => Minus(start, centre)).ToArray();
        var restarts = starts.Count == plan.Groups ? 1 : plan.Restarts;
        var parents = starts.Count == 0 ? Math.Min(MostParents, restarts / RestartsPerParent) : 0;
        var (done, all) = (0, restarts + (parents > 1 ? Generations * parents : 0));
        Solution[] Descend(int first, int count, Func<Chance.SeededRandom, KMeansRun, double[]> start)
        {
            var found = new Solution[count];
            Parallel.For(
                0,
                count,
                new ParallelOptions { MaxDegreeOfParallelism = plan.Threads, CancellationToken = cancellationToken },
                () => new KMeansRun(blocks, plan.Groups),
                (i, _, run) =>
                {
                    found[i] = run.Descend(start(new Chance.SeededRandom(plan.Seed, first + i), run), plan.Tolerance, plan.MaximumIterations);
                    progress?.Report((double)Interlocked.Increment(ref done) / all);
                    return run;
                },
                _ => { });
            return found;
        }

        IEnumerable<Solution> solutions = Descend(0, restarts, (random, run) => run.Seed(random, centredStarts));
        for (var generation = 0; generation < Generations && parents > 1; generation++)
        {
            var best = solutions.OrderBy(solution => solution.SumOfSquares).Take(parents).ToArray();
            solutions = best.Concat(Descend(restarts + (generation * parents), parents, (random, _) => Child(best, plan.Groups, random)));
        }

        var found = new KMeansRun(blocks, plan.Groups).Complete(solutions.MinBy(solution => solution.SumOfSquares).Centroids, plan.MaximumIterations);
        return found with { Centroids = [.. found.Centroids.Select(centroid => Minus(centroid, Array.ConvertAll(centre, mean => -mean)))] };
    }

    /// <summary>Centroids of two solutions that are near each other are matched; each match gives one of the two.</summary>
    private static double[] Child(Solution[] parents, int groups, Chance.SeededRandom random)
    {
        var one = parents[random.NextInt(parents.Length)].Centroids;
        var other = parents[random.NextInt(parents.Length)].Centroids;
        var dimensions = one.Length / groups;
        var nearness = new double[groups, groups];
        for (var c = 0; c < groups; c++)
        {
            for (var o = 0; o < groups; o++)
            {
                nearness[c, o] = -PointBlocks.SquaredDistance(one.AsSpan(c * dimensions, dimensions), other.AsSpan(o * dimensions, dimensions));
            }
        }

        var matches = OptimalAssignment.Maximise(nearness);
        var child = (double[])one.Clone();
        for (var c = 0; c < groups; c++)
        {
            if (random.NextInt(2) == 1)
            {
                other.AsSpan(matches[c] * dimensions, dimensions).CopyTo(child.AsSpan(c * dimensions));
            }
        }

        return child;
    }

    private static double[] Minus(double[] point, double[] other) => [.. point.Zip(other, (x, y) => x - y)];

    /// <summary>The points around their mean, so that distances lose nothing to figures far from 0.</summary>
    private static (PointBlocks Points, double[] Centre) Lay(IReadOnlyList<double[]> points, KMeansPlan plan)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Groups, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Restarts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.MaximumIterations, 1);
        if (points.Count == 0 || points[0].Length == 0)
        {
            throw new ArgumentException("There are no points to group.", nameof(points));
        }

        var dimensions = points[0].Length;
        var sums = new CompensatedSum[dimensions];
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].Length != dimensions || !Array.TrueForAll(points[i], double.IsFinite))
            {
                throw new ArgumentException($"Point {i} does not have {dimensions} finite coordinates.", nameof(points));
            }

            for (var j = 0; j < dimensions; j++)
            {
                sums[j].Add(points[i][j]);
            }
        }

        var distinct = Distinct(points, plan.Groups);
        if (distinct < plan.Groups)
        {
            throw new ArgumentException($"{plan.Groups} groups cannot be made of {distinct} distinct points.", nameof(plan));
        }

        var centre = Array.ConvertAll(sums, sum => sum.Value / points.Count);
        var rows = new double[points.Count * dimensions];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = points[i / dimensions][i % dimensions] - centre[i % dimensions];
        }

        return (new PointBlocks(rows, dimensions), centre);
    }

    /// <summary>How many points are different, counted no further than needed.</summary>
    internal static int Distinct(IReadOnlyList<double[]> points, int needed)
    {
        var seen = new List<double[]>();
        for (var i = 0; i < points.Count && seen.Count < needed; i++)
        {
            if (!seen.Exists(other => other.AsSpan().SequenceEqual(points[i])))
            {
                seen.Add(points[i]);
            }
        }

        return seen.Count;
    }
}
