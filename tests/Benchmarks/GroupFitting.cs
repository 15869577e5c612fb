using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Utanforskap.Statistics.Chance;
using Utanforskap.Statistics.Groups;

namespace Utanforskap.Benchmarks;

/// <summary>
/// k-means, k = 8 and 100 restarts, beside scikit-learn's <c>KMeans(n_init=100, init='k-means++')</c> by Lloyd and by Elkan on the same cores and figures: areas without clear heaps, whose
/// indicators share four factors, as those of neighbourhoods do. Only the fit is timed, not reading or starting.
/// </summary>
internal static class GroupFitting
{
    private const int Groups = 8;
    private const int Restarts = 100;
    private const string Peer =
        """
        import sys, time, numpy, sklearn.cluster
        file, dimensions, algorithm = sys.argv[1], int(sys.argv[2]), sys.argv[3]
        points = numpy.fromfile(file).reshape(-1, dimensions)
        start = time.perf_counter()
        fit = sklearn.cluster.KMeans(n_clusters=8, n_init=100, init='k-means++', algorithm=algorithm, random_state=0).fit(points)
        print(time.perf_counter() - start, fit.inertia_)
        """;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync()
    {
        var hasPeer = await PythonPeer.HasAsync("sklearn.cluster", "python3-sklearn");
        var figures = new List<Figure>();
        foreach (var (areas, indicators) in ((int, int)[])[(3363, 20), (150_000, 12)])
        {
            figures.AddRange(await MeasureAsync(areas, indicators, hasPeer));
        }

        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(int areas, int indicators, bool hasPeer)
    {
        var points = Points(areas, indicators);
        var clock = Stopwatch.StartNew();
        var fit = KMeans.Fit(points, new KMeansPlan(Groups, Seed: 1, Restarts));
        var taken = clock.Elapsed.TotalSeconds;
        var data = $"{areas:#,0} × {indicators}";
        var figures = new List<Figure>
        {
            new("groups", $"k-means {data}, k = {Groups}, {Restarts} restarts", taken, "s"),
            new("groups", $"k-means {data}: within-sum-of-squares", fit.WithinSumOfSquares, ""),
        };
        if (!hasPeer)
        {
            return figures;
        }

        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, MemoryMarshal.AsBytes(points.SelectMany(point => point).ToArray().AsSpan()).ToArray());
            foreach (var algorithm in (string[])["lloyd", "elkan"])
            {
                var said = await PythonPeer.RunAsync("-W", "ignore", "-c", Peer, file, indicators.ToString(CultureInfo.InvariantCulture), algorithm)
                    ?? throw new InvalidOperationException($"scikit-learn's {algorithm} of {data} failed.");
                var numbers = said.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
                figures.Add(new("groups", $"scikit-learn {algorithm} {data}", numbers[0], "s"));
                figures.Add(new("groups", $"{data}: times faster than scikit-learn {algorithm}", numbers[0] / taken, "", "> 2"));
                figures.Add(new("groups", $"{data}: within-sum-of-squares above {algorithm}'s", 1e6 * ((fit.WithinSumOfSquares / numbers[1]) - 1), "ppm", "≤ 0"));
            }
        }
        finally
        {
            File.Delete(file);
        }

        return figures;
    }

    private static double[][] Points(int areas, int indicators)
    {
        const int Factors = 4;
        var random = new SeededRandom(1);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
        var loadings = Enumerable.Range(0, Factors * indicators).Select(_ => Normal()).ToArray();
        var points = Enumerable.Range(0, areas).Select(_ =>
        {
            var factors = Enumerable.Range(0, Factors).Select(_ => Normal()).ToArray();
            return Enumerable.Range(0, indicators).Select(j => Normal() + Enumerable.Range(0, Factors).Sum(f => factors[f] * loadings[(f * indicators) + j])).ToArray();
        }).ToArray();
        for (var j = 0; j < indicators; j++)
        {
            var spread = Statistics.Spread.OfPopulation([.. points.Select(point => point[j])]);
            foreach (var point in points)
            {
                point[j] = (point[j] - spread.Mean) / spread.Deviation;
            }
        }

        return points;
    }
}
