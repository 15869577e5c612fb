using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>Before approval nothing that comes from held data is seen without the approver role.</summary>
public sealed class VisibilityTests
{
    private const string Other = "utanforskap";
    private const string Division = SignOffRig.Division;

    [Fact]
    public async Task What_waits_is_invisible_with_all_that_comes_from_its_release_until_it_is_approved()
    {
        List<long> asked = [];
        await using var rig = await SignOffRig.StartAsync(server => MapReads(server, asked), ("SignOff:Methods:sei:Share", "0.5"));
        rig.Upstream.Methods.Add(Made.Method(Other));
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.ReleaseAsync(2, "2022", 2, 3, 4);
        rig.Upstream.Result(3, Made.Column(Other, Division, "2022", 1, 1, 1));
        await rig.Host.EndAsync(Made.Classified(3, (Other, Division, "2022")));

        foreach (var path in new[] { "runs/2", "runs/3", "releases/2", "releases/2/changes", "indicators/population?asOf=2", $"classifications/{SignOffRig.Method}?asOf=2", $"classifications/{Other}?asOf=3" })
        {
            (await rig.PublicAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound, $"{path} is not there for everybody");
            (await rig.GetAsync(path)).ValueKind.ShouldBe(JsonValueKind.Object, $"{path} is there for approvers");
        }

        (await SeenAsync(rig)).ShouldBe("runs 1; releases 1; register 1; feed 1; indicators as of 1", "everybody sees what was before");
        (await rig.PublicAsync($"classifications/{Other}")).Status.ShouldBe(HttpStatusCode.OK, "a method that no rule holds is published all the same");
        await rig.GetAsync("indicators/population");
        asked[^1].ShouldBe(3, "an approver reads as of the last complete release");
        using var keyed = new HttpRequestMessage(HttpMethod.Get, "/api/v1/runs");
        keyed.Headers.Add("X-Api-Key", "an approver's long random key");
        using var answer = await rig.Client.SendAsync(keyed, TestContext.Current.CancellationToken);
        answer.Headers.CacheControl!.ToString().ShouldBe("no-store, private", "no cache keeps what an approver sees");
        using var open = await rig.Client.GetAsync(new Uri($"/api/v1/classifications/{SignOffRig.Method}?asOf=1", UriKind.Relative), TestContext.Current.CancellationToken);
        open.Headers.Vary.ShouldContain("X-Api-Key", "nor gives it to one the answer of the other");
        (await rig.Client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken)).ShouldNotContain("/api/v1/runs/2");

        await rig.ApproveAsync(await rig.CandidateAsync());

        (await SeenAsync(rig)).ShouldBe("runs 3,2,1; releases 1,2,3; register 3; feed 1,2,3; indicators as of 3");
        (await rig.FeedAsync()).Take(6).ShouldBe(
            ["release.ingested 1", "publication.published", "publication.published", "release.ingested 2", "release.ingested 3", "publication.published"],
            "the other method's publication was told when it was made, the releases when they became visible");

