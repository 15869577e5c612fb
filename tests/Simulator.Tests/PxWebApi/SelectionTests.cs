using System.Net;
using System.Text.Json;

namespace Utanforskap.Simulator.Tests.PxWebApi;

public sealed class SelectionTests(SmallSimulator small) : IClassFixture<SmallSimulator>
{
    private const string Rest = "&valueCodes[ContentsCode]=ANTAL&valueCodes[Kon]=1&valueCodes[Alder]=65-";

    private readonly RunningSimulator _simulator = small.Running;

    [Theory]
    [InlineData("Tid", "*", "2022,2023,2024")]
    [InlineData("Tid", "top(1)", "2024")]
    [InlineData("Tid", "TOP(2)", "2023,2024")]
    [InlineData("Tid", "[top(1,1)]", "2023")]
    [InlineData("Tid", "bottom(1)", "2022")]
    [InlineData("Tid", "from(2023)", "2023,2024")]
    [InlineData("Tid", "to(2023)", "2022,2023")]
    [InlineData("Tid", "[range(2022,2023)]", "2022,2023")]
    [InlineData("Tid", "[range(2023,2022)]", "2022,2023")]
    [InlineData("Tid", "202?", "2022,2023,2024")]
    [InlineData("Tid", "2024,2022", "2022,2024")]
    [InlineData("time", "2024", "2024")]
    [InlineData("Region", "0114*", "0114R001,0114R002,0114R001_RegSO2025")]
    [InlineData("Region", "*r001", "0114R001,0115R001")]
    [InlineData("Region", "*15*", "0115R001")]
    [InlineData("Region", "0115r001", "0115R001")]
    [InlineData("Region", "top(1)", "0114R001")]
    [InlineData("Region", "bottom(1)", "0114R001_RegSO2025")]
    public async Task An_expression_means_these_categories(string variable, string expression, string expected)
    {
        var other = variable == "Region" ? "valueCodes[Tid]=2022" : "valueCodes[Region]=0114R001";

        var answer = await _simulator.Get($"/api/v2/tables/TAB1/data?{other}&valueCodes[{variable}]={expression}{Rest}");

        var code = variable == "time" ? "Tid" : variable;
        answer.GetProperty("dimension").GetProperty(code).GetProperty("category").GetProperty("index")
            .EnumerateObject().Select(c => c.Name).ShouldBe(expected.Split(','));
    }

    [Theory]
    [InlineData("valueCodes[Region]=*&valueCodes[Tid]=*", "Missing selection for mandantory variable")]
    [InlineData("valueCodes[Region]=*&valueCodes[Tid]=*&valueCodes[ContentsCode]=X", "Non-existent value")]
    [InlineData("valueCodes[Region]=*&valueCodes[Tid]=*&valueCodes[ContentsCode]=*&valueCodes[Nej]=*", "Non-existent variable")]
    [InlineData("valueCodes[Region]=*&valueCodes[Tid]=*&valueCodes[ContentsCode]=*&codelist[Region]=vs_DeSO2018", "Non-existent codelist")]
    [InlineData("valueCodes[Region]=*&valueCodes[Tid]=range(2022,2023)&valueCodes[ContentsCode]=*", "Illegal selection expression")]
    [InlineData("valueCodes[Region]=*&valueCodes[Tid]=top(1,1)&valueCodes[ContentsCode]=*", "Illegal selection expression")]
    [InlineData("valueCodes[Region]=0*4*&valueCodes[Tid]=*&valueCodes[ContentsCode]=*", "Illegal selection expression")]
    [InlineData("valueCodes[Region]=*&valueCodes[Tid]=from(1999)&valueCodes[ContentsCode]=*", "Non-existent value")]
    [InlineData("valueCodes[Region]=*&valueCodes[Tid]=*&valueCodes[ContentsCode]=*&stub=Region&heading=Region", "Illegal placment")]
    [InlineData("outputFormat=px&outputFormatParams=UseCodes", "Unsupported output format")]
    [InlineData("lang=fi", "Unsupported language")]
    public async Task A_wrong_request_is_400_with_its_document(string query, string title)
    {
        using var answer = await _simulator.Ask("/api/v2/tables/TAB1/data?" + query);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        problem.RootElement.GetProperty("type").GetString().ShouldBe("Parameter error");
        problem.RootElement.GetProperty("title").GetString().ShouldBe(title);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_400_with_a_document_that_says_404_when_data_are_asked_for()
    {
        using var answer = await _simulator.Ask("/api/v2/tables/TAB9/data");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, "PxWebApi answers so");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("\"status\":404");
    }

