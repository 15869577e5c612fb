using System.Net;
using System.Text.Json;
using Utanforskap.Testing;

namespace Utanforskap.Pipeline;

/// <summary>Statistics Sweden's figures, from the source to the events, through real processes.</summary>
[Trait("Category", "Slow")]
public sealed class RealRegisters(ReleasedRegisters calm) : IClassFixture<ReleasedRegisters>
{
    private const string Method = "scb-omradestyp";
    private const string Changed = "se.utanforskap.classification.changed.v1";

    [Fact]
    public async Task The_official_types_of_2022_and_2023_give_the_known_counts_and_253_changes_each_told_once()
    {
        var system = calm.System;
        await Counts(system, "2022", [160, 289, 855, 1770, 289]);
        await Counts(system, "2023", [162, 293, 835, 1781, 292]);
        var summary = (await system.GetAsync($"/api/v1/classifications/{Method}/summary?period=2022")).GetProperty("items").EnumerateArray().ToList();
        var population = summary.Sum(item => item.GetProperty("population").GetDouble());
        var challenged = summary.Take(2).Sum(item => item.GetProperty("population").GetDouble());
        Math.Round(100 * challenged / population, 2).ShouldBe(13.44, "Boverket's report has 13.4 % in types 1 and 2.");
        population.ShouldBe(10_521_556, "The population of 2022.");

        var changes = await system.ListAsync($"/api/v1/changes?method={Method}&from=2022&to=2023");
        changes.Count.ShouldBe(253, "areas that change type between 2022 and 2023");
        changes.GroupBy(c => $"{c.GetProperty("before").GetInt32()}→{c.GetProperty("after").GetInt32()}")
            .ToDictionary(g => g.Key, g => g.Count())
            .ShouldBe(
                new Dictionary<string, int>
                {
                    ["3→4"] = 59, ["4→3"] = 45, ["4→5"] = 37, ["5→4"] = 34, ["3→2"] = 30, ["2→3"] = 24, ["2→1"] = 13, ["1→2"] = 11,
                },
                ignoreOrder: true);

        var events = await system.ListAsync("/api/v1/events?limit=1000");
        Positions(events).ShouldBe(Enumerable.Range(1, events.Count).Select(i => (long)i), "The feed has positions without gaps.");
        var told = events.Where(e => e.GetProperty("type").GetString() == Changed && e.GetProperty("data").GetProperty("method").GetString() == Method).Select(Id).ToList();
        told.Count.ShouldBe(253, "one event per changed area; the first publication is a baseline and tells none");
        told.ShouldBeUnique();
        await calm.UntilOnAmqpAsync(told);
        calm.OnAmqp(Method).ShouldBe(told, ignoreOrder: true, "AMQP carries the ids of the feed and no others.");

        var releases = await system.ListAsync("/api/v1/releases");
        var second = releases.Where(r => r.GetProperty("table").GetString() == "TAB6586").Max(r => r.GetProperty("number").GetInt64());
        using var before = await system.Api.GetAsync(
            new Uri($"/api/v1/classifications/{Method}?period=2023&asOf={second - 1}", UriKind.Relative), TestContext.Current.CancellationToken);
        before.StatusCode.ShouldBe(HttpStatusCode.NotFound, "Before the second release of TAB6586 there was no 2023.");
        (await system.ListAsync($"/api/v1/classifications/{Method}?period=2022&asOf={second - 1}")).Count.ShouldBe(3363);
        var baseline = (await system.ListAsync($"/api/v1/publications?method={Method}")).MinBy(p => p.GetProperty("edition").GetInt32());
        using var then = await system.Api.GetAsync(
            new Uri($"/api/v1/classifications/{Method}?period=2023&asOf={Id(baseline)}", UriKind.Relative), TestContext.Current.CancellationToken);
        then.StatusCode.ShouldBe(HttpStatusCode.NotFound, "nor as of the publication before it");
        await Counts(system, $"2022&asOf={Id(baseline)}", [160, 289, 855, 1770, 289]);
    }

