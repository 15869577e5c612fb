using System.Net;
using System.Text.Json;

namespace Utanforskap.Simulator.Tests.Control;

public sealed class ControlTests
{
    private const string Cells = "/api/v2/tables/TAB1/data?valueCodes[Region]=*&valueCodes[Tid]=*&valueCodes[ContentsCode]=*&valueCodes[Kon]=*&valueCodes[Alder]=*";

    [Fact]
    public async Task Releases_come_one_by_one_until_none_remains()
    {
        using var folder = new SmallFolder(1, 2);
        await using var simulator = await RunningSimulator.Start(folder.Path);

        (await simulator.Get("/control/releases")).GetProperty("next").GetProperty("position").GetInt32().ShouldBe(1);
        var first = await simulator.Post("/control/releases/next", new { });
        first.GetProperty("table").GetString().ShouldBe("TAB1");
        first.GetProperty("released").GetString().ShouldBe("2024-02-22T07:00:00Z");
        await simulator.Release();
        (await simulator.Get("/control/releases")).GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        using var none = await simulator.Http.PostAsync("/control/releases/next", null, TestContext.Current.CancellationToken);
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound, "no release remains");
    }

    [Fact]
    public async Task What_was_released_is_remembered_until_it_is_taken_back()
    {
        using var folder = new SmallFolder(1, 2);
        using var state = new SmallFolder();
        await using (var before = await RunningSimulator.Start(folder.Path, $"State={state.Path}"))
        {
            await before.Release(2);
        }

        await using (var after = await RunningSimulator.Start(folder.Path, $"State={state.Path}"))
        {
            (await after.Get("/api/v2/tables/TAB1")).GetProperty("lastPeriod").GetString().ShouldBe("2023", "the second release is still out");
            await after.Post("/control/releases/reset", new { });
        }

        await using var last = await RunningSimulator.Start(folder.Path, $"State={state.Path}");
        (await last.Ask("/api/v2/tables/TAB1")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "all was taken back");
    }

    [Fact]
    public async Task A_damaged_state_file_is_one_sentence()
    {
        using var folder = new SmallFolder(1);
        using var state = new SmallFolder();
        state.Add("released.json", "{");

        (await Should.ThrowAsync<InvalidDataException>(() => RunningSimulator.Start(folder.Path, $"State={state.Path}")))
            .Message.ShouldContain("released.json is damaged");
    }

    [Fact]
    public async Task The_clock_releases_by_itself()
    {
        using var folder = new SmallFolder(1, 2);
        await using var simulator = await RunningSimulator.Start(folder.Path, "ClockSeconds=0.05");

        var deadline = DateTimeOffset.UnixEpoch + TimeSpan.FromMilliseconds(Environment.TickCount64 + 20_000);
        while ((await simulator.Get("/control/releases")).GetProperty("next").ValueKind != JsonValueKind.Null)
        {
            (DateTimeOffset.UnixEpoch + TimeSpan.FromMilliseconds(Environment.TickCount64)).ShouldBeLessThan(deadline, "both releases come within seconds");
        }
    }

    [Fact]
    public async Task Refusals_last_for_as_many_answers_as_asked_for()
    {
        using var folder = new SmallFolder(1);
        await using var simulator = await RunningSimulator.Start(folder.Path);
        await simulator.Release();

        await simulator.Post("/control/misbehave", new { kind = "too-many-requests", count = 1, seconds = 7 });
        await simulator.Post("/control/misbehave", new { kind = "unavailable", table = "TAB1", count = 1 });

        using var refused = await simulator.Ask("/api/v2/tables");
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        (await simulator.Ask("/api/v2/tables")).StatusCode.ShouldBe(HttpStatusCode.OK, "the other misbehaviour is of one table");
        (await simulator.Ask("/api/v2/tables/TAB1")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await simulator.Ask("/api/v2/tables/TAB1")).StatusCode.ShouldBe(HttpStatusCode.OK, "once was asked for");
        (await simulator.Get("/control/misbehave")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_truncated_answer_looks_whole_and_a_cut_one_does_not()
    {
        using var folder = new SmallFolder(2);
        await using var simulator = await RunningSimulator.Start(folder.Path);
        await simulator.Release();
        var whole = await simulator.Http.GetStringAsync(Cells, TestContext.Current.CancellationToken);

        await simulator.Post("/control/misbehave", new { kind = "truncate", count = 1 });
        var half = await simulator.Http.GetStringAsync(Cells, TestContext.Current.CancellationToken);
        half.Length.ShouldBeLessThan(whole.Length, "half of it came");
        whole.ShouldStartWith(half[..^4]);
        await simulator.Post("/control/misbehave", new { kind = "cut", count = 1 });
        await Should.ThrowAsync<HttpRequestException>(() => simulator.Http.GetStringAsync(Cells, TestContext.Current.CancellationToken));
        (await simulator.Http.GetStringAsync(Cells, TestContext.Current.CancellationToken)).ShouldBe(whole, "then all is well");
    }

    [Fact]
    public async Task A_slow_answer_comes_whole()
    {
        using var folder = new SmallFolder(2);
        await using var simulator = await RunningSimulator.Start(folder.Path);
        await simulator.Release();
        var whole = await simulator.Http.GetStringAsync(Cells, TestContext.Current.CancellationToken);
        var before = Environment.TickCount64;

        await simulator.Post("/control/misbehave", new { kind = "slow", seconds = 0.3 });

        (await simulator.Http.GetStringAsync(Cells, TestContext.Current.CancellationToken)).ShouldBe(whole);
        (Environment.TickCount64 - before).ShouldBeGreaterThan(250, "it was asked to wait 300 ms");
    }

    [Fact]
    public async Task Updated_can_move_without_a_change_and_stay_through_one()
    {
        using var folder = new SmallFolder(1, 2);
        await using var simulator = await RunningSimulator.Start(folder.Path);
        await simulator.Release();

        await simulator.Post("/control/misbehave", new { kind = "updated-moves", seconds = 60 });
        (await Updated()).ShouldBe("2024-02-22T07:01:00Z");
        using var off = await simulator.Http.DeleteAsync("/control/misbehave", TestContext.Current.CancellationToken);
        await simulator.Post("/control/misbehave", new { kind = "updated-stays", table = "TAB1" });
        await simulator.Release();
        (await Updated()).ShouldBe("2024-02-22T07:00:00Z", "although there is a year more");
        (await simulator.Get("/api/v2/tables/TAB1")).GetProperty("lastPeriod").GetString().ShouldBe("2023");

        async Task<string?> Updated() => (await simulator.Get("/api/v2/tables/TAB1/metadata")).GetProperty("updated").GetString();
    }

    [Theory]
    [InlineData("renamed-contents", "ContentsCode", "ANTALN,ANDELN")]
    [InlineData("dropped-category", "Kon", "1,2")]
    [InlineData("zeros-outside-validity", "Region", "0114R001,0114R002,0114R002_RegSO2025,0115R001,0115R001_RegSO2025,0114R001_RegSO2025")]
    public async Task A_table_is_restructured(string kind, string dimension, string codes)
    {
        using var folder = new SmallFolder(3);
        await using var simulator = await RunningSimulator.Start(folder.Path);
        await simulator.Release();

        await simulator.Post("/control/misbehave", new { kind, table = "tab1" });
        var answer = await simulator.Get(Cells);

        answer.GetProperty("dimension").GetProperty(dimension).GetProperty("category").GetProperty("index").EnumerateObject().Select(c => c.Name)
            .ShouldBe(codes.Split(','));
        if (kind == "dropped-category")
        {
            answer.GetProperty("value")[18].GetInt32().ShouldBe(18, "figures stay with their categories");
            answer.GetProperty("value")[36].GetInt32().ShouldBe(54, "the second area begins after the dropped total");
        }

        if (kind == "zeros-outside-validity")
        {
            answer.GetProperty("value")[1].GetInt32().ShouldBe(1, "2023 is a year of RegSO 2020");
            answer.GetProperty("value")[2].GetInt32().ShouldBe(0, "2024 is not");
            answer.GetProperty("value")[5 * 54].GetInt32().ShouldBe(0, "2022 is no year of RegSO 2025");
            answer.GetProperty("value")[(5 * 54) + 2].GetInt32().ShouldBe((3 * 54) + 2, "2024 is");
        }
    }

    [Fact]
    public async Task A_unit_changes_and_a_table_is_withdrawn()
    {
        using var folder = new SmallFolder(1);
        await using var simulator = await RunningSimulator.Start(folder.Path);
        await simulator.Release();

        await simulator.Post("/control/misbehave", new { kind = "changed-unit" });
        var answer = await simulator.Get(Cells);
        answer.GetProperty("value")[2].GetDouble().ShouldBe(0.002, "two are two thousandths of a thousand");
        answer.GetProperty("dimension").GetProperty("ContentsCode").GetProperty("category").GetProperty("unit").GetProperty("ANTAL").GetProperty("base")
            .GetString().ShouldBe("tusental");
        await simulator.Post("/control/misbehave", new { kind = "withdrawn" });
        (await simulator.Get("/api/v2/tables")).GetProperty("tables").GetArrayLength().ShouldBe(0);
        (await simulator.Ask("/api/v2/tables/TAB1/metadata")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("{\"kind\":\"sulk\"}")]
    [InlineData("{}")]
    [InlineData("{\"kind\":\"slow\",\"seconds\":-1}")]
    [InlineData("{\"kind\":\"slow\",\"tabell\":\"TAB1\"}")]
    public async Task An_unknown_misbehaviour_is_refused(string body)
    {
        using var folder = new SmallFolder(1);
        await using var simulator = await RunningSimulator.Start(folder.Path);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await simulator.Http.PostAsync("/control/misbehave", content, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
