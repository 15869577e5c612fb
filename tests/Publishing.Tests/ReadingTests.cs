using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>The public readings over HTTP.</summary>
public sealed class ReadingTests(PublishedExample example) : IClassFixture<PublishedExample>
{
    private const string Types = "classifications/scb-omradestyp";

    [Fact]
    public async Task As_of_a_publication_a_release_or_a_time_answers_as_it_was_known_then()
    {
        var time = example.Publications[1].At.UtcDateTime.AddMinutes(1).ToString("O");
        foreach (var asOf in new[] { example.Publications[1].Id, "2", time })
        {
            Classes(await example.GetAsync($"{Types}?period=2022&asOf={asOf}")).ShouldBe([1, 2, 3, null], $"2022 as of {asOf}, before the correction");
        }

        Classes(await example.GetAsync($"{Types}?period=2022")).ShouldBe([1, 1, 3, null], "2022 as it is known now");
        Classes(await example.GetAsync($"{Types}?period=2022&asOf=3")).ShouldBe([1, 1, 3, null], "2022 as of the release that corrected it");
    }

    [Fact]
    public async Task A_period_without_a_value_is_the_newest() =>
        (await example.GetAsync($"{Types}?period=")).ToString().ShouldBe((await example.GetAsync(Types)).ToString());

    [Fact]
    public async Task Before_a_period_was_published_it_is_not_found_and_the_periods_that_were_are_named()
    {
        var (status, problem) = await example.ProblemAsync($"{Types}?period=2023&asOf={example.Publications[0].Id}");

        status.ShouldBe(HttpStatusCode.NotFound);
        problem.GetProperty("parameter").GetString().ShouldBe("period", "the problem names the parameter");
        problem.GetProperty("allowed").EnumerateArray().Select(a => a.GetString()).ShouldBe(["2022"], "and says what was published then");
    }

    [Theory]
    [InlineData($"{Types}?asOf=9", 404, "asOf")]
    [InlineData($"{Types}?asOf=5", 404, "asOf")]
    [InlineData($"{Types}?asOf=yesterday", 400, "asOf")]
    [InlineData($"{Types}?asOf=2999-01-01", 400, "asOf")]
    [InlineData($"{Types}?asOf=01/02/2025", 400, "asOf")]
    [InlineData($"{Types}?asOf=07:00", 400, "asOf")]
    [InlineData("methods?asOf=9", 404, "asOf")]
    [InlineData("methods?format=xml", 400, "format")]
    [InlineData("runs/1?format=csv", 400, "format")]
    [InlineData("events?method=%00", 400, "method")]
    [InlineData("snapshot?method=scb-omradestyp&asOf=9", 404, "asOf")]
    [InlineData($"{Types}?peroid=2022", 400, "peroid")]
    [InlineData($"{Types}?period=2022&period=2023", 400, "period")]
    [InlineData($"{Types}?limit=0", 400, "limit")]
    [InlineData($"{Types}?limit=many", 400, "limit")]
    [InlineData($"{Types}?division=RegSO2025", 404, "division")]
    [InlineData($"{Types}?area=0114R001,123", 400, "area")]
    [InlineData($"{Types}?format=xml", 400, "format")]
    [InlineData("classifications/utanforskap", 404, "method")]
    [InlineData("changes?method=scb-omradestyp&from=2022", 400, "to")]
    [InlineData("changes?method=scb-omradestyp&from=2022&to=2019", 404, "to")]
    [InlineData("changes?publication=0", 404, "publication")]
    [InlineData("changes?method=scb-omradestyp&from=2022&to=2023&period=2022", 400, "period")]
    [InlineData("changes?method=scb-omradestyp&from=2022&to=2023&since=1", 400, "from")]
    [InlineData("changes?method=scb-omradestyp&period=2022&to=2023&since=1", 400, "to")]
    [InlineData("changes?method=scb-omradestyp&period=2022&since=1&against=sei", 400, "against")]
    [InlineData("areas/RegSO2020/1", 404, "code")]
    [InlineData("areas/RegSO1999/0114R001", 404, "division")]
    [InlineData("events?type=area.changed", 400, "type")]
    [InlineData("events?after=first", 400, "after")]
    [InlineData("snapshot", 400, "method")]
    [InlineData("runs/99", 404, "release")]
    [InlineData("indicators/income", 404, "id")]
    public async Task A_wrong_parameter_is_named(string path, int status, string parameter)
    {
        var (actual, problem) = await example.ProblemAsync(path);

        ((int)actual).ShouldBe(status, $"{path}: {problem}");
        problem.GetProperty("parameter").GetString().ShouldBe(parameter, problem.ToString());
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace("a person is told what to do");
    }