    [Fact]
    public async Task A_parameter_of_another_kind_is_the_frameworks_400()
    {
        foreach (var path in new[] { "/tables/TAB1/data?outputFormat=pdf", "/tables/TAB1/data?valueCodes=x", "/tables?pageSize=many" })
        {
            using var answer = await _simulator.Ask("/api/v2" + path);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, path);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json", path);
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"selection":[{}]}""")]
    [InlineData("""{"selection":[null]}""")]
    [InlineData("""{"selection":[{"variableCode":"Tid","valueCodes":[null]}]}""")]
    [InlineData("""{"selection":[{"variableCode":"Tid","valueCodes":["*"]}],"placement":{"stub":[null]}}""")]
    public async Task A_body_that_is_no_selection_is_400(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await _simulator.Http.PostAsync("/api/v2/tables/TAB1/data", content, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_page_from_elsewhere_may_read_the_api_but_not_control_it()
    {
        foreach (var (path, isOpen) in new[] { ("/api/v2/tables", true), ("/control/releases", false) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Origin", "http://elsewhere.example");
            using var answer = await _simulator.Http.SendAsync(request, TestContext.Current.CancellationToken);
            answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBe(isOpen, path);
        }
    }

    [Fact]
    public async Task Of_a_repeated_parameter_only_the_first_counts()
    {
        var answer = await _simulator.Get("/api/v2/tables/TAB1/data?valueCodes[Region]=0114R001&valueCodes[Region]=0114R002&valueCodes[Tid]=2022" + Rest);

        answer.GetProperty("size")[0].GetInt32().ShouldBe(1, "the second is dropped without a word");
    }

    [Fact]
    public async Task A_variable_left_out_becomes_its_total_category_or_the_sum()
    {
        var answer = await _simulator.Get("/api/v2/tables/TAB1/data?valueCodes[Region]=0114R002&valueCodes[Tid]=2023&valueCodes[ContentsCode]=ANTAL");

        answer.GetProperty("id").EnumerateArray().Select(i => i.GetString()).ShouldBe(["Region", "ContentsCode", "Tid"]);
        var expected = Enumerable.Range(0, 3).Sum(age => SmallFolder.Cell(1, 2, age, 0, 1, SmallSimulator.Years));
        answer.GetProperty("value")[0].GetDouble().ShouldBe(expected, "sex by its total category, age by summing");
    }

    [Fact]
    public async Task A_missing_figure_is_null_with_its_symbol_and_makes_a_sum_missing()
    {
        var one = await _simulator.Get("/api/v2/tables/TAB1/data?valueCodes[Region]=*&valueCodes[Tid]=*&valueCodes[ContentsCode]=*&valueCodes[Kon]=*&valueCodes[Alder]=*");
        one.GetProperty("value")[0].ValueKind.ShouldBe(JsonValueKind.Null);
        one.GetProperty("status").GetProperty("0").GetString().ShouldBe("..");
        var sum = await _simulator.Get("/api/v2/tables/TAB1/data?valueCodes[Region]=0114R001&valueCodes[Tid]=2022&valueCodes[ContentsCode]=ANTAL&valueCodes[Kon]=1");
        sum.GetProperty("value")[0].ValueKind.ShouldBe(JsonValueKind.Null, "one of the ages is suppressed");
    }

    [Fact]
    public async Task A_posted_selection_says_the_same_as_the_query()
    {
        var byQuery = await _simulator.Get("/api/v2/tables/TAB1/data?valueCodes[Region]=0114*&valueCodes[Tid]=from(2023)" + Rest);

        var byBody = await _simulator.Post("/api/v2/tables/TAB1/data", new
        {
            selection = new[]
            {
                new { variableCode = "region", valueCodes = new[] { "0114*" } },
                new { variableCode = "Tid", valueCodes = new[] { "range(2023,2024)" } },
                new { variableCode = "ContentsCode", valueCodes = new[] { "ANTAL" } },
                new { variableCode = "Kon", valueCodes = new[] { "1" } },
                new { variableCode = "Alder", valueCodes = new[] { "65-" } },
            },
        });

        JsonElement.DeepEquals(byBody, byQuery).ShouldBeTrue("a range is whole in a body");
    }

    [Fact]
    public async Task A_value_set_cuts_the_table_to_one_division()
    {
        var answer = await _simulator.Get("/api/v2/tables/TAB1/data?valueCodes[Region]=*&codelist[Region]=vs_RegSO2025&valueCodes[Tid]=2022" + Rest);
        answer.GetProperty("dimension").GetProperty("Region").GetProperty("category").GetProperty("label").EnumerateObject().ShouldHaveSingleItem().Name
            .ShouldBe("0114R001_RegSO2025");

        var codelist = await _simulator.Get("/api/v2/codelists/vs_RegSO2020");
        codelist.GetProperty("type").GetString().ShouldBe("Valueset");
        codelist.GetProperty("values").EnumerateArray().Select(v => v.GetProperty("code").GetString()).ShouldBe(SmallFolder.Regions.Take(3));
        (await _simulator.Ask("/api/v2/codelists/vs_Nothing")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var metadata = await _simulator.Get("/api/v2/tables/TAB1/metadata?codelist[Region]=vs_RegSO2025");
        metadata.GetProperty("size")[0].GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_selected_means_the_default_selection()
    {
        var answer = await _simulator.Get("/api/v2/tables/TAB1/data");
        var told = await _simulator.Get("/api/v2/tables/TAB1/defaultselection");

        answer.GetProperty("dimension").GetProperty("Tid").GetProperty("category").GetProperty("index").EnumerateObject().ShouldHaveSingleItem().Name
            .ShouldBe("2024", "the latest period");
        answer.GetProperty("dimension").GetProperty("ContentsCode").GetProperty("category").GetProperty("index").EnumerateObject().ShouldHaveSingleItem().Name
            .ShouldBe("ANTAL", "the first contents");
        told.GetProperty("selection").EnumerateArray().Single(s => s.GetProperty("variableCode").GetString() == "Tid")
            .GetProperty("valueCodes")[0].GetString().ShouldBe("2024");
    }

    [Fact]
    public async Task Placement_turns_the_answer()
    {
        var answer = await _simulator.Get("/api/v2/tables/TAB1/data?stub=Tid&valueCodes[Region]=*&valueCodes[Tid]=*" + Rest);

        answer.GetProperty("id").EnumerateArray().Select(i => i.GetString()).ShouldBe(["Tid", "Region", "Kon", "Alder", "ContentsCode"]);
        answer.GetProperty("value")[1].GetDouble().ShouldBe(SmallFolder.Cell(1, 0, 2, 0, 0, SmallSimulator.Years), "the second cell is the second area of the first year");
    }
}
