using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>Causes, certainty, needs and other parts of results: stored with every changed area, told, and read as of any publication.</summary>
public sealed class ExplainedChangesTests : IAsyncLifetime
{
    private const string Method = "utanforskap";
    private const string Division = "AlvReg2018";
    private Upstream? upstream;
    private PublishingHost? host;
    private HttpClient? client;

    public async ValueTask InitializeAsync()
    {
        upstream = await Upstream.StartAsync();
        host = await PublishingHost.CreateAsync(upstream);
        await host.StartAsync();
        client = host.Client();
        upstream.Methods.Add(Made.Method(Method) with
        {
            Parts =
            [
                new PartInfo("need-crime", PartKind.Need, "brottslighet", "crime"),
                new PartInfo("need-school", PartKind.Need, "svaga skolresultat", "weak school results"),
                new PartInfo("probability-chance", PartKind.Probability, "slump", "chance"),
                new PartInfo("distance", PartKind.Distance, "avstånd", "distance"),
                new PartInfo("decided", PartKind.Decided, "avgjort", "decided"),
            ],
        });
        upstream.Explain = request => new Explanation(
            ["crime-rate", "renormalisation"],
            [new InputChange("turnout", "2018", "2022", true)],
            [new AreaExplanation("A011R001", [0.5, -0.1], ChangeCause.Own, 1, 2, true, null), new AreaExplanation("A011R002", [0, 0.2], ChangeCause.Masked, 3, 2, false, null)],
            null);
        upstream.Result(1, Column([2, 2, null], [1.0, 1.5, null], crime: [0, 1, null], school: [0, 0, 1], chance: [0.99, 0.97, null]));
        upstream.Result(2, Column([1, 2, null], [1.4, 1.7, null], crime: [1, 1, null], school: [0, 1, 1], chance: [0.8, 0.97, null]));
        await host.EndAsync(Made.Classified(1, (Method, Division, "2022")));
        await host.EndAsync(Made.Classified(2, (Method, Division, "2022")));
    }

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        await host!.DisposeAsync();
        await upstream!.DisposeAsync();
    }

    [Fact]
    public async Task Causes_are_asked_for_between_what_is_published_and_what_is_new()
    {
        upstream!.Explained.Single().ShouldBe(new ExplanationRequest(Method, new(Division, "2022", 1), new(Division, "2022", 2)), "a baseline is no change");

        var changes = (await GetAsync("publications?limit=1")).GetProperty("items")[0].GetProperty("id").GetString();
        var items = (await GetAsync($"changes?publication={changes}")).GetProperty("items").EnumerateArray().ToList();
        items.Select(i => $"{i.GetProperty("area").GetProperty("code")} {i.GetProperty("before")}→{i.GetProperty("after")} {i.GetProperty("cause")}").ShouldBe(
            ["A011R001 2→1 own", "A011R002 2→2 masked"], "the class of the second is the same, and a need is new");
        var explanation = items[0].GetProperty("explanation");
        explanation.GetProperty("parts").EnumerateArray().Sum(p => p.GetProperty("value").GetDouble()).ShouldBe(0.4, 1e-9, "parts sum to the change of index");
        explanation.GetProperty("probability").GetProperty("chance").GetDouble().ShouldBe(0.8);
        explanation.GetProperty("withinUncertainty").GetBoolean().ShouldBeTrue("the new class is sure to 80 per cent only");
        explanation.GetProperty("caughtUp").GetBoolean().ShouldBeTrue();
        items[1].GetProperty("explanation").GetProperty("withinUncertainty").GetBoolean().ShouldBeFalse();
        items[1].GetProperty("needsAfter").GetProperty("yes").EnumerateArray().Select(n => n.GetString()).ShouldBe(["crime", "school"]);
        items[0].GetProperty("sentenceEn").GetString()!.ShouldStartWith("A011R001 goes from class 2 (Type 2) to 1 (Type 1) for 2022, after changed figures, by its own changes.");
    }

    [Fact]
    public async Task How_sure_a_class_is_stands_with_the_first_period_on_a_division_too()
    {
        upstream!.Result(3, Column([1, 2, null], [1.4, 1.7, null], crime: [1, 1, null], school: [0, 1, 1], chance: [0.8, 0.97, null]) with { Division = "AlvReg2023", Period = "2023" });
        await host!.EndAsync(Made.Classified(3, (Method, "AlvReg2023", "2023")));

        var changed = (await GetAsync("events?type=classification.changed&period=2023")).GetProperty("items")[0].GetProperty("data");

        changed.GetProperty("kind").GetString().ShouldBe("boundary");
        changed.GetProperty("cause").ValueKind.ShouldBe(JsonValueKind.Null, "nothing was before");
        changed.GetProperty("explanation").GetProperty("probability").GetProperty("chance").GetDouble().ShouldBe(0.8);
        changed.GetProperty("explanation").GetProperty("withinUncertainty").GetBoolean().ShouldBeFalse("it went from no class to another");
        upstream.Explained.Count.ShouldBe(1, "there is no cause to ask for");
    }

    [Fact]
    public async Task The_correction_names_every_area_whose_class_or_need_differs_and_each_gets_its_event()
    {
        var events = await host!.ReadAsync(db => db.FeedEvents.OrderBy(e => e.Position).ToListAsync(TestContext.Current.CancellationToken));
        var correction = JsonDocument.Parse(events.Single(e => e.Type == EventTypes.PublicationCorrected).Document).RootElement.GetProperty("data");

        correction.GetProperty("areas").EnumerateArray().Select(a => a.GetProperty("code").GetString()).ShouldBe(["A011R001", "A011R002"]);
        var told = events.Where(e => e.Type == EventTypes.ClassificationChanged).Select(e => JsonDocument.Parse(e.Document).RootElement.GetProperty("data")).ToList();
        told.Select(d => d.GetProperty("cause").GetString()).ShouldBe(["own", "masked"]);
        told[0].GetProperty("explanation").GetProperty("ownNew").GetInt32().ShouldBe(1);
        told[1].GetProperty("needsBefore").GetProperty("yes").EnumerateArray().Select(n => n.GetString()).ShouldBe(["crime"]);
    }

    [Fact]
    public async Task Parts_and_needs_are_read_as_of_any_publication()
    {
        var first = (await GetAsync("publications?limit=10")).GetProperty("items")[1].GetProperty("id").GetString();

        var now = (await GetAsync($"classifications/{Method}?include=parts")).GetProperty("items").EnumerateArray().ToList();
        var then = (await GetAsync($"classifications/{Method}?include=parts&asOf={first}")).GetProperty("items").EnumerateArray().ToList();

        now[0].GetProperty("parts").GetProperty("probability-chance").GetDouble().ShouldBe(0.8);
        then[0].GetProperty("parts").GetProperty("probability-chance").GetDouble().ShouldBe(0.99);
        then[2].GetProperty("needs").GetProperty("open").EnumerateArray().Select(n => n.GetString()).ShouldBe(["crime"], "a missing figure decides nothing");
        var area = await GetAsync($"areas/{Division}/A011R001?asOf={first}");
        area.GetProperty("items")[0].GetProperty("parts").GetProperty("probability-chance").GetDouble().ShouldBe(0.99);
        (await GetAsync($"areas/{Division}/A011R001")).GetProperty("changes")[0].GetProperty("sentence").GetString()!.ShouldContain("genom egna förändringar");
    }

    [Fact]
    public async Task The_nation_is_told_from_lowest_to_highest_where_areas_are_not_assessed()
    {
        upstream!.Routes.ShouldNotBeNull();
        var nation = await GetAsync($"nation?method={Method}");

        (nation.GetProperty("areas").GetInt32(), nation.GetProperty("notAssessed").GetInt32()).ShouldBe((3, 1));
        nation.GetProperty("classes").EnumerateArray().Select(c => Range(c.GetProperty("count").GetProperty("areas"))).ShouldBe(["1–2", "1–2", "0–1", "0–1", "0–1"]);
        Range(nation.GetProperty("classes")[0].GetProperty("count").GetProperty("population")).ShouldBe("1000–4000", "residents of the area in it, and of the one that may be");
        nation.GetProperty("needs").EnumerateArray().Select(n => $"{n.GetProperty("need")} {Range(n.GetProperty("count").GetProperty("areas"))}").ShouldBe(["crime 2–3", "school 2–2"]);
        nation.GetProperty("combinations").EnumerateArray().Select(c => $"{string.Join('+', c.GetProperty("needs").EnumerateArray())} {Range(c.GetProperty("count").GetProperty("areas"))}").ShouldBe(
            ["crime+school 1–2", "crime 1–1", "school 0–1"], "the third area has school alone, or with crime");
        Range(nation.GetProperty("combinations")[2].GetProperty("count").GetProperty("population")).ShouldBe("0–3000", "the residents of the third");
        nation.GetProperty("counties")[0].GetProperty("county").GetString().ShouldBe("A0");
        (await GetAsync($"nation?method={Method}&asOf={(await GetAsync("publications")).GetProperty("items")[1].GetProperty("id").GetString()}"))
            .GetProperty("classes").EnumerateArray().Select(c => Range(c.GetProperty("count").GetProperty("areas"))).First().ShouldBe("0–1", "as it was known then");

        static string Range(JsonElement range) => $"{range.GetProperty("lowest").GetDouble()}–{range.GetProperty("highest").GetDouble()}";
    }

    [Fact]
    public async Task An_area_that_is_not_assessed_may_be_only_of_the_classes_that_its_known_figures_leave()
    {
        upstream!.Methods.Add(Made.Method("bounded") with
        {
            Parts = [new PartInfo("class-lowest", PartKind.LowestClass, "lägsta", "lowest"), new PartInfo("class-highest", PartKind.HighestClass, "högsta", "highest")],
        });
        upstream.Result(3, Made.Column("bounded", Division, "2022", 1, null, null) with
        {
            Areas = ["A011R001", "A011R002", "A011R003"],
            Parts = [new("class-lowest", [1, 2, null]), new("class-highest", [1, 3, null])],
        });
        await host!.EndAsync(Made.Classified(3, ("bounded", Division, "2022")));

        var nation = await GetAsync("nation?method=bounded");

        nation.GetProperty("notAssessed").GetInt32().ShouldBe(2);
        nation.GetProperty("classes").EnumerateArray().Select(c => c.GetProperty("count").GetProperty("areas")).Select(r => $"{r.GetProperty("lowest")}–{r.GetProperty("highest")}").ShouldBe(
            ["1–1", "0–1", "0–1", "0–0", "0–0"], "the third takes no part, so it is in no class");
    }

    [Fact]
    public async Task What_was_told_of_two_periods_holds_until_one_of_them_is_published_anew()
    {
        upstream!.Result(3, Column([2, 2, 3], [1.0, 1.5, 0.9], [1, 1, 0], [0, 1, 1], [0.9, 0.9, 0.9]) with { Period = "2023" });
        await host!.EndAsync(Made.Classified(3, (Method, Division, "2023")));
        var told = await RowAsync();
        var asked = upstream.Explained.Count;
        (await RowAsync()).ToString().ShouldBe(told.ToString());
        upstream.Explained.Count.ShouldBe(asked, "what was published is told again");

        upstream.Explain = request => new Explanation(["crime-rate", "renormalisation"], [], [new AreaExplanation("A011R001", [-0.2, 0], ChangeCause.Relative, 1, 2, false, null)], null);
        upstream.Result(4, Column([2, 2, 3], [1.2, 1.5, 0.9], [1, 1, 0], [0, 1, 1], [0.6, 0.9, 0.9]) with { Period = "2023" });
        await host.EndAsync(Made.Classified(4, (Method, Division, "2023")));

        var now = await RowAsync();
        (told.GetProperty("indexAfter").GetDouble(), now.GetProperty("indexAfter").GetDouble()).ShouldBe((1.0, 1.2), "the index that is published, though the class is the same");
        now.GetProperty("explanation").GetProperty("parts").EnumerateArray().Sum(p => p.GetProperty("value").GetDouble()).ShouldBe(-0.2, 1e-9, "the parts are those of the figures that stand");
        now.GetProperty("explanation").GetProperty("probability").GetProperty("chance").GetDouble().ShouldBe(0.6);

        async Task<JsonElement> RowAsync() => (await GetAsync($"changes?method={Method}&from=2022&to=2023")).GetProperty("items").EnumerateArray()
            .Single(i => i.GetProperty("area").GetProperty("code").GetString() == "A011R001");
    }

    [Fact]
    public async Task An_area_shows_what_was_published_anew_of_its_index_too()
    {
        upstream!.Result(3, Column([1, 2, null], [1.6, 1.7, null], [1, 1, null], [0, 1, 1], [0.8, 0.97, null]));
        await host!.EndAsync(Made.Classified(3, (Method, Division, "2022")));

        (await GetAsync($"areas/{Division}/A011R001")).GetProperty("changes").EnumerateArray()
            .Select(c => $"{c.GetProperty("kind").GetString()} {c.GetProperty("before")}→{c.GetProperty("after")} {c.GetProperty("indexAfter")}").ShouldBe(["revision 2→1 1.4", "revision 1→1 1.6"]);
    }

    [Fact]
    public async Task A_change_that_cannot_be_explained_says_why()
    {
        upstream!.Explain = request => new Explanation([], [], [], "The groups were sought anew.");
        upstream.Result(3, Column([2, 2, null], [1.6, 1.7, null], [1, 1, null], [0, 1, 1], [null, null, null]));
        await host!.EndAsync(Made.Classified(3, (Method, Division, "2022")));

        var change = (await GetAsync($"areas/{Division}/A011R001")).GetProperty("changes").EnumerateArray().Last();

        change.GetProperty("cause").ValueKind.ShouldBe(JsonValueKind.Null);
        change.GetProperty("explanation").GetProperty("notComparable").GetString().ShouldBe("The groups were sought anew.");
        change.GetProperty("sentence").GetString()!.ShouldEndWith("Orsaken kan inte sägas.");
        change.GetProperty("sentenceEn").GetString()!.ShouldEndWith("The cause cannot be told.");
    }

    [Fact]
    public async Task A_snapshot_has_the_needs_that_events_change()
    {
        var items = (await GetAsync($"snapshot?method={Method}")).GetProperty("items").EnumerateArray().ToList();

        items.Select(i => $"{string.Join('+', i.GetProperty("needs").GetProperty("yes").EnumerateArray())} {string.Join('+', i.GetProperty("needs").GetProperty("open").EnumerateArray())}")
            .ShouldBe(["crime ", "crime+school ", "school crime"]);
    }

    [Fact]
    public async Task Methods_whose_classes_mean_other_things_are_not_reconciled()
    {
        upstream!.Methods.Add(Made.Method("other") with { Classes = [new ClassInfo(1, "a", "a")] });
        upstream.Result(3, Made.Column("other", Division, "2022", 1, 1, 1) with { Areas = ["A011R001", "A011R002", "A011R003"] });
        await host!.EndAsync(Made.Classified(3, ("other", Division, "2022")));

        using var response = await client!.GetAsync(new Uri($"/api/v1/reconciliations?computed={Method}&official=other", UriKind.Relative), TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("their numbers mean different things");
    }

    [Fact]
    public async Task A_period_is_compared_with_itself_as_it_was_known_earlier_and_with_another_method()
    {
        upstream!.Methods.Add(Made.Method("other"));
        upstream.Result(3, Made.Column("other", Division, "2022", 1, 1, 3) with { Areas = ["A011R001", "A011R002", "A011R003"] });
        await host!.EndAsync(Made.Classified(3, ("other", Division, "2022")));
        var first = (await GetAsync($"publications?method={Method}")).GetProperty("items")[1].GetProperty("id").GetString();

        var since = (await GetAsync($"changes?method={Method}&period=2022&since={first}")).GetProperty("items").EnumerateArray().ToList();
        var against = (await GetAsync($"changes?method={Method}&against=other&period=2022")).GetProperty("items").EnumerateArray().ToList();

        since.Select(i => $"{i.GetProperty("area").GetProperty("code")} {i.GetProperty("before")}→{i.GetProperty("after")} {i.GetProperty("cause")}").ShouldBe(["A011R001 2→1 own", "A011R002 2→2 masked"]);
        against.Select(i => $"{i.GetProperty("area").GetProperty("code")} {i.GetProperty("before")}→{i.GetProperty("after")}").ShouldBe(["A011R001 1→1", "A011R002 1→2", "A011R003 3→"]);
        against[1].GetProperty("cause").ValueKind.ShouldBe(JsonValueKind.Null, "two methods are not one after the other");
    }

    [Fact]
    public async Task An_official_type_is_reconciled_area_by_area()
    {
        upstream!.Methods.AddRange([Made.Method("sei") with { Parts = [new PartInfo("decided", PartKind.Decided, "a", "b"), new PartInfo("distance", PartKind.Distance, "a", "b")] }, Made.Method("scb-omradestyp")]);
        upstream.Result(3, Column([1, 2, 3], [9, 8, 7], [0, 0, 0], [0, 0, 0], [1, 1, 1], decided: [1, 0, 1]) with { Method = "sei" });
        upstream.Result(3, Made.Column("scb-omradestyp", Division, "2022", 1, 3, 2) with { Areas = ["A011R001", "A011R002", "A011R003"] });
        await host!.EndAsync(Made.Classified(3, ("sei", Division, "2022"), ("scb-omradestyp", Division, "2022")));

        var page = await GetAsync("reconciliations");

        page.GetProperty("counts").EnumerateArray().Select(c => $"{c.GetProperty("agreement")} {c.GetProperty("areas")}").ShouldBe(
            ["agree 1", "differ 1", "undecidable-by-rounding 1", "missing 0"]);
        page.GetProperty("items").EnumerateArray().Select(i => $"{i.GetProperty("area").GetProperty("code")} {i.GetProperty("agreement")}").ShouldBe(
            ["A011R002 undecidable-by-rounding", "A011R003 differ"]);
    }

    private static ClassificationColumn Column(
        int?[] classes, double?[] index, double?[] crime, double?[] school, double?[] chance, double?[]? decided = null) =>
        Made.Column(Method, Division, "2022", classes) with
        {
            Areas = ["A011R001", "A011R002", "A011R003"],
            Index = index,
            Parts =
            [
                new("need-crime", crime), new("need-school", school), new("probability-chance", chance), new("distance", [0.1, 0.2, null]), new("decided", decided ?? [1, 1, null]),
            ],
            Inputs = [new("turnout", 1, Division, "2018")],
            Limits = [1.2],
        };

    private async Task<JsonElement> GetAsync(string path)
    {
        using var response = await client!.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue($"{path} answered {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
