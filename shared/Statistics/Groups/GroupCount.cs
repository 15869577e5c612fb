using Utanforskap.Statistics.Chance;

namespace Utanforskap.Statistics.Groups;

/// <summary>How the number of groups is chosen.</summary>
/// <param name="Fewest">Smallest k that is tried; at least 2.</param>
/// <param name="Most">Largest k that is tried.</param>
/// <param name="SmallestGroup">A k with a smaller group than this many areas is out.</param>
/// <param name="LeastStability">A k below this stability is out; Hennig takes groups below 0.6 for not to be trusted.</param>
/// <param name="References">Reference sets of the gap statistic, and bootstrap samples of the stability; at least 2.</param>
/// <param name="ReferenceRestarts">Restarts of k-means in each of them.</param>
/// <param name="SilhouetteAreas">The silhouette is that of at most this many areas, drawn by chance: it needs all their pairs.</param>
public sealed record GroupCountPlan(
    int Fewest = 2,
    int Most = 12,
    int SmallestGroup = 10,
    double LeastStability = 0.6,
    int References = 20,
    int ReferenceRestarts = 5,
    int SilhouetteAreas = 4000);

/// <summary>What speaks for a number of groups.</summary>
/// <param name="Groups">k.</param>
/// <param name="WithinSumOfSquares">Of the best solution, in squared standard deviations.</param>
/// <param name="Silhouette">Mean silhouette, −1 to 1: see <see cref="Groups.Silhouette"/>.</param>
/// <param name="Gap">Mean of ln W of uniform reference sets in the areas' box, less ln W (R. Tibshirani, G. Walther and T. Hastie, Estimating the number of clusters in a data set via the gap statistic, 2001).</param>
/// <param name="GapError">Its simulation error, s_k = sd · √(1 + 1/B).</param>
/// <param name="Stability">Mean adjusted Rand index between the groups and those that bootstrap samples of the areas give to all areas, up to 1 (after C. Hennig, Cluster-wise assessment of cluster stability, 2007); a sample of fewer than k distinct areas counts as 0.</param>
/// <param name="SmallestGroup">Areas in the smallest group.</param>
/// <param name="IsEligible">Whether smallest group and stability reach the plan's limits.</param>
public sealed record GroupCountCandidate(
    int Groups, double WithinSumOfSquares, double Silhouette, double Gap, double GapError, double Stability, int SmallestGroup, bool IsEligible);

/// <summary>A choice of k with its reasons.</summary>
/// <param name="Chosen">The eligible k with the greatest silhouette, the least of equals; null where none is eligible.</param>
/// <param name="ByGap">What the gap statistic alone would choose: the least k whose gap is no smaller than that of k + 1 less its error; null where there is none.</param>
/// <param name="Candidates">All that were tried, by k.</param>
public sealed record GroupCountChoice(int? Chosen, int? ByGap, IReadOnlyList<GroupCountCandidate> Candidates);

