using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Tests.Hosting;
using Utanforskap.Testing;

namespace Utanforskap.Ingestion.Tests.Watching;

/// <summary>The whole way from a source's release to the message, over HTTP, database and broker.</summary>
[Trait("Category", "Slow")]
public sealed class WatchTests
{
    private static string Sweden => Path.Combine(AppContext.BaseDirectory, "Registers", "sweden");

    [Fact]
    public async Task A_published_table_becomes_a_release_a_message_and_figures_to_read()
    {
        await using var source = await SourceSimulator.StartAsync(SharedData.Find("registers"));
        await using var service = await WatchAsync(source);
        await source.ReleaseAsync("TAB6574");
        await Until(service, "population", s => s is { LastOutcome: "accepted", Release: 1 });

        (await service.MessagesAsync("indicators", 1)).Single().ShouldContain("population");
        var column = (await service.Http.PostJsonAsync<List<AreaColumn>>("/columns/read",
            new ColumnsRequest(1, [new ColumnName("population/persons", "RegSO2020", "2021")]))).Single();
        column.Areas.Count.ShouldBe(3363);
        column.Values.Sum().ShouldBe(10_452_326, "Sweden's population on 31 December 2021");
        (await service.GetAsync<List<NamedArea>>("/areas?division=RegSO2020")).Single(a => a.Code == "0114R001").Name
            .ShouldBe("Upplands Väsby (Bollstanäs)");
        (await service.GetAsync<ReleaseRecord>("/releases/1")).TraceId.ShouldNotBeNull("the release's trace begins at the poll");
        (await service.Http.GetStringAsync("/releases/1/raw", RunningIngestion.Stop)).ShouldStartWith("{", customMessage: "what came is kept as it came");
    }

    [Fact]
    public async Task All_real_releases_in_time_order_are_accepted_and_numbered_without_gaps()
    {
        await using var source = await SourceSimulator.StartAsync(SharedData.Find("registers"));
        await using var service = await WatchAsync(source);
        var released = 0L;
        while (await source.ReleaseAsync() is { } table)
        {
            released++;
            await RunningIngestion.UntilAsync(
                async () => await service.QueryAsync(db => db.Releases.CountAsync()) == released,
                $"release {released} ({table}) should be accepted; refused: {string.Join(" | ", (await service.GetAsync<Page<ReleaseRecord>>("/refusals")).Items)}");
        }

        released.ShouldBe(14);
        var list = await service.GetAsync<Page<ReleaseRecord>>("/releases");
        list.Items.Select(r => r.Number).ShouldBe(Enumerable.Range(1, 14).Select(n => (long?)n));
        var last = await service.GetAsync<ReleaseChanges>("/releases/14/changes");
        (last.Register, last.Columns.Single().Measure, last.Columns.Single().Period, last.Columns.Single().Areas.Count).ShouldBe(("area-type", "type", "2023", 3363));
    }

    [Fact]
    public async Task Figures_that_change_without_updated_are_found_by_the_full_read()
    {
        await using var source = await SourceSimulator.StartAsync(SharedData.Find("registers"));
        await using var service = await WatchAsync(source, ("Watching:FullRead", "00:00:02"));
        await source.ReleaseAsync("TAB6586");
        await Until(service, "area-type", s => s.Release == 1);
        await source.MisbehaveAsync("updated-stays", "TAB6586");
        await source.ReleaseAsync("TAB6586");

        await Until(service, "area-type", s => s is { LastOutcome: "accepted" or "unchanged", Release: 2 });
    }

    [Fact]
    public async Task An_updated_that_moves_alone_makes_no_release_and_zeros_outside_the_divisions_years_do_not_either()
    {
        await using var source = await SourceSimulator.StartAsync(SharedData.Find("registers"));
        await using var service = await WatchAsync(source);
        await source.ReleaseAsync("TAB6586");
        await Until(service, "area-type", s => s.Release == 1);
        await source.MisbehaveAsync("updated-moves", "TAB6586", seconds: 60);
        await Until(service, "area-type", s => s is { LastOutcome: "unchanged", Release: 1 });
        await source.MisbehaveAsync("zeros-outside-validity", "TAB6586");
        var read = (await Status(service, "area-type")).LastReadAt;
        await source.MisbehaveAsync("updated-moves", "TAB6586", seconds: 120);

        await Until(service, "area-type", s => s.LastReadAt > read && s is { LastOutcome: "unchanged", Release: 1 });
    }

    [Theory]
    [InlineData("renamed-contents", "restructured")]
    [InlineData("changed-unit", "restructured")]
    [InlineData("withdrawn", "restructured")]
    public async Task A_table_that_is_not_built_as_before_is_refused_once_and_the_register_stands(string kind, string gate)
    {
        await using var source = await SourceSimulator.StartAsync(SharedData.Find("registers"));
        await using var service = await WatchAsync(source, ("Watching:FullRead", "00:00:01"));
        await source.ReleaseAsync("TAB6586");
        await Until(service, "area-type", s => s.Release == 1);
        await source.MisbehaveAsync(kind, "TAB6586");
        await Until(service, "area-type", s => s is { LastOutcome: "refused", Refusal: not null });
        var seen = (await Status(service, "area-type")).LastReadAt;
        await Until(service, "area-type", s => s.LastReadAt > seen);

        var refusal = (await service.GetAsync<Page<ReleaseRecord>>("/refusals")).Items.ShouldHaveSingleItem("the same content is one refusal, however often it is read");
        refusal.Reasons.ShouldContain(r => r.Gate == gate && r.Place.StartsWith("TAB6586"));
        (await service.MessagesAsync("publishing", 2)).Count.ShouldBe(2, "one release and one refusal are told");
        await source.BehaveAsync();
        await Until(service, "area-type", s => s is { LastOutcome: "unchanged", Release: 1, Refusal: null });
    }

