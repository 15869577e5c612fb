using Utanforskap.Statistics.Chance;
using Utanforskap.Statistics.Groups;

namespace Utanforskap.Statistics.Tests.Groups;

/// <summary>Areas for the tests: heaps around places, and clouds without any.</summary>
internal static class Areas
{
    /// <summary>Points spread evenly in squares of side <paramref name="width"/> around the places.</summary>
    public static double[][] Heaps(int perHeap, double width, long seed, params double[][] places)
    {
        var random = new SeededRandom(seed);
        return [.. places.SelectMany(place => Enumerable.Range(0, perHeap).Select(_ => place.Select(x => x + ((random.NextDouble() - 0.5) * width)).ToArray()))];
    }

    public static double[][] Cloud(int count, int dimensions, long seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, dimensions).Select(_ => random.NextDouble() + random.NextDouble() + random.NextDouble()).ToArray())];
    }

    /// <summary>The points as areas 0000, 0001, … with indicators x0, x1, …</summary>
    public static AreaFeatures Of(double[][] points, Func<int, double>? population = null) => AreaFeatures.Of(
        [.. points.Select((_, a) => $"{a:D4}")],
        Names(points[0].Length),
        [.. points[0].Select((_, j) => points.Select(point => point[j]).ToArray())],
        population is null ? null : [.. points.Select((_, a) => population(a))]);

    public static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(j => $"x{j}")];
}