    [Fact]
    public async Task A_summary_counts_areas_and_population_per_class()
    {
        var summary = await example.GetAsync($"{Types}/summary?period=2023");

        var items = summary.GetProperty("items").EnumerateArray().Select(i =>
            (i.GetProperty("class").GetInt32(), i.GetProperty("areas").GetInt32(), i.GetProperty("population").GetDouble(), i.GetProperty("share").GetDouble()));
        items.ShouldBe([(1, 1, 1000, 0.1), (3, 2, 5000, 0.5), (5, 1, 4000, 0.4)], "areas 1 to 4 have 1,000 to 4,000 people");
    }

    [Fact]
    public async Task Changes_between_periods_are_exactly_the_areas_whose_class_differs()
    {
        var before = await example.GetAsync("changes?method=scb-omradestyp&from=2022&to=2023&asOf=2");
        var after = await example.GetAsync("changes?method=scb-omradestyp&from=2022&to=2023");

        Moves(before).ShouldBe([("0114R002", 2, 3), ("0114R004", null, 5)], "as published first");
        Moves(after).ShouldBe([("0114R002", 1, 3), ("0114R004", null, 5)], "after 2022 was corrected");
        var area = before.GetProperty("items")[0].GetProperty("area");
        area.GetProperty("name").GetString().ShouldBe("Område 2");
        area.GetProperty("municipality").GetString().ShouldBe("0114");
        area.GetProperty("county").GetString().ShouldBe("01");
    }

    [Fact]
    public async Task Changes_of_a_publication_are_its_change_list()
    {
        var changes = await example.GetAsync($"changes?publication={example.Publications[2].Id}");

        Moves(changes).ShouldBe([("0114R002", 2, 1)], "the third publication corrected one area");
        changes.GetProperty("items")[0].GetProperty("kind").GetString().ShouldBe("revision");
        Moves(await example.GetAsync($"changes?publication={example.Publications[0].Id}")).ShouldBeEmpty("a baseline changes no area");
    }