    [Fact]
    public async Task A_source_that_is_down_is_one_visible_state_and_mends_by_itself()
    {
        await using var source = await SourceSimulator.StartAsync(SharedData.Find("registers"));
        await using var service = await WatchAsync(source, ("Sources:Attempts", "1"), ("Watching:LongestPause", "00:00:01"));
        await source.MisbehaveAsync("unavailable");
        await Until(service, "population", s => s.FailingSince is not null);
        (await service.GetAsync<List<RegisterStatus>>("/status")).Where(s => s.Table.StartsWith("TAB", StringComparison.Ordinal))
            .ShouldAllBe(s => s.Failure != null, "every register of the source says why");
        (await service.Http.GetAsync("/health/live", RunningIngestion.Stop)).EnsureSuccessStatusCode();
        await source.BehaveAsync();
        await source.ReleaseAsync("TAB6574");

        await Until(service, "population", s => s is { Release: 1, FailingSince: null });
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_holds_up_no_other_of_its_source()
    {
        await using var source = await SourceSimulator.StartAsync(SharedData.Find("registers"));
        await using var service = await WatchAsync(source, ("Sources:Attempts", "1"), ("Watching:LongestPause", "00:00:01"));
        await source.MisbehaveAsync("unavailable", "TAB6586");
        await source.ReleaseAsync("TAB6586");
        await Until(service, "area-type", s => s.Failure?.Contains("503", StringComparison.Ordinal) == true);
        await source.ReleaseAsync("TAB6574");

        await Until(service, "population", s => s is { Release: 1, FailingSince: null });
        (await Status(service, "area-type")).FailingSince.ShouldNotBeNull("its table still cannot be read");
        await source.BehaveAsync();
        await Until(service, "area-type", s => s is { Release: 2, FailingSince: null });
    }

    [Fact]
    public async Task Another_instance_takes_over_when_the_watching_one_ends()
    {
        await using var source = await SourceSimulator.StartAsync(SharedData.Find("registers"));
        var first = await WatchAsync(source);
        await using var keeper = first;
        await source.ReleaseAsync("TAB6574");
        await Until(first, "population", s => s.Release == 1);
        await using var second = await first.StartSiblingAsync(Sweden, [.. Settings(source)]);
        var holder = await first.QueryAsync(db => db.Leases.Select(l => l.Holder).SingleAsync());
        await first.StopWatchingAsync();
        await source.ReleaseAsync("TAB6574");

        await Until(second, "population", s => s.Release == 2);
        (await second.QueryAsync(db => db.Leases.Select(l => l.Holder).SingleAsync())).ShouldNotBe(holder);
    }

    [Fact]
    public async Task Every_release_of_the_made_up_country_is_accepted()
    {
        await using var source = await SourceSimulator.StartAsync("sample", "Areas=400");
        await using var service = await RunningIngestion.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "Registers", "alvmark"), [("Sources:alvmark:Url", source.Api), .. Settings(source)]);
        var released = 0L;
        while (await source.ReleaseAsync() is { } table)
        {
            released++;
            await RunningIngestion.UntilAsync(
                async () => await service.QueryAsync(db => db.Releases.CountAsync()) + await service.QueryAsync(db => db.Refusals.CountAsync()) >= released,
                $"release {released} ({table}) should be recorded");
        }

        var refusals = (await service.GetAsync<Page<ReleaseRecord>>("/refusals")).Items;
        refusals.ShouldBeEmpty(string.Join("\n", refusals.Select(r => $"{r.Register}: {string.Join(" | ", r.Reasons.Take(3))}")));
    }

    private static IEnumerable<(string Key, string Value)> Settings(SourceSimulator source) =>
    [
        ("Sources:scb:Url", source.Api), ("Sources:FirstDelay", "00:00:00.050"), ("Watching:Enabled", "true"), ("Watching:AlwaysOpen", "true"),
        ("Watching:Interval", "00:00:00.200"), ("Watching:Lease", "00:00:02"),
    ];

    private static Task<RunningIngestion> WatchAsync(SourceSimulator source, params (string Key, string Value)[] settings) =>
        RunningIngestion.StartAsync(Sweden, [.. Settings(source), .. settings]);

    private static async Task<RegisterStatus> Status(RunningIngestion service, string register) =>
        (await service.GetAsync<List<RegisterStatus>>("/status")).Single(s => s.Register == register);

    private static async Task Until(RunningIngestion service, string register, Func<RegisterStatus, bool> condition)
    {
        RegisterStatus? last = null;
        await RunningIngestion.UntilAsync(async () => condition(last = await Status(service, register)), $"{register} should get there");
        last.ShouldNotBeNull();
    }
}
