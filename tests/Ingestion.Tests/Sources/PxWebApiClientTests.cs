using System.Diagnostics;
using System.IO.Compression;
using Microsoft.Extensions.Options;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Sources;

namespace Utanforskap.Ingestion.Tests.Sources;

public sealed class PxWebApiClientTests : IAsyncLifetime
{
    private static readonly TableSelection _all = new([new("Region", ["*"]), new("ContentsCode", ["A"]), new("Tid", ["*"])]);
    private readonly SourceOptions _options = new() { FirstDelay = TimeSpan.FromMilliseconds(5), BreakFor = TimeSpan.FromSeconds(1), BreakAfter = 100 };
    private FakeSource _source = null!;
    private PxWebApiClients _clients = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PxWebApiClient Client => _clients.For(_source.Address);

    public async ValueTask InitializeAsync()
    {
        _source = await FakeSource.StartAsync();
        _clients = new PxWebApiClients(Options.Create(_options), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.Dispose();
        await _source.DisposeAsync();
    }

    [Fact]
    public async Task A_category_that_the_table_may_lack_chooses_nothing_and_any_other_must_be_there()
    {
        TableSelection Choosing(params string[] contents) =>
            new([new("Region", ["*"]), new("ContentsCode", contents) { MayLack = new HashSet<string> { "Z" } }, new("Tid", ["*"])]);

        await using var reading = await Client.ReadTableAsync("TAB1", Choosing("A", "Z"), ReadLimits.Standard, Stop);

        reading.Cube.Find("ContentsCode")!.Codes.ShouldBe(["A"]);
        await Should.ThrowAsync<TableRestructuredException>(() => Client.ReadTableAsync("TAB1", Choosing("A", "Y"), ReadLimits.Standard, Stop));
    }

    [Fact]
    public async Task Config_and_metadata_are_read()
    {
        var config = await Client.GetConfigAsync(Stop);
        var metadata = await Client.GetMetadataAsync("TAB1", Stop);

        config.MaxDataCells.ShouldBe(1000);
        config.Window.ShouldBe(TimeSpan.FromSeconds(1));
        metadata.Dimensions.Select(d => d.Codes.Count).ShouldBe([7, 1, 3]);
        metadata.Dimensions[0].Labels[0].ShouldBe("1000x", "labels are trimmed");
        metadata.Eliminable.ShouldBe(["Region"]);
    }

    [Fact]
    public async Task A_list_is_read_over_all_its_pages()
    {
        var tables = await Client.ListTablesAsync(new TableQuery(PastDays: 3, Text: "folk mängd"), Stop);

        tables.Select(t => t.Id).ShouldBe(Enumerable.Range(0, 25).Select(i => $"TAB{i}"));
        tables.Single(t => t.Discontinued).Id.ShouldBe("TAB3");
        tables[0].LastPeriod.ShouldBe("2022");
    }

    [Fact]
    public async Task A_table_within_the_cell_limit_is_one_call_of_stars()
    {
        await using var reading = await Client.ReadTableAsync("TAB1", _all, ReadLimits.Standard, Stop);

        reading.Calls.ShouldBe(1);
        _source.Calls.Single().Body.ShouldBe("""{"selection":[{"variableCode":"Region","valueCodes":["*"]},{"variableCode":"ContentsCode","valueCodes":["*"]},{"variableCode":"Tid","valueCodes":["*"]}]}""");
        DemandWhole(reading);
    }

    [Theory]
    [InlineData(20, 2)]
    [InlineData(6, 4)]
    [InlineData(3, 7)]
    [InlineData(2, 12)]
    [InlineData(1, 21)]
    public async Task A_larger_table_is_read_in_few_calls_and_joined(int limit, int calls)
    {
        _source.MaxDataCells = limit;

        await using var reading = await Client.ReadTableAsync("TAB1", TableSelection.Everything, ReadLimits.Standard, Stop);

        reading.Calls.ShouldBe(calls, $"with {limit} cells a call, 7 × 3 cells take {calls} calls");
        DemandWhole(reading);
    }

    [Fact]
    public async Task Expressions_and_codelists_choose_categories()
    {
        await using var reading = await Client.ReadTableAsync(
            "TAB1", new([new("Region", ["*"], "vs_Two"), new("ContentsCode", ["A"]), new("Tid", ["top(2)"])]), ReadLimits.Standard, Stop);

        reading.Cube.Dimensions[0].Codes.ShouldBe(["1000", "1001"]);
        reading.Cube.Find("Tid")!.Codes.ShouldBe(["2021", "2022"], "the top of time is its latest periods");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(500)]
    public async Task Busy_answers_are_waited_out(int status)
    {
        _source.Instead = (call, http) =>
        {
            http.Response.StatusCode = call < 3 ? status : 200;
            return Task.FromResult(call < 3);
        };

        await using var reading = await ReadAll();

        _source.Calls.Count.ShouldBe(4);
        DemandWhole(reading);
    }

    [Fact]
    public async Task Retry_after_is_honoured()
    {
        _source.Instead = (call, http) =>
        {
            http.Response.StatusCode = call == 0 ? 429 : 200;
            http.Response.Headers.RetryAfter = "1";
            return Task.FromResult(call == 0);
        };

        await using var reading = await ReadAll();

        var times = _source.Calls.Select(c => c.Time).ToArray();
        Stopwatch.GetElapsedTime(times[0], times[1]).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.95), "the source asked for a second");
    }

    [Fact]
    public async Task A_long_retry_after_is_left_to_the_next_watch()
    {
        _source.Instead = (_, http) =>
        {
            http.Response.StatusCode = 503;
            http.Response.Headers.RetryAfter = "3600";
            return Task.FromResult(true);
        };

        var error = await Should.ThrowAsync<SourceUnavailableException>(() => Client.ReadTableAsync("TAB1", _all, ReadLimits.Standard, Stop));

        error.RetryAfter.ShouldBe(TimeSpan.FromHours(1));
        _source.Calls.Count.ShouldBe(1, "nobody waits an hour inside a read");
    }

    [Fact]
    public async Task Cut_connections_and_truncated_bodies_are_fetched_again_and_leave_nothing_behind()
    {
        _source.MaxDataCells = 6;
        _source.Instead = (call, http) =>
        {
            if (call is 0 or 3)
            {
                http.Abort();
            }

            return Task.FromResult(call is 0 or 3);
        };
        _source.Twist = (call, body) => call is 1 or 4 ? body[..(body.Length / 2)] : body;

        await using var reading = await Client.ReadTableAsync("TAB1", _all, ReadLimits.Standard, Stop);

        reading.Calls.ShouldBe(4, "failed attempts are not part of what was read");
        DemandWhole(reading);
    }

    [Fact]
    public async Task A_table_that_changes_between_the_calls_is_read_from_the_start()
    {
        _source.MaxDataCells = 6;
        _source.Updated = call => call < 2 ? "2024-02-22T07:00:00Z" : "2025-02-22T07:00:00Z";

        await using var reading = await Client.ReadTableAsync("TAB1", _all, ReadLimits.Standard, Stop);

        reading.Cube.Updated!.Value.Year.ShouldBe(2025);
        reading.Calls.ShouldBe(4);
        _source.Calls.Count.ShouldBe(7, "three calls until the change was seen, then four");
        DemandWhole(reading);
    }

    [Fact]
    public async Task A_table_that_never_stands_still_is_left_for_later()
    {
        _source.MaxDataCells = 6;
        _source.Updated = call => $"2024-02-22T07:{call % 60:00}:00Z";

        var error = await Should.ThrowAsync<SourceUnavailableException>(() => Client.ReadTableAsync("TAB1", _all, ReadLimits.Standard, Stop));

        error.Message.ShouldContain("TAB1 changed while it was read");
    }

    [Fact]
    public async Task An_unknown_table_is_missing_and_not_tried_again()
    {
        var error = await Should.ThrowAsync<TableMissingException>(() => Client.ReadTableAsync("TAB404", _all, ReadLimits.Standard, Stop));

        error.Table.ShouldBe("TAB404");
    }

    [Fact]
    public async Task A_refusal_carries_the_problem_document()
    {
        _ = await Client.GetConfigAsync(Stop);
        _source.MaxDataCells = 2;

        var error = await Should.ThrowAsync<SourceRequestRefusedException>(() => Client.ReadTableAsync("TAB1", _all, ReadLimits.Standard, Stop));

        error.Problem.ShouldBe("Too many cells selected");
        await using var next = await Client.ReadTableAsync("TAB1", _all, ReadLimits.Standard, Stop);
        next.Calls.ShouldBeGreaterThan(1, "the limits are asked for again after a refusal");
    }

    [Fact]
    public async Task What_the_table_lacks_is_listed()
    {
        var error = await Should.ThrowAsync<TableRestructuredException>(() => Client.ReadTableAsync(
            "TAB1", new([new("Region", ["9999"]), new("Kon", ["1"]), new("Tid", ["*"], "vs_Gone")]), ReadLimits.Standard, Stop));

        error.Problems.Count.ShouldBe(4);
        error.Message.ShouldContain("'9999' matches none of its 7 codes");
        error.Message.ShouldContain("no dimension Kon");
        error.Message.ShouldContain("ContentsCode must be selected");
        error.Message.ShouldContain("vs_Gone of Tid is gone");
    }

    [Fact]
    public async Task A_malformed_answer_is_a_format_error_at_once()
    {
        _source.Twist = (_, body) => "<html>Underhåll</html>"u8.ToArray();

        await Should.ThrowAsync<SourceFormatException>(() => Client.ReadTableAsync("TAB1", _all, ReadLimits.Standard, Stop));
        _source.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_source_that_is_down_gives_up_within_its_attempts()
    {
        await _source.DisposeAsync();

        var error = await Should.ThrowAsync<SourceUnavailableException>(() => Client.GetConfigAsync(Stop));

        error.Message.ShouldContain(_source.Address.Authority);
    }

    [Fact]
    public async Task A_failing_host_is_left_alone_after_a_while()
    {
        _options.BreakAfter = 5;
        _options.Attempts = 3;
        _options.BreakFor = TimeSpan.FromMinutes(5);
        _source.Instead = (_, http) =>
        {
            http.Response.StatusCode = 503;
            return Task.FromResult(true);
        };

        for (var i = 0; i < 6; i++)
        {
            await Should.ThrowAsync<SourceUnavailableException>(() => Client.ReadTableAsync("TAB1", _all, ReadLimits.Standard, Stop));
        }

        _source.Calls.Count.ShouldBeLessThan(18, "an open circuit sends nothing");
    }

    [Fact]
    public async Task A_read_ends_when_its_budget_does()
    {
        _options.Budget = TimeSpan.FromMilliseconds(300);
        _source.Instead = async (_, http) =>
        {
            await Task.Delay(TimeSpan.FromMinutes(1), http.RequestAborted);
            return true;
        };

        var error = await Should.ThrowAsync<SourceUnavailableException>(() => Client.ReadTableAsync("TAB1", _all, ReadLimits.Standard, Stop));

        error.Message.ShouldContain("did not answer in full");
    }

    [Fact]
    public async Task The_rate_of_calls_keeps_within_the_sources_limit()
    {
        _source.MaxCalls = 5;
        _source.MaxDataCells = 3;

        await using var reading = await Client.ReadTableAsync("TAB1", _all, ReadLimits.Standard, Stop);

        var times = _source.Calls.Select(c => c.Time).ToArray();
        times.Length.ShouldBe(7);
        Stopwatch.GetElapsedTime(times[0], times[5]).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.95), "a sixth call within a second would break the limit");
    }

    [Fact]
    public async Task The_answers_are_kept_as_they_came()
    {
        _source.MaxDataCells = 6;
        await using var reading = await Client.ReadTableAsync("TAB1", _all, ReadLimits.Standard, Stop);

        using var unpacked = new MemoryStream();
        await using (var gzip = new GZipStream(reading.Raw.OpenCompressed(), CompressionMode.Decompress, leaveOpen: true))
        {
            await gzip.CopyToAsync(unpacked, Stop);
        }

        unpacked.Length.ShouldBe(reading.Raw.Bytes);
        System.Text.Encoding.UTF8.GetString(unpacked.ToArray()).Split("}{").Length.ShouldBe(4, "the answers stand one after the other");
        reading.Raw.Sha256.Length.ShouldBe(64);
    }

    private Task<TableReading> ReadAll() => Client.ReadTableAsync("TAB1", _all, ReadLimits.Standard, Stop);

    private void DemandWhole(TableReading reading)
    {
        var (regions, years) = (reading.Cube.Dimensions[0].Codes, reading.Cube.Dimensions[2].Codes);
        regions.Count.ShouldBe(_source.Regions);
        years.ShouldBe(_source.Years);
        reading.Cube.Values.ShouldBe(regions.SelectMany(r => years.Select(y => FakeSource.ValueOf(r, y))), "every cell stands where it belongs");
        reading.Cube.Status.ShouldAllBe(s => s == 0);
        reading.Cube.Dimensions[0].Labels.ShouldBe(regions.Select(r => r + "x"));
        reading.Raw.Parts.ShouldBe(reading.Calls);
    }
}
