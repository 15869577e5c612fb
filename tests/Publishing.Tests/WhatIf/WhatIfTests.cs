using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests.WhatIf;

/// <summary>Changed definitions, as everybody may try them.</summary>
public sealed class WhatIfTests
{
    private const string Method = "sei";
    private const string Division = "RegSO2020";

    private static readonly WhatIfAnswer Answer = new(
        Method,
        2,
        [new(1, 1, 2), new(2, 2, 1), new(null, 0, 1)],
        [12.5],
        [12],
        [new UsedInput("employment", 1, Division, "2022")],
        [
            new("0114R001", 1, null, 0.5, null, new WhatIfNeeds(["crime"], []), new WhatIfNeeds([], ["crime"])),
            new("0114R002", 2, 2, 0.25, 0.5, new WhatIfNeeds([], []), new WhatIfNeeds([], [])),
            new("0114R003", 2, 1, 1, 2, new WhatIfNeeds([], []), new WhatIfNeeds([], [])),
        ]);

    [Fact]
    public async Task Changes_are_tried_over_the_release_that_the_period_was_published_from()
    {
        await using var rig = await TryingRig.StartAsync();

        var page = await rig.GetAsync("period=2022&weight.index.V1=2&limit.type=2,1,0,-1&count.large=4");

        var asked = rig.Asked.ShouldHaveSingleItem();
        (asked.Method, asked.Division, asked.Period, asked.Release, asked.Definition).ShouldBe((Method, Division, "2022", 1, null), "2022 stands as it was published from release 1");
        asked.Changes!.ShouldBe([new("weight.index.V1", "2"), new("limit.type", "2,1,0,-1"), new("count.large", "4")]);
        page.GetProperty("items").EnumerateArray().Select(i => $"{i.GetProperty("area").GetProperty("code")} {i.GetProperty("area").GetProperty("name")} {i.GetProperty("before")} {i.GetProperty("after")}")
            .ShouldBe(["0114R001 Område 1 1 ", "0114R003 Område 3 2 1"], "an index alone is no other class");
        page.GetProperty("items")[0].GetProperty("needsAfter").GetProperty("open")[0].GetString().ShouldBe("crime");
        page.GetProperty("indexDiffers").GetInt32().ShouldBe(3);
        page.GetProperty("classes")[0].GetProperty("after").GetInt32().ShouldBe(2);
        (await rig.GetAsync("period=2022&include=index&weight.index.V1=2")).GetProperty("items").GetArrayLength().ShouldBe(3);
        (await rig.GetAsync("asOf=1&weight.index.V1=2")).GetProperty("release").GetInt64().ShouldBe(1, "then 2022 was the latest");
    }