        async Task<string> SeenAsync(SignOffRig from)
        {
            var runs = (await from.PublicAsync("runs")).Answer.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("release").GetInt64());
            var releases = (await from.PublicAsync("releases")).Answer.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("number").GetInt64());
            var register = (await from.PublicAsync("registers/status")).Answer.GetProperty("items")[0].GetProperty("release").GetInt64();
            var feed = (await from.PublicAsync("events?type=release.ingested")).Answer.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("data").GetProperty("release").GetInt64());
            await from.PublicAsync("indicators/population");
            return $"runs {string.Join(',', runs)}; releases {string.Join(',', releases)}; register {register}; feed {string.Join(',', feed)}; indicators as of {asked[^1]}";
        }
    }

    [Fact]
    public async Task What_if_reads_no_figures_of_a_release_that_waits_through_a_method_that_does_not()
    {
        List<long> asked = [];
        await using var rig = await SignOffRig.StartAsync(
            server => server.Routes.MapPost("/what-if", (WhatIfRequest request) =>
            {
                asked.Add(request.Release);
                return new WhatIfAnswer(request.Method, 1, [], [], [], [], []);
            }),
            ("SignOff:Methods:sei:Share", "0.5"));
        rig.Upstream.Methods.Add(Made.Method(Other));
        rig.Upstream.Result(1, Made.Column(Other, Division, "2022", 1, 2, 3));
        rig.Upstream.Result(1, Made.Column(SignOffRig.Method, Division, "2022", 1, 2, 3));
        await rig.Host.EndAsync(Made.Classified(1, (Other, Division, "2022"), (SignOffRig.Method, Division, "2022")));
        rig.Upstream.Result(2, Made.Column(Other, Division, "2022", 1, 1, 3));
        rig.Upstream.Result(2, Made.Column(SignOffRig.Method, Division, "2022", 2, 3, 4));
        await rig.Host.EndAsync(Made.Classified(2, (Other, Division, "2022"), (SignOffRig.Method, Division, "2022")));

        var (status, problem) = await rig.PublicAsync($"methods/{Other}/what-if");

        status.ShouldBe(HttpStatusCode.Conflict, "a definition of the caller's own would show the figures that wait");
        problem.Text("detail")!.ShouldContain("asOf=1", Case.Sensitive, "the way out is named");
        asked.ShouldBeEmpty();
        (await rig.PublicAsync($"methods/{Other}/what-if?asOf=1")).Status.ShouldBe(HttpStatusCode.OK);
        (await rig.GetAsync($"methods/{Other}/what-if")).GetProperty("release").GetInt64().ShouldBe(2, "an approver sees them");

        await rig.ApproveAsync(await rig.CandidateAsync());
        (await rig.PublicAsync($"methods/{Other}/what-if")).Answer.GetProperty("release").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_as_of_a_release_that_was_given_once_is_given_for_ever()
    {
        await using var rig = await SignOffRig.StartAsync(("SignOff:Share", "0.5"));
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.ReleaseAsync(2, "2022", 1, 2, 4);
        var first = await AsOfAsync(2);
        await rig.ReleaseAsync(3, "2022", 2, 3, 5);
        var publication = (await rig.PublicAsync("publications")).Answer.GetProperty("items")[0].Text("id");
        (await AsOfAsync(2)).ShouldBe(first);

        await rig.ApproveAsync(await rig.CandidateAsync());

        (await AsOfAsync(2)).ShouldBe(first, "as of release 2 is what was published when it was complete");
        (await AsOfAsync(3)).ShouldBe("2,3,5", "as of the release that waited it is what was approved");
        (await rig.PostAsync($"publications/{(await rig.PublicAsync("publications")).Answer.GetProperty("items")[0].Text("id")}/withdraw", new { reason = "Wrong." })).Status.ShouldBe(HttpStatusCode.OK);
        (await AsOfAsync(3)).ShouldBe("2,3,5", "a withdrawal does not change what was read before it");
        (await rig.ClassesAsync("2022")).ShouldBe([1, 2, 4]);
        (await rig.PublicAsync($"classifications/{SignOffRig.Method}?asOf={publication}")).Status.ShouldBe(HttpStatusCode.OK);

        async Task<string> AsOfAsync(int release) => string.Join(',', (await rig.PublicAsync($"classifications/{SignOffRig.Method}?period=2022&asOf={release}"))
            .Answer.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("class")));
    }

    private static void MapReads(Upstream server, List<long> asked)
    {
        server.Routes.MapGet("/indicators", () => new[]
        {
            new IndicatorInfo("population", 1, "Befolkning", "Population", "antal", "number", IndicatorDirection.Neutral, "RegSO", true, [], null),
        });
        server.Keys = series => [new(series, Division, "2022")];
        server.Routes.MapPost("/columns/read", (ColumnsRequest request) =>
        {
            asked.Add(request.AsOf);
            return request.Keys.Select(k => new AreaColumn(k.Series, k.Division, k.Period, ["0114R001"], [10.5], [FigureStatus.Figure]));
        });
        server.Routes.MapGet("/releases", () => new
        {
            items = Enumerable.Range(1, 3).Select(n => new { number = n, status = "accepted", overruled = (string?)null }), next = (string?)null,
        });
        server.Routes.MapGet("/releases/{number}", (long number) => new { number });
        server.Routes.MapGet("/releases/{number}/changes", (long number) => new { release = number });
        server.Routes.MapGet("/status", () => new[] { new { register = "area-type", table = "TAB6586", release = 3, lastOutcome = "accepted" } });
    }
}