/// <summary>Chooses the number of groups by silhouette among those that are large and stable enough, and tells what the gap statistic says.</summary>
public static class GroupCount
{
    /// <summary>Tries each number of groups.</summary>
    /// <param name="features">Areas with their indicators; those with a missing one take no part.</param>
    /// <param name="indicators">Which of them span the space.</param>
    /// <param name="plan">How to seek groups; its number of groups is not used.</param>
    /// <param name="count">Which numbers to try, and the limits. Only numbers below that of distinct areas are tried.</param>
    /// <param name="progress">Told the finished part, 0–1, from any thread.</param>
    /// <param name="cancellationToken">Stops between descents.</param>
    /// <exception cref="ArgumentException">As for <see cref="GroupFit.First"/>.</exception>
    public static GroupCountChoice Choose(
        AreaFeatures features,
        IReadOnlyList<string> indicators,
        KMeansPlan plan,
        GroupCountPlan count,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(indicators);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(count.Fewest, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(count.Most, count.Fewest);
        ArgumentOutOfRangeException.ThrowIfLessThan(count.References, 2);
        var points = FeatureSpace.Fit(features, indicators).Points;
        var most = KMeans.Distinct(points, count.Most + 1) - 1;
        if (most < count.Fewest)
        {
            throw new ArgumentException($"The number of groups cannot be chosen for {most + 1} distinct areas; {count.Fewest + 1} are needed.", nameof(count));
        }

        var ks = Enumerable.Range(count.Fewest, most - count.Fewest + 1).ToArray();
        var (steps, all) = (0, ks.Length * (1 + (2 * count.References)));
        void Step() => progress?.Report((double)++steps / all);
        var found = ks.Select(k =>
        {
            var best = KMeans.Fit(points, plan with { Groups = k }, cancellationToken: cancellationToken);
            Step();
            return best;
        }).ToArray();

        var sample = Sample(points.Length, count.SilhouetteAreas, new SeededRandom(plan.Seed, -1));
        var silhouettes = Silhouette.Mean(
            [.. sample.Select(i => points[i])], [.. found.Select(f => sample.Select(i => f.Labels[i]).ToArray())], plan.Threads, cancellationToken);
        var quick = plan with { Restarts = count.ReferenceRestarts };
        var logs = ks.Select(_ => new double[count.References]).ToArray();
        var agreements = ks.Select(_ => new double[count.References]).ToArray();
        for (var reference = 0; reference < count.References; reference++)
        {
            var uniform = Uniform(points, new SeededRandom(plan.Seed, -2 - (2 * reference)));
            var resample = Resample(points, new SeededRandom(plan.Seed, -3 - (2 * reference)));
            var distinct = KMeans.Distinct(resample, most);
            for (var i = 0; i < ks.Length; i++)
            {
                logs[i][reference] = Math.Log(KMeans.Fit(uniform, quick with { Groups = ks[i] }, cancellationToken: cancellationToken).WithinSumOfSquares);
                Step();
                agreements[i][reference] = distinct < ks[i]
                    ? 0
                    : Agreement.AdjustedRand(found[i].Labels, Assign(points, KMeans.Fit(resample, quick with { Groups = ks[i] }, cancellationToken: cancellationToken)));
                Step();
            }
        }

        var candidates = ks.Select((k, i) =>
        {
            var reference = Spread.OfPopulation(logs[i]);
            var smallest = found[i].Labels.CountBy(label => label).Min(group => group.Value);
            var stability = CompensatedSum.Of(agreements[i]) / count.References;
            return new GroupCountCandidate(
                k,
                found[i].WithinSumOfSquares,
                silhouettes[i],
                reference.Mean - Math.Log(found[i].WithinSumOfSquares),
                reference.Deviation * Math.Sqrt(1 + (1.0 / count.References)),
                stability,
                smallest,
                smallest >= count.SmallestGroup && stability >= count.LeastStability);
        }).ToArray();
        return new GroupCountChoice(
            candidates.Where(candidate => candidate.IsEligible).MaxBy(candidate => candidate.Silhouette)?.Groups,
            candidates.Zip(candidates.Skip(1)).Where(pair => pair.First.Gap >= pair.Second.Gap - pair.Second.GapError).Select(pair => (int?)pair.First.Groups).FirstOrDefault(),
            candidates);
    }

    private static int[] Assign(double[][] points, KMeansResult found)
    {
        double[][] centroids = [.. found.Centroids];
        return Array.ConvertAll(points, point => GroupAssignment.Nearest(centroids, point).First);
    }

    /// <summary>Places of a sample without replacement, in rising order.</summary>
    private static int[] Sample(int count, int size, SeededRandom random)
    {
        var places = Enumerable.Range(0, count).ToArray();
        for (var i = 0; i < Math.Min(size, count); i++)
        {
            var other = i + random.NextInt(count - i);
            (places[i], places[other]) = (places[other], places[i]);
        }

        return [.. places.Take(size).Order()];
    }

    private static double[][] Resample(double[][] points, SeededRandom random) => Array.ConvertAll(points, _ => points[random.NextInt(points.Length)]);

    private static double[][] Uniform(double[][] points, SeededRandom random)
    {
        var dimensions = points[0].Length;
        var low = new double[dimensions];
        var high = new double[dimensions];
        for (var j = 0; j < dimensions; j++)
        {
            low[j] = points.Min(point => point[j]);
            high[j] = points.Max(point => point[j]);
        }

        return Array.ConvertAll(points, _ => Enumerable.Range(0, dimensions).Select(j => low[j] + (random.NextDouble() * (high[j] - low[j]))).ToArray());
    }
}
