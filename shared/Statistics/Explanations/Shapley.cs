namespace Utanforskap.Statistics.Explanations;

/// <summary>
/// Shapley values (Shapley, 1953): each cause's part of a change is its mean effect over all orders in which the causes can come in. The parts of an area sum
/// to its whole change, however the causes interact.
/// </summary>
public static class Shapley
{
    /// <summary>Up to so many causes all subsets are evaluated; for more, orders are drawn.</summary>
    public const int MostExact = 10;
    private const int DrawnOrders = 64;

    /// <summary>One part per cause and area.</summary>
    /// <param name="causes">How many causes.</param>
    /// <param name="value">The areas' values with some causes in; bit i of the argument is cause i. Called with each subset at most once where it is exact.</param>
    /// <param name="seed">For the orders, where there are more causes than <see cref="MostExact"/>: each order and its reverse, equal for equal seeds.</param>
    /// <returns>By cause, then area; NaN where a value is missing on the way.</returns>
    public static double[][] Of(int causes, Func<ulong, double[]> value, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(causes, 64);
        return causes <= MostExact ? Exact(causes, value) : Drawn(causes, value, seed);
    }

    private static double[][] Exact(int causes, Func<ulong, double[]> value)
    {
        // The weight of a subset of s causes for one that comes in after it: s! (n − s − 1)! / n!.
        var weights = new double[causes];
        for (var size = 0; size < causes; size++)
        {
            weights[size] = 1 / (causes * Binomial(causes - 1, size));
        }

        double[][]? parts = null;
        for (var subset = 0UL; subset < 1UL << causes; subset++)
        {
            var values = value(subset);
            parts ??= NewParts(causes, values.Length);
            var size = System.Numerics.BitOperations.PopCount(subset);
            for (var cause = 0; cause < causes; cause++)
            {
                var isIn = (subset >> cause & 1) == 1;
                Add(parts[cause], values, isIn ? weights[size - 1] : -weights[size]);
            }
        }

        return parts ?? [];
    }

    private static double[][] Drawn(int causes, Func<ulong, double[]> value, int seed)
    {
        var none = value(0);
        var all = value(causes == 64 ? ulong.MaxValue : (1UL << causes) - 1);
        var parts = NewParts(causes, none.Length);
        var random = new Random(seed);
        int[] order = [.. Enumerable.Range(0, causes)];
        for (var round = 0; round < DrawnOrders; round += 2)
        {
            random.Shuffle(order);
            Walk();
            Array.Reverse(order);
            Walk();
        }

        return parts;

        void Walk()
        {
            var (subset, before) = (0UL, none);
            for (var i = 0; i < causes; i++)
            {
                subset |= 1UL << order[i];
                var after = i == causes - 1 ? all : value(subset);
                Add(parts[order[i]], after, 1.0 / DrawnOrders);
                Add(parts[order[i]], before, -1.0 / DrawnOrders);
                before = after;
            }
        }
    }

    private static double[][] NewParts(int causes, int areas) => [.. Enumerable.Range(0, causes).Select(_ => new double[areas])];

    private static void Add(double[] part, double[] values, double weight)
    {
        for (var area = 0; area < part.Length; area++)
        {
            part[area] += weight * values[area];
        }
    }

    private static double Binomial(int n, int k)
    {
        var product = 1.0;
        for (var i = 1; i <= k; i++)
        {
            product = product * (n - k + i) / i;
        }

        return product;
    }
}
