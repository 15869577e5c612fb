using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Tests.Hosting;
using Utanforskap.Ingestion.Watching;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.Testing;

namespace Utanforskap.Ingestion.Tests.Watching;

/// <summary>What the watch does over minutes and days, by a clock that the test moves.</summary>
[Trait("Category", "Slow")]
public sealed class WatchClockTests : IAsyncLifetime
{
    // A Monday in February, seven in the morning in Stockholm: the windows of the area types open at 07:55 and close at 10:00.
    private readonly TestTime _time = new(DateTimeOffset.Parse("2026-02-09T06:00:00Z", CultureInfo.InvariantCulture));
    private SourceSimulator _source = null!;
    private RunningIngestion _service = null!;

    /// <summary>Those of the source; borders have another, which these tests leave alone.</summary>
    private IReadOnlyList<Register> Registers => [.. _service.Services.GetRequiredService<RegisterCatalogue>().Registers.Where(r => r.Boundaries is null)];

    public async ValueTask InitializeAsync()
    {
        _source = await SourceSimulator.StartAsync(SharedData.Find("registers"));
        _service = await RunningIngestion.StartAsync(
            _time, Path.Combine(AppContext.BaseDirectory, "Registers", "sweden"), ("Sources:scb:Url", _source.Api), ("Sources:Attempts", "1"));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _source.DisposeAsync();
    }

    [Fact]
    public async Task Full_reads_that_are_due_together_are_read_one_at_each_look()
    {
        foreach (var table in Registers.Select(r => r.Table))
        {
            await _source.ReleaseAsync(table);
        }

        await TickAsync();
        (await StatusAsync()).ShouldAllBe(s => s.LastOutcome == "accepted", "what was never read is read at once");
        var read = _time.GetUtcNow();
        _time.Move(Registers.Max(r => r.Calendar.FullRead));

        for (var look = 1; look <= Registers.Count; look++)
        {
            await TickAsync();
            (await StatusAsync()).Count(s => s.LastReadAt > read).ShouldBe(look, $"look {look} reads one table more");
        }
    }

    [Fact]
    public async Task A_release_is_read_before_full_reads_that_are_due()
    {
        await _source.ReleaseAsync("TAB6574");
        await _source.ReleaseAsync("TAB6586");
        await TickAsync();
        var read = _time.GetUtcNow();
        _time.Move(Registers.Max(r => r.Calendar.FullRead));
        await _source.ReleaseAsync("TAB6574");
        await TickAsync();

        var status = await StatusAsync();
        status.Single(s => s.Register == "population").Release.ShouldBe(3);
        status.Single(s => s.Register == "area-type").LastReadAt.ShouldBe(read, "its full read waits for a look at which nothing was released");
    }

    [Fact]
    public async Task A_source_that_is_down_beyond_the_next_days_window_is_tried_ever_more_seldom_and_read_at_the_first_answer()
    {
        const int Hours = 28;
        await _source.ReleaseAsync("TAB6586");
        await TickAsync();
        await _source.MisbehaveAsync("unavailable");
        _time.Move(TimeSpan.FromHours(1));
        await TickAsync();
        var since = _time.GetUtcNow();
        while (_time.GetUtcNow() < since + TimeSpan.FromHours(Hours))
        {
            _time.Move(TimeSpan.FromMinutes(2.5));
            await TickAsync();
        }

        var down = (await StatusAsync()).Single(s => s.Register == "area-type");
        down.FailingSince.ShouldBe(since, "it says since when");
        down.Failure.ShouldNotBeNull().ShouldContain("cannot be read just now", customMessage: "and why");
        (await AttemptsAsync()).ShouldBeInRange(Hours * 12, (Hours * 12) + 12, "after the first ones an attempt each five minutes, by day and night");
        down.OpenUntil.ShouldBeNull("the window of the next day has closed");

        await _source.BehaveAsync();
        await _source.ReleaseAsync("TAB6586");
        _time.Move(TimeSpan.FromMinutes(5));
        await TickAsync();

        var up = (await StatusAsync()).Single(s => s.Register == "area-type");
        (up.Release, up.FailingSince, up.Failure).ShouldBe((2L, null, null), "what was published meanwhile is read at the first answer, though no window is open");
    }

