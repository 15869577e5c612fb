using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>
/// What was published on two divisions. Release 1 is 2022 on the old one, release 2 is 2023 on the new one, and its borders come with release 3. Of five areas one
/// stays, one gets another name, one is split, and two get other borders.
/// </summary>
public sealed class DivisionBreakTests : IAsyncLifetime
{
    private const string Method = "sei";
    private const string Old = "AlvReg2018";
    private const string New = "AlvReg2023";

    private static readonly DivisionChangeRecord Change = new(
        Old, New, 1, 3,
        [
            Area("A101R001", "unchanged", ("A101R001", 1, 1)), Area("A101R002", "renamed", ("A101R002", 1, 1)),
            Area("A101R003", "split", ("A101R003", 0.6, 1), ("A101R006", 0.4, 1)),
            Area("A101R004", "changed-border", ("A101R004", 1, 0.8)), Area("A101R005", "changed-border", ("A101R004", 0.2, 0.2), ("A101R005", 0.8, 1)),
        ],
        [
            Area("A101R001", "unchanged", ("A101R001", 1, 1)), Area("A101R002", "renamed", ("A101R002", 1, 1)),
            Area("A101R003", "split", ("A101R003", 1, 0.6)), Area("A101R004", "changed-border", ("A101R004", 0.8, 1), ("A101R005", 0.2, 0.2)),
            Area("A101R005", "changed-border", ("A101R005", 1, 0.8)), Area("A101R006", "split", ("A101R003", 1, 0.4)),
        ]);

    private Upstream _upstream = null!;
    private PublishingHost _host = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _upstream = await Upstream.StartAsync(server =>
        {
            server.Routes.MapGet("/boundaries", (long asOf) => new[] { Borders(Old, 1), Borders(New, 3) }.Where(b => b.Release <= asOf));
            server.Routes.MapGet("/boundaries/{division}", (string division, long asOf, string? municipality) =>
                Results.Text($"{{\"division\":\"{division}\",\"asOf\":{asOf},\"municipality\":\"{municipality}\"}}", "application/geo+json"));
            server.Routes.MapGet("/divisions/{from}/changes/{to}", () => Change);
            server.Routes.MapGet("/indicators", () => Array.Empty<IndicatorInfo>());
            server.Routes.MapGet("/indicators/{id}/converted", (string id, string period, string from, string to, long asOf) => id == "official-type"
                ? Results.Problem("It is a class, so it is never converted.", statusCode: 400)
                : Results.Ok(new ConvertedColumn(from, "AlvDel2018", [], ["A101R003"], new AreaColumn(
                    id, to, period, ["A101R001", "A101R003", "A101R006"], [10, 6.5, null], [FigureStatus.Figure, FigureStatus.Figure, FigureStatus.NotComputable]))));
        });
        _host = await PublishingHost.CreateAsync(_upstream);
        await _host.StartAsync();
        _client = _host.Client();
        _upstream.Methods.Add(Made.Method(Method));
        _upstream.Names.Add(new NamedArea(New, "A101R002", "Nya namnet"));
        Publish(1, Old, "2022", 1, 2, 3, 4, 5);
        Publish(2, New, "2023", 1, 3, 4, 5, 5, 1);
        await _host.EndAsync(Made.Classified(1, (Method, Old, "2022")));
        await _host.EndAsync(Made.Classified(2, (Method, New, "2023")));
        await _host.EndAsync(Made.Classified(3));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task Across_a_break_only_areas_with_the_same_border_are_compared_and_the_others_are_listed()
    {
        var page = await GetAsync($"changes?method={Method}&from=2022&to=2023");

        (page.GetProperty("fromDivision").GetString(), page.GetProperty("division").GetString()).ShouldBe((Old, New));
        page.GetProperty("compared").GetInt32().ShouldBe(2);
        var changed = page.GetProperty("items").EnumerateArray().Single();
        changed.GetProperty("area").GetProperty("code").GetString().ShouldBe("A101R002", "the renamed one has another class; the unchanged one has the same");
        changed.GetProperty("acrossBreak").GetBoolean().ShouldBeTrue();
        (changed.GetProperty("before").GetInt32(), changed.GetProperty("after").GetInt32()).ShouldBe((2, 3));
        changed.GetProperty("sentence").GetString().ShouldBe(
            "Nya namnet går från klass 2 (Typ 2) till 3 (Typ 3) mellan 2022 och 2023. Indelningen byttes däremellan: områdets egen gräns är densamma, men andras är det inte, så orsaken sägs inte.");
        changed.GetProperty("sentenceEn").GetString()!.ShouldEndWith("the area's own border is the same, but those of others are not, so that no cause is told.");
        page.GetProperty("notComparable").EnumerateArray().Select(n => $"{n.GetProperty("area").GetProperty("code")} {n.GetProperty("kind")}").ShouldBe(
            ["A101R003 split", "A101R004 changed-border", "A101R005 changed-border", "A101R006 split", "A101R003 split", "A101R004 changed-border", "A101R005 changed-border"],
            "of the division after, then of the one before");
        page.GetProperty("notComparable")[4].GetProperty("sentence").GetString().ShouldBe("A101R003 hade klass 3 (Typ 3) för 2022 och jämförs inte med 2023: området delades i A101R003, A101R006.");
        page.GetProperty("notComparable")[3].GetProperty("class").GetInt32().ShouldBe(1);
        page.GetProperty("notComparable")[3].GetProperty("sentence").GetString().ShouldBe("A101R006 har klass 1 (Typ 1) för 2023 och jämförs inte med 2022: området är en del av A101R003, som delades.");
        page.GetProperty("notComparable")[1].GetProperty("sentenceEn").GetString().ShouldBe("A101R004 has class 5 (Type 5) for 2023 and is not compared with 2022: its border has changed.");
        var back = (await GetAsync($"changes?method={Method}&from=2023&to=2022")).GetProperty("notComparable").EnumerateArray()
            .Single(n => n.GetProperty("area").GetProperty("code").GetString() == "A101R006");
        (back.GetProperty("kind").GetString(), back.GetProperty("sentenceEn").GetString()).ShouldBe(
            ("split", "A101R006 has class 1 (Type 1) for 2023 and is not compared with 2022: it is a part of A101R003, which was split."), "what happened is the same, whichever is asked for first");
        var csv = (await _client.GetStringAsync(new Uri($"/api/v1/changes?method={Method}&from=2022&to=2023&format=csv", UriKind.Relative), Stop)).TrimEnd().Split("\r\n");
        csv[1].ShouldContain("A101R002,Nya namnet,A101,A1,true,2023,2,3,");
        csv[1].ShouldEndWith(",true,renamed");
        csv[5].ShouldContain("A101R006,,A101,A1,true,2023,,1,");
        csv[5].ShouldEndWith(",false,split");
        csv.Length.ShouldBe(9, "the header, the area that differs, and those that are not compared");
    }