    [Fact]
    public async Task A_definition_is_sent_as_it_is_and_csv_lists_the_areas()
    {
        await using var rig = await TryingRig.StartAsync();
        using var body = new StringContent("id: sei\nnamn: å\n", Encoding.UTF8, "application/yaml");

        using var response = await rig.Client.PostAsync(new Uri($"/api/v1/methods/{Method}/what-if?format=csv", UriKind.Relative), body, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var asked = rig.Asked.ShouldHaveSingleItem();
        (asked.Definition, asked.Changes, asked.Release).ShouldBe(("id: sei\nnamn: å\n", null, 2));
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n")[1].ShouldBe($"{Division},0114R001,Område 1,0114,01,false,1,,0.5,,crime,crime?");
    }

    [Theory]
    [InlineData("wieght.index.V1=2", HttpStatusCode.BadRequest, "wieght.index.V1")]
    [InlineData("weight=2", HttpStatusCode.BadRequest, "weight")]
    [InlineData("weight.index.V1=2&weight.index.V1=3", HttpStatusCode.BadRequest, "weight.index.V1")]
    [InlineData("include=all&weight.index.V1=2", HttpStatusCode.BadRequest, "include")]
    [InlineData("period=1999&weight.index.V1=2", HttpStatusCode.NotFound, "period")]
    [InlineData("asOf=9&weight.index.V1=2", HttpStatusCode.NotFound, "asOf")]
    public async Task A_question_that_is_wrong_names_its_parameter(string query, HttpStatusCode status, string parameter)
    {
        await using var rig = await TryingRig.StartAsync();

        var (found, problem, _) = await rig.SendAsync(query);

        (found, problem.GetProperty("parameter").GetString()).ShouldBe((status, parameter), $"{problem}");
    }

    [Fact]
    public async Task What_can_be_changed_is_told_and_a_definition_of_another_endpoint_gets_no_open_parameters()
    {
        await using var rig = await TryingRig.StartAsync();

        var (_, problem, _) = await rig.SendAsync("wieght.index.V1=2");
        problem.GetProperty("allowed").EnumerateArray().Select(a => a.GetString()).ShouldContain("weight.SERIES.PART");
        using var elsewhere = await rig.Client.GetAsync(new Uri($"/api/v1/classifications/{Method}?weight.index.V1=2", UriKind.Relative), TestContext.Current.CancellationToken);
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_Classification_refuses_is_told_in_its_words()
    {
        await using var rig = await TryingRig.StartAsync();
        rig.Refusal = Results.Problem("There is no count.type to change.", statusCode: 422, extensions: new Dictionary<string, object?>
        {
            ["parameter"] = "count.type", ["allowed"] = new[] { "weight.index.V1=1" }, ["mistakes"] = new[] { new { line = 3, column = 5, message = "no" } },
        });

        var (status, problem, _) = await rig.SendAsync("count.type=1");

        (status, problem.GetProperty("detail").GetString(), problem.GetProperty("parameter").GetString()).ShouldBe(
            (HttpStatusCode.UnprocessableEntity, "There is no count.type to change.", "count.type"));
        problem.GetProperty("allowed")[0].GetString().ShouldBe("weight.index.V1=1");
        problem.GetProperty("mistakes")[0].GetProperty("line").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task A_definition_that_is_too_large_or_no_text_is_refused_before_anything_is_computed()
    {
        await using var rig = await TryingRig.StartAsync(("WhatIf:LargestDefinition", "100"));

        (await rig.PostAsync(new byte[101])).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await rig.PostAsync([0xC3, 0x28])).ShouldBe(HttpStatusCode.BadRequest);
        rig.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_who_asks_too_often_is_told_when_to_try_again()
    {
        await using var rig = await TryingRig.StartAsync(("WhatIf:PerMinute", "2"));
        await rig.GetAsync("weight.index.V1=2");
        await rig.GetAsync("weight.index.V1=3");

        var (status, problem, wait) = await rig.SendAsync("weight.index.V1=4");

        status.ShouldBe(HttpStatusCode.TooManyRequests, $"{problem}");
        wait.ShouldNotBeNull().TotalSeconds.ShouldBeGreaterThan(0);
        rig.Asked.Count.ShouldBe(2, "nothing was computed for the third");
    }

    [Fact]
    public async Task A_caller_has_one_question_at_a_time()
    {
        await using var rig = await TryingRig.StartAsync();
        rig.Hold = new TaskCompletionSource();
        var first = rig.SendAsync("weight.index.V1=2");
        await Eventually.TrueAsync(() => Task.FromResult(rig.Asked.Count == 1), "the first question has come to Classification");

        (await rig.SendAsync("weight.index.V1=3")).Status.ShouldBe(HttpStatusCode.TooManyRequests);

        rig.Hold.SetResult();
        (await first).Status.ShouldBe(HttpStatusCode.OK);
        (await rig.SendAsync("weight.index.V1=3")).Status.ShouldBe(HttpStatusCode.OK, "the place is free again");
    }

    [Fact]
    public async Task The_description_tells_how_definitions_are_changed()
    {
        await using var rig = await TryingRig.StartAsync();

        var paths = (await rig.Client.GetFromJsonAsync<JsonElement>(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken)).GetProperty("paths");

        var whatIf = paths.GetProperty("/api/v1/methods/{method}/what-if");
        whatIf.GetProperty("get").GetProperty("description").GetString()!.ShouldContain("weight.SERIES.PART=2");
        whatIf.GetProperty("post").GetProperty("requestBody").GetProperty("content").TryGetProperty("application/yaml", out _).ShouldBeTrue();
        whatIf.GetProperty("get").GetProperty("responses").TryGetProperty("429", out _).ShouldBeTrue();
    }

    private sealed class TryingRig : IAsyncDisposable
    {
        private readonly Upstream upstream;
        private readonly PublishingHost host;

        private TryingRig(Upstream upstream, PublishingHost host) => (this.upstream, this.host, Client) = (upstream, host, host.Client());

        public HttpClient Client { get; }

        public List<WhatIfRequest> Asked { get; } = [];

        public IResult? Refusal { get; set; }

        public TaskCompletionSource? Hold { get; set; }

        public static async Task<TryingRig> StartAsync(params (string Key, string Value)[] settings)
        {
            TryingRig? rig = null;
            var upstream = await Upstream.StartAsync(server => server.Routes.MapPost("/what-if", async (WhatIfRequest request) =>
            {
                rig!.Asked.Add(request);
                await (rig.Hold?.Task ?? Task.CompletedTask);
                return rig.Refusal ?? Results.Ok(Answer);
            }));
            upstream.Methods.Add(Made.Method(Method));
            upstream.Names.AddRange(Enumerable.Range(1, 3).Select(i => new NamedArea(Division, $"0114R00{i}", $"Område {i}")));
            var host = await PublishingHost.CreateAsync(upstream, settings);
            await host.StartAsync();
            upstream.Result(1, Made.Column(Method, Division, "2022", 1, 2, 2));
            upstream.Result(2, Made.Column(Method, Division, "2023", 1, 2, 3));
            await host.EndAsync(Made.Classified(1, (Method, Division, "2022")));
            await host.EndAsync(Made.Classified(2, (Method, Division, "2023")));
            return rig = new TryingRig(upstream, host);
        }

        public async Task<JsonElement> GetAsync(string query)
        {
            var (status, answer, _) = await SendAsync(query);
            status.ShouldBe(HttpStatusCode.OK, $"{answer}");
            return answer;
        }

        public async Task<(HttpStatusCode Status, JsonElement Answer, TimeSpan? RetryAfter)> SendAsync(string query)
        {
            using var response = await Client.GetAsync(new Uri($"/api/v1/methods/{Method}/what-if?{query}", UriKind.Relative), TestContext.Current.CancellationToken);
            return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken), response.Headers.RetryAfter?.Delta);
        }

        public async Task<HttpStatusCode> PostAsync(byte[] definition)
        {
            using var body = new ByteArrayContent(definition);
            body.Headers.ContentType = new("application/yaml");
            using var response = await Client.PostAsync(new Uri($"/api/v1/methods/{Method}/what-if", UriKind.Relative), body, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await host.DisposeAsync();
            await upstream.DisposeAsync();
        }
    }
}
