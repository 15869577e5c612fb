using System.Diagnostics;
using System.Globalization;
using Utanforskap.Statistics.Certainty;
using Utanforskap.Statistics.Certainty.Sensitivity;
using Utanforskap.Statistics.Chance;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Reading;

namespace Utanforskap.Benchmarks;

/// <summary>
/// 10,000 draws of the socioeconomic index with types for 3,363 areas, beside the same in NumPy on the same cores (a process for each, each with its part of the draws): rounded parts, with and
/// without ranks, and binomial shares. Starting and reading are not timed. Then Sobol indices for an index of six indicators.
/// </summary>
internal static class CertaintyDraws
{
    private const int Areas = 3363;
    private const int Draws = 10_000;
    private const string Peer =
        """
        import sys, time, multiprocessing, numpy as np
        what, cores, draws = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
        data = np.loadtxt(sys.argv[4], delimiter=',')
        parts, size = data[:, :3].T.copy(), data[:, 3].astype(np.int64)
        areas = parts.shape[1]
        cuts = np.array([2.0, 1.0, 0.0, -1.0])
        own = np.argsort(np.argsort(-parts.mean(axis=0)))
        def work(job):
            seed, draws = job
            random = np.random.default_rng(seed)
            counts = np.zeros((5, areas), np.int32)
            bins = np.zeros((areas, 257), np.int32)
            rows, ranks = np.arange(areas), np.empty(areas, np.int64)
            for _ in range(draws):
                if what == 'chance':
                    index = (random.binomial(size, parts / 100) / size * 100).sum(axis=0) / 3
                else:
                    index = (parts + (random.random(parts.shape) - 0.5) * 0.1).sum(axis=0) / 3
                limits = index.mean() + cuts * index.std()
                types = (index < limits[0]).astype(np.int8)
                for limit in limits[1:]:
                    types += index < limit
                for number in range(5):
                    counts[number] += types == number
                if what == 'ranks':
                    ranks[np.argsort(-index)] = rows
                    bins[rows, np.clip(ranks - own, -128, 128) + 128] += 1
            return counts, bins
        jobs = [(seed, draws // cores) for seed in range(cores)]
        with multiprocessing.Pool(cores) as pool:
            pool.map(work, [(seed, 2) for seed in range(cores)])
            start = time.perf_counter()
            results = pool.map(work, jobs, chunksize=1)
            counts = sum(result[0] for result in results)
            print(time.perf_counter() - start)
        """;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync()
    {
        var figures = Country(Areas, 3);
        var file = Path.GetTempFileName();
        var measured = new List<Figure>();
        try
        {
            await File.WriteAllLinesAsync(file, Enumerable.Range(0, Areas).Select(area => string.Join(',', new[] { "i1", "i2", "i3", "n" }.Select(column => figures.Numbers(column)![area].ToString(CultureInfo.InvariantCulture)))));
            var cores = Environment.ProcessorCount;
            var hasPeer = await PythonPeer.HasAsync("numpy", "python3-numpy");
            foreach (var (what, name, certainty) in new[]
            {
                ("types", "rounded parts: types", "of: type, precision: { i1: { decimals: 1 }, i2: { decimals: 1 }, i3: { decimals: 1 } }"),
                ("ranks", "rounded parts: types and rank intervals", "of: type, ranks: index, precision: { i1: { decimals: 1 }, i2: { decimals: 1 }, i3: { decimals: 1 } }"),
                ("chance", "binomial shares: types", "of: type, chance: { inputs: { i1: { size: n, per: 100 }, i2: { size: n, per: 100 }, i3: { size: n, per: 100 } } }"),
            })
            {
                var definition = Definition(3, what == "ranks", certainty);
                var taken = Best(() => CertaintyComputation.Compute(definition, figures, definition.Certainty!.Layers.Single(), new DrawOptions(Draws)));
                measured.Add(new("certainty", $"{name}, {Draws:#,0} draws", taken, "s"));
                if (hasPeer)
                {
                    var said = await PythonPeer.RunAsync("-c", Peer, what, cores.ToString(CultureInfo.InvariantCulture), Draws.ToString(CultureInfo.InvariantCulture), file)
                        ?? throw new InvalidOperationException($"NumPy's {what} failed.");
                    var peer = double.Parse(said, CultureInfo.InvariantCulture);
                    measured.Add(new("certainty", $"NumPy: {name}", peer, "s"));
                    measured.Add(new("certainty", $"{name}: times faster than NumPy", peer / taken, "", "> 3"));
                }
            }
        }
        finally
        {
            File.Delete(file);
        }

        var six = Definition(6, true, "of: type, ranks: index, choice: { weights: { index: 0.2 }, limits: { type: 0.1 }, alternatives: { normalisation: { standard-scores: { \"part-{}\": [standardise] } } } }");
        var country = Country(Areas, 6);
        measured.Add(new("certainty", "Sobol, 1,000 base samples, 6 indicators, 11 choices", Best(() => MethodSensitivity.Of(six, country, 1_000, new DrawOptions())), "s", "< 5"));
        measured.Add(new("certainty", "load of the machine (1 minute)", double.Parse((await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0], CultureInfo.InvariantCulture), ""));
        return measured;
    }

    /// <summary>The best of three: other work on the machine only adds time.</summary>
    private static double Best<T>(Func<T> work) => Enumerable.Range(0, 3).Min(_ =>
    {
        var clock = Stopwatch.StartNew();
        GC.KeepAlive(work());
        return clock.Elapsed.TotalSeconds;
    });

    private static IndexDefinition Definition(int indicators, bool ranked, string certainty)
    {
        var inputs = Enumerable.Range(1, indicators).Select(i => $"i{i}").ToArray();
        return IndexFile.Read(
            "sei.yaml",
            $$"""
            index: sei
            version: 1.0.0
            inputs: [{{string.Join(", ", inputs)}}]
            series:
              part-{}: { each: inputs, from: "{}", shown: false }
              index: { mean: [{{string.Join(", ", inputs.Select(input => $"part-{input}"))}}] }
              type: { {{(ranked ? "from: index" : $"mean: [{string.Join(", ", inputs.Select(input => $"part-{input}"))}]")}}, steps: [classes: { by: deviations, cuts: [2, 1, 0, -1] }] }
            certainty: { {{certainty}} }
            """);
    }

    /// <summary>Shares in per cent with one decimal that hang together by a level of each area.</summary>
    private static IndexFigures Country(int areas, int indicators)
    {
        var random = new SeededRandom(1);
        var levels = Enumerable.Range(0, areas).Select(_ => 3 - (6 * Math.Log(1 - random.NextDouble()))).ToArray();
        return new IndexFigures(
            [.. Enumerable.Range(0, areas).Select(area => $"A{area:D4}")],
            [
                .. Enumerable.Range(1, indicators).Select(i => KeyValuePair.Create(
                    $"i{i}", levels.Select(level => Math.Round(Math.Min(100, (level * (0.6 + (0.8 * random.NextDouble()))) + random.NextDouble()), 1)).ToArray())),
                new("n", [.. levels.Select(_ => Math.Floor(650 + (11_000 * random.NextDouble())))]),
            ]);
    }
}