    [Fact]
    public async Task A_table_that_goes_back_to_what_it_was_has_three_releases_and_ends_published_as_it_began()
    {
        var folder = Directory.CreateTempSubdirectory("a-b-a");
        try
        {
            await WriteAsync(folder, "2024-01-31T070000Z", change: false);
            await WriteAsync(folder, "2024-02-28T070000Z", change: true);
            await WriteAsync(folder, "2024-03-27T070000Z", change: false);
            await using var system = await RunningSystem.StartAsync(folder.FullName);

            await system.UtanAsync("release", "--all", "--wait");

            var releases = (await system.ListAsync("/api/v1/releases")).Select(r => (r.GetProperty("number").GetInt64(), Hash: r.GetProperty("contentHash").GetString())).ToList();
            releases.Select(r => r.Item1).ShouldBe([1L, 2L, 3L], "A, B and A again are three releases");
            releases[2].Hash.ShouldBe(releases[0].Hash, "the last holds what the first held");
            releases[1].Hash.ShouldNotBe(releases[0].Hash);
            (await system.ListAsync($"/api/v1/publications?method={Method}")).Select(p => p.GetProperty("version").GetString()).Order().ShouldBe(["1.0.0", "1.0.1", "1.0.2"]);
            await Counts(system, "2022", [160, 289, 855, 1770, 289]);
            await Counts(system, "2022&asOf=1", [160, 289, 855, 1770, 289]);
            (await TypeAsync(system, asOf: 2)).ShouldNotBe(await TypeAsync(system, asOf: 1), "in between it was B");
            (await TypeAsync(system, asOf: 3)).ShouldBe(await TypeAsync(system, asOf: 1), "it ends as A");
            var told = (await system.ListAsync("/api/v1/events?limit=1000")).Where(e => e.GetProperty("type").GetString() == Changed).ToList();
            told.Select(e => (e.GetProperty("data").GetProperty("before").GetInt32(), e.GetProperty("data").GetProperty("after").GetInt32())).ShouldBe(
                [(FirstType, FirstType - 1), (FirstType - 1, FirstType)], "there and back are two events");
            told.Select(Id).ShouldBeUnique();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // 0114R001 has type 4 in 2022.
    private const int FirstType = 4;

    /// <summary>The first release of TAB6586 under another time; where asked with another type for its first area.</summary>
    private static async Task WriteAsync(DirectoryInfo folder, string released, bool change)
    {
        var table = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(SharedData.Find("registers/TAB6586/2024-01-31T070000Z.json")))!;
        table["updated"] = released.Insert(13, ":").Insert(16, ":");
        table["value"]![0]!.GetValue<int>().ShouldBe(FirstType);
        if (change)
        {
            table["value"]![0] = FirstType - 1;
        }

        await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory("TAB6586").FullName, released + ".json"), table.ToJsonString());
    }

    private static async Task<int> TypeAsync(RunningSystem system, int asOf) =>
        (await system.ListAsync($"/api/v1/classifications/{Method}?period=2022&area=0114R001&asOf={asOf}")).Single().GetProperty("class").GetInt32();

    [Fact]
    public async Task Services_killed_at_any_moment_change_nothing_in_publications_feed_and_events()
    {
        await using var killed = new ReleasedRegisters { Disturbance = KillAsync };
        await killed.InitializeAsync();
        await killed.System.UtanAsync("up", "--registers", SharedData.Find("registers"), "--detach");

        (await PublicationsAsync(killed)).ShouldBe(await PublicationsAsync(calm), "The same releases give the same publications.");
        var (events, expected) = (await killed.System.ListAsync("/api/v1/events?limit=1000"), await calm.System.ListAsync("/api/v1/events?limit=1000"));
        events.Select(Id).ShouldBe(expected.Select(Id), ignoreOrder: true, "The feed holds the same ids.");
        ByArea(events).ShouldBe(ByArea(expected), "For each area they come in the same order.");
        await killed.UntilOnAmqpAsync(ChangedOf(events));
        killed.OnAmqp().ShouldBe(ChangedOf(events), ignoreOrder: true, "AMQP carries the same ids.");

        static async Task<IEnumerable<string>> PublicationsAsync(ReleasedRegisters released) =>
            (await released.System.ListAsync("/api/v1/publications")).Select(Id).Order(StringComparer.Ordinal);

        static List<string> ChangedOf(List<JsonElement> events) => [.. events.Where(e => e.GetProperty("type").GetString() == Changed).Select(Id)];

        static IEnumerable<string> ByArea(List<JsonElement> events) => events.Where(e => e.GetProperty("type").GetString() == Changed)
            .GroupBy(e => e.GetProperty("subject").GetString()!).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"{g.Key}: {string.Join(' ', g.Select(Id))}");
    }

    /// <summary>SIGKILLs one service after another, at moments drawn from a fixed seed, until each has been killed three times or it is told to stop. Who keeps ending is started ever later.</summary>
    private static async Task KillAsync(RunningSystem system, CancellationToken stop)
    {
        var chance = new Random(20260131);
        string[] services = ["ingestion", "indicators", "classification", "publishing"];
        var killed = services.ToDictionary(service => service, _ => 0);
        while (!stop.IsCancellationRequested && killed.Values.Any(times => times < 3))
        {
            await Task.Delay(chance.Next(300, 2500), stop).ContinueWith(_ => { }, TaskScheduler.Default);
            var victim = services[chance.Next(services.Length)];
            if (killed[victim] >= 3)
            {
                continue;
            }

            var status = await system.StatusAsync();
            var pid = status.GetProperty("processes").EnumerateArray()
                .Where(p => p.GetProperty("name").GetString() == victim)
                .Select(p => p.GetProperty("pid").ValueKind == JsonValueKind.Number ? p.GetProperty("pid").GetInt32() : 0).Single();
            if (pid > 0)
            {
                try
                {
                    System.Diagnostics.Process.GetProcessById(pid).Kill();
                    killed[victim]++;
                }
                catch (ArgumentException)
                {
                    // It had ended already.
                }
            }
        }

        killed.Values.ShouldAllBe(times => times > 0, "every service was killed, else nothing is tested");
    }

    private static async Task Counts(RunningSystem system, string period, int[] expected) =>
        (await system.GetAsync($"/api/v1/classifications/{Method}/summary?period={period}")).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("areas").GetInt32()).ToArray().ShouldBe(expected, $"areas of types 1–5 in {period}");

    private static string Id(JsonElement element) => element.GetProperty("id").GetString()!;

    private static IEnumerable<long> Positions(IEnumerable<JsonElement> events) =>
        events.Select(e => e.GetProperty("data").GetProperty("sequence").GetInt64());
}
