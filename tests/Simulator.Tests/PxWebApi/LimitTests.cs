using System.Net;

namespace Utanforskap.Simulator.Tests.PxWebApi;

public sealed class LimitTests
{
    [Fact]
    public async Task Calls_beyond_the_limit_are_refused_with_the_time_to_wait_and_config_stays_free()
    {
        using var folder = new SmallFolder(1);
        await using var simulator = await RunningSimulator.Start(folder.Path, "MaxCallsPerTimeWindow=2", "TimeWindow=600");

        (await simulator.Ask("/api/v2/tables")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await simulator.Ask("/api/v2/tables")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await simulator.Ask("/api/v2/tables");

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, "the third call within the window");
        refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 600);
        (await simulator.Ask("/api/v2/config")).StatusCode.ShouldBe(HttpStatusCode.OK, "config does not count");
        (await simulator.Ask("/control/releases")).StatusCode.ShouldBe(HttpStatusCode.OK, "control does not count");
    }

    [Theory]
    [InlineData(12, HttpStatusCode.OK)]
    [InlineData(11, HttpStatusCode.BadRequest)]
    public async Task An_answer_has_at_most_the_cells_that_config_states(int limit, HttpStatusCode expected)
    {
        using var folder = new SmallFolder(3);
        await using var simulator = await RunningSimulator.Start(folder.Path, $"MaxDataCells={limit}");
        await simulator.Release();

        using var answer = await simulator.Ask("/api/v2/tables/TAB1/data?valueCodes[Region]=*&valueCodes[Tid]=*&valueCodes[ContentsCode]=ANTAL");

        answer.StatusCode.ShouldBe(expected, "4 areas and 3 years are 12 cells");
    }

    [Theory]
    [InlineData("MaxDataCells=0", "MaxDataCells")]
    [InlineData("RoutePrefix=api", "RoutePrefix")]
    [InlineData("CodePage=ebcdic", "CodePage")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string setting, string name)
    {
        using var folder = new SmallFolder(1);

        var error = await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => RunningSimulator.Start(folder.Path, setting));

        error.Message.ShouldContain(name);
    }
}
