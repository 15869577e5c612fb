using System.Diagnostics;
using System.Globalization;
using Utanforskap.Statistics.Chance;
using Utanforskap.Testing;

namespace Utanforskap.Benchmarks;

/// <summary>
/// <c>./utan index compute</c> as a whole process, launcher included: an index of seven domains as England's over 33,755 areas, from a csv file to a csv file, beside the same in pandas, also from
/// the start of its process. Both results are compared.
/// </summary>
internal static class IndexCompute
{
    private const int Areas = 33_755;
    private const int Runs = 5;
    private static readonly (string Domain, double Weight)[] Domains =
        [("income", 0.225), ("employment", 0.225), ("education", 0.135), ("health", 0.135), ("crime", 0.093), ("barriers", 0.093), ("environment", 0.093)];

    private const string Peer =
        """
        import sys, numpy, pandas
        data = pandas.read_csv(sys.argv[1])
        weights = dict(income=.225, employment=.225, education=.135, health=.135, crime=.093, barriers=.093, environment=.093)
        score = 0
        for domain, weight in weights.items():
            share = (len(data) - data[domain].rank(ascending=False, method='average') + 1) / len(data)
            score = score + weight * -23 * numpy.log(1 - share * (1 - numpy.exp(-100 / 23)))
        rank = score.rank(ascending=False, method='min')
        decile = numpy.ceil(10 * rank / len(data))
        pandas.DataFrame(dict(area=data['area'], score=score, rank=rank, decile=decile)).to_csv(sys.argv[2], index=False)
        """;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("utan-index-");
        try
        {
            string In(string name) => Path.Combine(folder.FullName, name);
            await File.WriteAllTextAsync(In("m.yaml"), Definition());
            await File.WriteAllLinesAsync(In("d.csv"), Country());
            var utan = await BestAsync(Path.Combine(RunningSystem.RepositoryRoot, "utan"), "index", "compute", "--method", In("m.yaml"), "--data", In("d.csv"), "--out", In("o.csv"))
                ?? throw new InvalidOperationException("./utan index compute failed.");
            var figures = new List<Figure> { new("index", $"./utan index compute, {Areas:#,0} areas × 7 domains, whole process", utan, "s", "< 0.5") };
            if (await PythonPeer.HasAsync("pandas", "python3-pandas"))
            {
                var pandas = await BestAsync("/usr/bin/python3", "-c", Peer, In("d.csv"), In("p.csv")) ?? throw new InvalidOperationException("pandas failed.");
                figures.Add(new("index", "pandas: the same, whole process", pandas, "s"));
                figures.Add(new("index", "times faster than pandas", pandas / utan, ""));
                figures.Add(new("index", "areas whose rank pandas gives otherwise", Ranks(In("o.csv")).Zip(Ranks(In("p.csv"))).Count(pair => pair.First != pair.Second), "", "0"));
            }

            return figures;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The best of some runs: other work on the machine only adds time.</summary>
    private static async Task<double?> BestAsync(string program, params string[] arguments)
    {
        var best = double.PositiveInfinity;
        for (var run = 0; run < Runs; run++)
        {
            var clock = Stopwatch.StartNew();
            using var process = Process.Start(program, arguments);
            await process.WaitForExitAsync();
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
            if (process.ExitCode != 0)
            {
                return null;
            }
        }

        return best;
    }

    private static string Definition() =>
        $$"""
        index: seven-domains
        version: 1.0.0
        areas: { key: area }
        inputs: [{{string.Join(", ", Domains.Select(domain => domain.Domain))}}]
        series:
          E-{}: { each: inputs, from: "{}", steps: [rank: { ties: average }, rank-share: (N-r+1)/N, exponential: 23], shown: false }
          score: { sum: { {{string.Join(", ", Domains.Select(domain => string.Create(CultureInfo.InvariantCulture, $"E-{domain.Domain}: {domain.Weight}")))}} } }
          rank: { from: score, steps: [rank] }
          decile: { from: rank, steps: [rank-group: 10] }
        """;

    private static IEnumerable<string> Country()
    {
        var random = new SeededRandom(1);
        yield return $"area,{string.Join(',', Domains.Select(domain => domain.Domain))}";
        for (var area = 0; area < Areas; area++)
        {
            var level = random.NextDouble();
            yield return string.Join(',', [$"E{1_000_000 + area}", .. Domains.Select(_ => (level + random.NextDouble()).ToString("0.0000", CultureInfo.InvariantCulture))]);
        }
    }

    private static IEnumerable<double> Ranks(string file) => File.ReadLines(file).Skip(1).Select(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture));
}
