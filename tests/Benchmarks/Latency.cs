using System.Text.Json;
using Utanforskap.Testing;

namespace Utanforskap.Benchmarks;

/// <summary>
/// How long from a release being visible at the source to <c>publication.published</c> at an AMQP subscriber, and of it until the release was
/// accepted, with the whole system running and the one-second poll: 20 releases, each revising the area types of 3,363 areas. The figures are made up and shaped as TAB6586.
/// </summary>
internal static class Latency
{
    private const int Areas = 3363;
    private const int Releases = 20;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("utan-latency-");
        try
        {
            WriteReleases(Path.Combine(folder.FullName, "TAB6586"));
            await using var system = await RunningSystem.StartAsync(folder.FullName);
            var amqp = (await system.StatusAsync()).GetProperty("amqp").GetString()!;
            await using var subscriber = await Subscriber.ConnectAsync(amqp, "publication.published.#");
            using var control = new HttpClient { BaseAddress = system.Simulator };

            var (visible, published) = (new List<DateTimeOffset>(), new List<DateTimeOffset>());
            for (var release = 0; release <= Releases; release++)
            {
                (await control.PostAsync(new Uri("/control/releases/next", UriKind.Relative), null)).EnsureSuccessStatusCode();
                visible.Add(TimeProvider.System.GetUtcNow());
                var expected = release + 1;
                await subscriber.UntilAsync(e => e.Count >= expected, TimeSpan.FromSeconds(60), $"the publication of release {expected}");
                published.Add(TimeProvider.System.GetUtcNow());
            }

            var accepted = (await system.ListAsync("/api/v1/releases")).ToDictionary(
                r => r.GetProperty("number").GetInt64(), r => r.GetProperty("at").GetDateTimeOffset());

            // The first release is the baseline: it stores every area for the first time, and code is not yet compiled.
            var all = Enumerable.Range(1, Releases).ToList();
            return
            [
                .. Part("visible to publication.published", i => published[i] - visible[i], "< 2,000"),
                .. Part("of it, until accepted (poll, read, gates, stored)", i => accepted[i + 1] - visible[i]),
                .. Part("of it, from there to the AMQP subscriber", i => published[i] - accepted[i + 1]),
            ];

            IEnumerable<Figure> Part(string name, Func<int, TimeSpan> took, string? goal = null)
            {
                var sorted = all.Select(i => took(i).TotalMilliseconds).Order().ToList();
                yield return new("latency", $"{name}, p50 of {Releases}", At(sorted, 0.50), "ms");
                yield return new("latency", $"{name}, p95 of {Releases}", At(sorted, 0.95), "ms", goal);
                yield return new("latency", $"{name}, slowest of {Releases}", sorted[^1], "ms");
            }

            static double At(List<double> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void WriteReleases(string folder)
    {
        Directory.CreateDirectory(folder);
        var chance = new Random(1);
        var codes = Enumerable.Range(0, Areas).Select(i => $"{114 + (i / 12 * 2):D4}R{(i % 12) + 1:D3}").ToList();
        var types = codes.Select(_ => (double)chance.Next(1, 6)).ToArray();
        var first = new DateTime(2024, 1, 31, 7, 0, 0, DateTimeKind.Utc);
        for (var release = 0; release <= Releases; release++)
        {
            var at = first.AddDays(release);
            for (var change = 0; release > 0 && change < Areas / 20; change++)
            {
                var area = chance.Next(Areas);
                types[area] = Math.Clamp(types[area] + (chance.Next(2) == 0 ? -1 : 1), 1, 5);
            }

            using var stream = File.Create(Path.Combine(folder, $"{at:yyyy-MM-dd'T'HHmmss}Z.json"));
            JsonSerializer.Serialize(stream, Table(codes, types, at));
        }
    }

    private static Dictionary<string, object> Table(List<string> codes, double[] types, DateTime at) => new Dictionary<string, object>
    {
        ["version"] = "2.0",
        ["class"] = "dataset",
        ["label"] = "Made-up area types, for measuring only",
        ["source"] = "none",
        ["updated"] = at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        ["role"] = new { time = new[] { "Tid" }, metric = new[] { "ContentsCode" } },
        ["id"] = new[] { "Region", "ContentsCode", "Tid" },
        ["size"] = new[] { codes.Count, 1, 1 },
        ["dimension"] = new Dictionary<string, object>
        {
            ["Region"] = Dimension("region", codes, codes),
            ["ContentsCode"] = Dimension("tabellinnehåll", ["000008IU"], ["Områdestyp"], contents: true),
            ["Tid"] = Dimension("år", ["2023"], ["2023"]),
        },
        ["extension"] = new { px = new { tableid = "TAB6586", decimals = 0, language = "sv" } },
        ["value"] = types,
    };

    private static object Dimension(string label, List<string> codes, List<string> labels, bool contents = false)
    {
        var category = new Dictionary<string, object>
        {
            ["index"] = codes.Select((code, i) => (code, i)).ToDictionary(p => p.code, p => p.i),
            ["label"] = codes.Zip(labels).ToDictionary(p => p.First, p => p.Second),
        };
        if (contents)
        {
            category["unit"] = new Dictionary<string, object> { [codes[0]] = new Dictionary<string, object> { ["base"] = "områdestyp", ["decimals"] = 0 } };
        }

        return new { label, category };
    }
}