    [Fact]
    public async Task Pages_join_to_the_whole_list()
    {
        var codes = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var page = await example.GetAsync($"{Types}?period=2023&limit=3{(after.Length > 0 ? $"&after={after}" : "")}");
            codes.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("area").GetProperty("code").GetString()!));
            after = page.GetProperty("next").GetString();
        }

        codes.ShouldBe(["0114R001", "0114R002", "0114R003", "0114R004"]);
    }

    [Theory]
    [InlineData("0114", 4)]
    [InlineData("01", 4)]
    [InlineData("0180", 0)]
    [InlineData("0114R001,0114R003", 2)]
    public async Task Areas_are_chosen_by_code_municipality_or_county(string area, int count) =>
        (await example.GetAsync($"{Types}?period=2023&area={area}")).GetProperty("items").GetArrayLength().ShouldBe(count);

    [Fact]
    public async Task A_list_comes_as_csv_by_accept_header_or_format()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{Types}?period=2023&area=0114R002");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
        using var response = await example.Client.SendAsync(request, TestContext.Current.CancellationToken);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("text/csv");
        var csv = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        csv.ShouldBe("division,code,name,municipality,county,invented,period,class,index,population,needs,needs_open\r\nRegSO2020,0114R002,Område 2,0114,01,false,2023,3,,2000,,\r\n");
        foreach (var path in new[] { "methods", "publications", "runs", "events", "releases", "registers/status", "indicators", "indicators/population", "snapshot?method=scb-omradestyp", "changes?method=scb-omradestyp&from=2022&to=2023", $"{Types}/summary", "areas/RegSO2020/0114R001" })
        {
            var address = new Uri($"/api/v1/{path}{(path.Contains('?') ? '&' : '?')}format=csv", UriKind.Relative);
            var lines = (await example.Client.GetStringAsync(address, TestContext.Current.CancellationToken)).Split("\r\n");
            lines.Length.ShouldBeGreaterThan(2, $"{path} as csv has a header and lines");
            lines[0].ShouldMatch("^[a-z_,]+$", $"{path} as csv begins with the names of its columns");
        }
    }

    [Fact]
    public async Task A_format_that_there_is_not_is_told_before_the_answer_begins()
    {
        foreach (var path in new[] { "methods", "indicators", "publications", Types })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{path}");
            request.Headers.Accept.ParseAdd("application/xml");
            using var response = await example.Client.SendAsync(request, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.NotAcceptable, path);
            (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("application/json or text/csv");
        }
    }

    [Fact]
    public async Task The_head_of_an_answer_is_that_of_the_answer()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"/api/v1/{Types}?period=2022");
        using var head = await example.Client.SendAsync(request, TestContext.Current.CancellationToken);
        using var whole = await example.Client.GetAsync(new Uri($"/api/v1/{Types}?period=2022", UriKind.Relative), TestContext.Current.CancellationToken);

        (head.StatusCode, head.Headers.ETag).ShouldBe((HttpStatusCode.OK, whole.Headers.ETag));
        (await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_reader_has_already_is_not_sent_again()
    {
        var address = new Uri($"/api/v1/{Types}?period=2022", UriKind.Relative);
        using var first = await example.Client.GetAsync(address, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await example.Client.SendAsync(request, TestContext.Current.CancellationToken);

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified, "nothing was published since");
    }

    [Fact]
    public async Task An_area_is_shown_through_periods_with_its_changes()
    {
        var area = await example.GetAsync("areas/RegSO2020/0114R002");

        area.GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("period").GetString(), i.GetProperty("class").GetInt32()))
            .ShouldBe([("2022", 1), ("2023", 3)]);
        area.GetProperty("changes").EnumerateArray().Select(c => (c.GetProperty("kind").GetString(), c.GetProperty("before").GetInt32(), c.GetProperty("after").GetInt32()))
            .ShouldBe([("new-period", 2, 3), ("revision", 2, 1)], "each change is told with the publication that made it");
    }

    [Fact]
    public async Task Publications_of_a_method_that_is_not_there_are_a_problem_that_names_those_that_are()
    {
        var problem = await example.ProblemAsync("publications?method=nope");

        problem.Status.ShouldBe(HttpStatusCode.NotFound);
        problem.Problem.GetProperty("allowed").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_run_is_complete_when_every_stage_has_told_its_end()
    {
        var done = await example.GetAsync("runs/3");
        var unchanged = await example.GetAsync("runs/4");
        var running = await example.GetAsync("runs/5", PublishedExample.OperatorKey);

        done.GetProperty("state").GetString().ShouldBe("complete");
        done.GetProperty("methods")[0].GetProperty("outcome").GetString().ShouldBe("published");
        done.GetProperty("methods")[0].GetProperty("publication").GetString().ShouldBe(example.Publications[2].Id);
        unchanged.GetProperty("state").GetString().ShouldBe("complete", "a release that publishes nothing is completed too");
        running.GetProperty("state").GetString().ShouldBe("running");
        (await example.ProblemAsync("runs/5")).Status.ShouldBe(HttpStatusCode.NotFound, "what comes of it is not decided yet, so nobody else sees it");
        running.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("state").GetString()).ShouldBe(["complete", "waiting", "waiting", "waiting"]);
    }

    [Fact]
    public async Task The_feed_is_one_ordered_record_that_a_reader_can_go_on_from()
    {
        var all = await example.GetAsync("events");
        var types = all.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("type").GetString()!.Replace("se.utanforskap.", "").Replace(".v1", "")).ToList();
        types.ShouldBe(
            [
                "release.ingested", "publication.published",
                "release.ingested", "publication.published", "classification.changed", "classification.changed",
                "release.ingested", "publication.published", "publication.corrected", "classification.changed",
                "release.ingested",
            ],
            "a release is told when it is complete, before what it led to; release 5 is on its way");
        var ids = all.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("id").GetString()).ToList();
        ids.Distinct().Count().ShouldBe(ids.Count, "an id is one event");

        var changed = await example.GetAsync("events?type=classification.changed&method=scb-omradestyp&area=RegSO2020/0114R002&limit=1");
        changed.GetProperty("items").GetArrayLength().ShouldBe(1);
        var rest = await example.GetAsync($"events?type=classification.changed&area=0114R002&after={changed.GetProperty("next").GetString()}");
        rest.GetProperty("items")[0].GetProperty("data").GetProperty("kind").GetString().ShouldBe("revision");
        rest.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null, "there are no more");
        rest.GetProperty("cursor").GetString().ShouldBe("11", "and the reader may go on from the end of the feed");
    }

    [Fact]
    public async Task A_snapshot_and_the_events_after_its_cursor_fit_together()
    {
        var snapshot = await example.GetAsync("snapshot?method=scb-omradestyp");

        snapshot.GetProperty("items").GetArrayLength().ShouldBe(8, "four areas in two periods");
        snapshot.GetProperty("cursor").GetString().ShouldBe("10", "the last event of the publication whose state it is");
        var later = await example.GetAsync($"events?after={snapshot.GetProperty("cursor").GetString()}&method=scb-omradestyp");
        later.GetProperty("items").GetArrayLength().ShouldBe(0, "nothing of the state is told again");
    }

    [Fact]
    public async Task Methods_and_snapshots_are_read_as_they_were_published_then()
    {
        var snapshot = await example.GetAsync("snapshot?method=scb-omradestyp&asOf=1");
        snapshot.GetProperty("publication").GetString().ShouldBe(example.Publications[0].Id);
        snapshot.GetProperty("items").GetArrayLength().ShouldBe(4, "2022 alone was published then");
        snapshot.GetProperty("cursor").GetString().ShouldBe("2", "what has happened since follows the state of then");
        (await example.GetAsync($"snapshot?method=scb-omradestyp&asOf={example.Publications[1].Id}")).GetProperty("items").GetArrayLength().ShouldBe(8);

        var method = (await example.GetAsync("methods?asOf=1")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        method.GetProperty("published").GetProperty("version").GetString().ShouldBe("1.0.0");
        method.GetProperty("periods").EnumerateArray().Select(p => p.GetProperty("period").GetString()).ShouldBe(["2022"]);
        (await example.GetAsync("methods")).GetProperty("items")[0].GetProperty("periods").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Indicators_are_read_as_of_the_release_that_is_meant()
    {
        var page = await example.GetAsync($"indicators/population?period=2022&asOf={example.Publications[1].Id}");

        example.ColumnRequests[^1].AsOf.ShouldBe(2, "a publication stands for the release that led to it");
        page.GetProperty("division").GetString().ShouldBe("RegSO2020", "the finest division that is valid for the period");
        page.GetProperty("items")[0].GetProperty("area").GetProperty("name").GetString().ShouldBe("Område 1");
        page.GetProperty("items")[1].GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null, "missing is never zero");
        page.GetProperty("items")[1].GetProperty("status").GetString().ShouldBe("missing");
    }

    [Fact]
    public async Task Releases_and_registers_are_read_through_the_door()
    {
        (await example.GetAsync("releases")).GetProperty("items")[0].GetProperty("table").GetString().ShouldBe("TAB6586");
        (await example.GetAsync("releases/1")).GetProperty("number").GetInt64().ShouldBe(1);
        (await example.ProblemAsync("releases/7")).Status.ShouldBe(HttpStatusCode.NotFound, "the owner's answer is handed on");
        (await example.GetAsync("registers/status")).GetProperty("items")[0].GetProperty("lastOutcome").GetString().ShouldBe("accepted");
        (await example.GetAsync("registers/status")).GetProperty("items")[0].GetProperty("release").GetInt64().ShouldBe(4, "release 5 is on its way");
    }

    [Fact]
    public async Task The_api_and_the_events_describe_themselves()
    {
        var api = JsonDocument.Parse(await example.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken)).RootElement;
        var operations = api.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => (Path: p.Name, Operation: o.Value))).ToList();
        operations.Select(o => o.Path).ShouldContain("/api/v1/classifications/{method}/summary");
        foreach (var (path, operation) in operations.Where(o => !o.Path.Contains("dead-letters", StringComparison.Ordinal)))
        {
            operation.TryGetProperty("summary", out _).ShouldBeTrue($"{path} says what it is for");
            foreach (var parameter in operation.TryGetProperty("parameters", out var list) ? list.EnumerateArray().ToList() : [])
            {
                parameter.TryGetProperty("description", out _).ShouldBeTrue($"{path} says what {parameter.GetProperty("name")} means");
            }
        }

        var events = JsonDocument.Parse(await example.Client.GetStringAsync(new Uri("/asyncapi.json", UriKind.Relative), TestContext.Current.CancellationToken)).RootElement;
        events.GetProperty("channels").GetProperty("classification.changed").GetProperty("address").GetString()
            .ShouldBe("classification.changed.{method}.{county}.{municipality}.{area}");
        events.GetProperty("components").GetProperty("messages").EnumerateObject().Count().ShouldBe(5);
    }

    [Fact]
    public async Task The_page_shows_the_state_in_Swedish_and_in_English()
    {
        var swedish = await example.Client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        var english = await example.Client.GetStringAsync(new Uri("/?lang=en", UriKind.Relative), TestContext.Current.CancellationToken);

        swedish.ShouldContain("<html lang=\"sv\">");
        swedish.ShouldContain("Metod scb-omradestyp, 2023 (RegSO2020)");
        swedish.ShouldContain("50,0 %");
        english.ShouldContain("<html lang=\"en\">");
        english.ShouldContain("TAB6586");
    }

    private static IEnumerable<int?> Classes(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(i => Number(i, "class"));

    private static IEnumerable<(string?, int?, int?)> Moves(JsonElement page) => page.GetProperty("items").EnumerateArray()
        .Select(i => (i.GetProperty("area").GetProperty("code").GetString(), Number(i, "before"), Number(i, "after")));

    private static int? Number(JsonElement item, string name) =>
        item.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
}