    [Fact]
    public async Task A_short_outage_inside_a_window_does_not_leave_the_release_for_the_next_day()
    {
        await _source.ReleaseAsync("TAB6586");
        await TickAsync();
        _time.Move(TimeSpan.FromHours(2));
        await TickAsync();
        (await StatusAsync()).Single(s => s.Register == "area-type").OpenUntil.ShouldNotBeNull("its window is open");
        await _source.MisbehaveAsync("unavailable");
        for (var minute = 0; minute < 150; minute++)
        {
            _time.Move(TimeSpan.FromMinutes(1));
            await TickAsync();
        }

        (await StatusAsync()).Single(s => s.Register == "area-type").OpenUntil.ShouldBeNull("the window has closed meanwhile");
        await _source.BehaveAsync();
        await _source.ReleaseAsync("TAB6586");
        _time.Move(TimeSpan.FromMinutes(5));
        await TickAsync();

        (await StatusAsync()).Single(s => s.Register == "area-type").Release.ShouldBe(2);
    }

    [Fact]
    public async Task A_table_that_the_source_never_had_is_a_state_that_says_what_to_check_and_ends_when_the_table_comes()
    {
        var start = _time.GetUtcNow();
        await TickAsync();
        _time.Move(TimeSpan.FromHours(1));
        await TickAsync();

        var status = await StatusAsync();
        status.ShouldAllBe(s => s.AbsentSince == start, "nothing is published yet");
        var absence = status.Single(s => s.Register == "area-type").Absence.ShouldNotBeNull();
        foreach (var said in new[] { "TAB6586", new Uri(_source.Api).Authority, "2026-02-09 06:00 UTC", "check the id in the catalogue's file of the register area-type" })
        {
            absence.ShouldContain(said);
        }

        using var heard = new HeardMeasures(Telemetry.Name);
        heard.Of("utanforskap.ingestion.absent", "area-type").Select(measure => (measure.Value, measure.Unit)).ShouldContain((3600, "s"), "the measure says for how long");
        (await _service.QueryAsync(db => db.Refusals.CountAsync())).ShouldBe(0, "a first start refuses nothing");
        await _source.ReleaseAsync("TAB6586");
        _time.Move(TimeSpan.FromHours(1));
        await TickAsync();

        status = await StatusAsync();
        var come = status.Single(s => s.Register == "area-type");
        (come.Release, come.AbsentSince, come.Absence).ShouldBe((1L, null, null));
        status.Where(s => s.Register != "area-type").ShouldAllBe(s => s.AbsentSince == start, "the others are still looked for");
        _time.Move(TimeSpan.FromSeconds(7));
        heard.Of("utanforskap.ingestion.absent", "area-type").ShouldNotContain(measure => measure.Value > 3600);
        heard.Of("utanforskap.ingestion.release.age", "area-type").Select(measure => (measure.Value, measure.Unit)).ShouldContain((7, "s"), "the newest release is as old as the clock went on since");
    }

    /// <summary>What Quartz and the polling loop do at this time.</summary>
    private async Task TickAsync()
    {
        await using var scope = _service.Services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<WindowJob>(scope.ServiceProvider).SetAsync("area-type", RunningIngestion.Stop);
        await _service.Services.GetRequiredService<SourceWatch>().TickAsync(Registers, RunningIngestion.Stop);
    }

    private async Task<List<RegisterStatus>> StatusAsync() =>
        [.. (await _service.GetAsync<List<RegisterStatus>>("/status")).Where(s => Registers.Any(r => r.Id == s.Register))];

    private Task<int> AttemptsAsync() => _service.QueryAsync(db => db.Registers.Where(s => s.Register == "area-type").Select(s => s.Failures).SingleAsync());
}