    [Fact]
    public async Task While_the_borders_of_a_division_have_not_come_no_area_is_comparable()
    {
        var page = await GetAsync($"changes?method={Method}&from=2022&to=2023&asOf=2");

        page.GetProperty("items").GetArrayLength().ShouldBe(0);
        page.GetProperty("notComparable").GetArrayLength().ShouldBe(11, "six of the one, five of the other");
        page.GetProperty("notComparable").EnumerateArray().ShouldAllBe(n => n.GetProperty("sentenceEn").GetString()!.Contains("are not known yet", StringComparison.Ordinal));
        var area = await GetAsync($"areas/{New}/A101R001?asOf=2");
        area.GetProperty("relations").GetProperty("before").GetProperty("kind").ValueKind.ShouldBe(JsonValueKind.Null);
        area.GetProperty("items").GetArrayLength().ShouldBe(1, "a series does not go on over a border that nobody knows");
        (await ProblemAsync($"divisions/{New}/changes?asOf=2")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_series_of_an_area_goes_on_across_the_break_only_where_its_border_is_the_same()
    {
        var renamed = await GetAsync($"areas/{New}/A101R002");
        var split = await GetAsync($"areas/{New}/A101R006");
        var old = await GetAsync($"areas/{Old}/A101R002");

        Series(renamed).ShouldBe(["AlvReg2018 2022 2 across", "AlvReg2023 2023 3"]);
        Series(old).ShouldBe(["AlvReg2018 2022 2", "AlvReg2023 2023 3 across"], "asked for from the other side");
        Series(split).ShouldBe(["AlvReg2023 2023 1"]);
        split.GetProperty("relations").GetProperty("before").GetProperty("kind").GetString().ShouldBe("split");
        split.GetProperty("relations").GetProperty("before").GetProperty("others")[0].GetProperty("code").GetString().ShouldBe("A101R003");
        split.GetProperty("relations").GetProperty("after").ValueKind.ShouldBe(JsonValueKind.Null, "the division is the last one");
    }

    [Fact]
    public async Task An_area_is_answered_anew_when_a_later_release_may_have_brought_borders()
    {
        using var first = await _client.GetAsync(new Uri($"/api/v1/areas/{Old}/A101R001", UriKind.Relative), Stop);
        await _host.EndAsync(Made.Classified(4));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/areas/{Old}/A101R001");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        (await _client.SendAsync(request, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK, "nothing was published, but its relations are read as of the release");
    }

    [Fact]
    public async Task Divisions_their_changes_and_borders_are_read_and_cached()
    {
        var divisions = (await GetAsync("divisions")).GetProperty("items").EnumerateArray().ToDictionary(d => d.GetProperty("id").GetString()!);
        divisions[New].GetProperty("before").GetString().ShouldBe(Old);
        divisions[New].GetProperty("areas").GetInt32().ShouldBe(5);
        divisions["RegSO2025"].GetProperty("areas").ValueKind.ShouldBe(JsonValueKind.Null, "its borders are not known here");
        var changes = await GetAsync($"divisions/{New}/changes");
        changes.GetProperty("items").GetArrayLength().ShouldBe(11, "an entry for each area of either division");
        changes.GetProperty("items").EnumerateArray().Count(i => i.GetProperty("side").GetString() == "before").ShouldBe(5);
        (await _client.GetStringAsync(new Uri($"/api/v1/divisions/{New}/changes?from={Old}&format=csv", UriKind.Relative), Stop))
            .ShouldContain("before,AlvReg2018,A101R003,,A101,A1,true,split,A101R006,0.4,1\r\n");
        (await ProblemAsync($"divisions/{Old}/changes")).Problem.GetProperty("parameter").GetString().ShouldBe("from", "nothing came before it");

        using var borders = await _client.GetAsync(new Uri($"/api/v1/boundaries/{New}?municipality=A101", UriKind.Relative), Stop);
        borders.Content.Headers.ContentType!.MediaType.ShouldBe("application/geo+json");
        using var map = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/boundaries/{New}");
        map.Headers.Accept.ParseAdd("application/geo+json");
        (await _client.SendAsync(map, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK, "a program for maps asks for what it reads");
        (await borders.Content.ReadAsStringAsync(Stop)).ShouldBe($"{{\"division\":\"{New}\",\"asOf\":3,\"municipality\":\"A101\"}}");
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/boundaries/{New}?municipality=A101");
        again.Headers.IfNoneMatch.Add(borders.Headers.ETag!);
        (await _client.SendAsync(again, Stop)).StatusCode.ShouldBe(HttpStatusCode.NotModified, "borders are the same until a release brings others");
        (await ProblemAsync("boundaries/RegSO2025")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Counts_are_converted_on_request_and_a_class_is_refused_in_the_words_of_its_owner()
    {
        var page = await GetAsync($"indicators/population?period=2022&division={New}&convertedFrom={Old}");

        (page.GetProperty("convertedFrom").GetString(), page.GetProperty("weightedBy").GetString()).ShouldBe((Old, "AlvDel2018"));
        page.GetProperty("items").EnumerateArray().Select(i => $"{i.GetProperty("area").GetProperty("code")} {i.GetProperty("value")} {i.GetProperty("estimated")}")
            .ShouldBe(["A101R001 10 False", "A101R003 6.5 True", "A101R006  False"]);
        var (status, problem) = await ProblemAsync($"indicators/official-type?period=2022&division={New}&convertedFrom={Old}");
        (status, problem.GetProperty("detail").GetString()).ShouldBe((HttpStatusCode.BadRequest, "It is a class, so it is never converted."));
        (await ProblemAsync($"indicators/population?convertedFrom={Old}")).Problem.GetProperty("parameter").GetString().ShouldBe("period");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static KnownBoundaries Borders(string division, long release) => new(division, release, Made.Morning, 5, "Källa", "CC0-1.0");

    private static AreaRelationRecord Area(string code, string kind, params (string Code, double Share, double ShareOfOther)[] others) =>
        new(code, null, kind, [.. others.Select(o => new OverlapRecord(o.Code, o.Share, o.ShareOfOther))]);

    private static IEnumerable<string> Series(JsonElement area) => area.GetProperty("items").EnumerateArray().Select(i =>
        $"{i.GetProperty("division")} {i.GetProperty("period")} {i.GetProperty("class")}{(i.TryGetProperty("acrossBreak", out _) ? " across" : "")}");

    private void Publish(long release, string division, string period, params int?[] classes) => _upstream.Result(
        release, Made.Column(Method, division, period, classes) with { Areas = [.. classes.Select((_, i) => $"A101R{i + 1:000}")] });

    private async Task<JsonElement> GetAsync(string path)
    {
        using var response = await _client.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative), Stop);
        var body = await response.Content.ReadAsStringAsync(Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path} answered {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    private async Task<(HttpStatusCode Status, JsonElement Problem)> ProblemAsync(string path)
    {
        using var response = await _client.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative), Stop);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Stop));
    }
}
