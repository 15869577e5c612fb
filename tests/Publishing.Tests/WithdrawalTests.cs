using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>Publications that are taken back, and corrections of corrections.</summary>
public sealed class WithdrawalTests
{
    [Fact]
    public async Task What_stood_before_stands_again_what_was_first_ends_and_every_area_is_told()
    {
        await using var rig = await SignOffRig.StartAsync();
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        rig.Upstream.Result(2, Made.Column(SignOffRig.Method, SignOffRig.Division, "2022", 1, 3, 3));
        rig.Upstream.Result(2, Made.Column(SignOffRig.Method, SignOffRig.Division, "2023", 1, 3, 4));
        await rig.Host.EndAsync(Made.Classified(2, (SignOffRig.Method, SignOffRig.Division, "2022"), (SignOffRig.Method, SignOffRig.Division, "2023")));
        var wrong = (await rig.GetAsync("publications")).GetProperty("items")[0];

        var (status, withdrawal) = await rig.PostAsync($"publications/{wrong.Text("id")}/withdraw", new { reason = "The areas were mixed up." });

        status.ShouldBe(HttpStatusCode.OK, withdrawal.ToString());
        (withdrawal.Text("version"), withdrawal.GetProperty("edition").GetInt32()).ShouldBe(("1.1.1", 3));
        withdrawal.GetProperty("withdraws").Text("publication").ShouldBe(wrong.Text("id"));
        (await rig.ClassesAsync("2022")).ShouldBe([1, 2, 3]);
        (await rig.PublicAsync($"classifications/{SignOffRig.Method}?period=2023")).Status.ShouldBe(HttpStatusCode.NotFound, "a period that was first in it has no results any more");
        (await rig.PublicAsync("methods")).Answer.GetProperty("items")[0].GetProperty("periods").EnumerateArray().Select(p => p.Text("period")).ShouldBe(["2022"]);
        var readable = (await rig.PublicAsync($"publications/{wrong.Text("id")}")).Answer.GetProperty("withdrawnBy");
        (readable.Text("publication"), readable.Text("reason"), readable.Text("actor")).ShouldBe((withdrawal.Text("id"), "The areas were mixed up.", "anna"), "it stays readable as withdrawn");
        (await rig.PublicAsync($"classifications/{SignOffRig.Method}?period=2023&asOf={wrong.Text("id")}")).Status.ShouldBe(HttpStatusCode.OK, "and what it said too");
        var corrected = (await rig.PublicAsync("events?type=publication.corrected")).Answer.GetProperty("items").EnumerateArray().Last().GetProperty("data");
        Areas(corrected).ShouldBe(
            [("2022", "0114R002", 3, 2), ("2023", "0114R001", 1, null), ("2023", "0114R002", 3, null), ("2023", "0114R003", 4, null)],
            "the correction lists exactly the areas whose class was wrong");
        corrected.GetProperty("withdraws").Text("reason").ShouldBe("The areas were mixed up.");
        (await rig.FeedAsync()).TakeLast(4).ShouldBe(
            ["classification.changed 0114R002", "classification.changed 0114R001", "classification.changed 0114R002", "classification.changed 0114R003"]);

        var before = await LineageAsync(rig, (await rig.GetAsync("publications")).GetProperty("items")[2].Text("id")!);
        (await LineageAsync(rig, withdrawal.Text("id")!)).ShouldBe(before, "what stands again comes from where it came from then");
    }

    [Fact]
    public async Task Only_the_newest_publication_can_be_withdrawn_and_not_the_first()
    {
        await using var rig = await SignOffRig.StartAsync();
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        var baseline = (await rig.GetAsync("publications")).GetProperty("items")[0];
        var (status, problem) = await rig.PostAsync($"publications/{baseline.Text("id")}/withdraw", new { reason = "Wrong." });
        status.ShouldBe(HttpStatusCode.Conflict, "nothing stood before it");
        problem.Text("detail")!.ShouldContain("corrected release");
        await rig.ReleaseAsync(2, "2022", 1, 2, 4);

        (status, problem) = await rig.PostAsync($"publications/{baseline.Text("id")}/withdraw", new { reason = "Wrong." });

        status.ShouldBe(HttpStatusCode.Conflict);
        problem.GetProperty("current").Text("published").ShouldBe((await rig.GetAsync("publications")).GetProperty("items")[0].Text("id"), "the one that can be withdrawn is named");
        (await rig.PostAsync($"publications/{problem.GetProperty("current").Text("published")}/withdraw", new { })).Status.ShouldBe(HttpStatusCode.BadRequest, "a reason has to be written");
    }

    [Fact]
    public async Task What_takes_back_another_meaning_of_the_classes_is_a_major_version_too()
    {
        await using var rig = await SignOffRig.StartAsync();
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        rig.Upstream.Methods[0] = Made.Method(SignOffRig.Method, version: 2) with { Classes = [new ClassInfo(1, "Ny", "New")] };
        rig.Upstream.Result(2, Made.Column(SignOffRig.Method, SignOffRig.Division, "2022", 1, 2, 4));
        var redefined = Made.Classified(2, (SignOffRig.Method, SignOffRig.Division, "2022"));
        await rig.Host.EndAsync(Made.InVersion(2, redefined));

        var (status, withdrawal) = await rig.PostAsync($"publications/{(await rig.GetAsync("publications")).GetProperty("items")[0].Text("id")}/withdraw", new { reason = "Too early." });

        status.ShouldBe(HttpStatusCode.OK, withdrawal.ToString());
        (await rig.VersionsAsync()).ShouldBe(["1.0.0", "2.0.0", "3.0.0"], "who relies on patches alone would read classes of the other definition");
        withdrawal.GetProperty("methodVersion").GetInt32().ShouldBe(1);
        (await rig.PublicAsync($"nation?method={SignOffRig.Method}")).Answer.GetProperty("classes")[0].Text("name").ShouldBe("Typ 1", "classes are called as in the definition that stands again");
    }

    [Fact]
    public async Task A_definition_that_was_withdrawn_comes_back_whole_and_only_by_an_approver()
    {
        await using var rig = await SignOffRig.StartAsync();
        await rig.ReleaseAsync(1, "2021", 1, 2, 3);
        await rig.ReleaseAsync(2, "2022", 1, 2, 3);
        rig.Upstream.Methods[0] = Made.Method(SignOffRig.Method, version: 2);
        rig.Upstream.Result(3, Made.Column(SignOffRig.Method, SignOffRig.Division, "2021", 1, 1, 3));
        rig.Upstream.Result(3, Made.Column(SignOffRig.Method, SignOffRig.Division, "2022", 1, 2, 4));
        await rig.Host.EndAsync(Made.InVersion(2, Made.Classified(3, (SignOffRig.Method, SignOffRig.Division, "2021"), (SignOffRig.Method, SignOffRig.Division, "2022"))));
        await rig.PostAsync($"publications/{(await rig.GetAsync("publications")).GetProperty("items")[0].Text("id")}/withdraw", new { reason = "Too early." });

        rig.Upstream.Result(4, Made.Column(SignOffRig.Method, SignOffRig.Division, "2023", 2, 2, 2));
        await rig.Host.EndAsync(Made.InVersion(2, Made.Classified(4, (SignOffRig.Method, SignOffRig.Division, "2023"))));

        (await rig.VersionsAsync()).Count.ShouldBe(4, "nothing by the withdrawn definition stands beside the other");
        var candidate = await rig.CandidateAsync();
        candidate.GetProperty("reasons")[0].Text("message").ShouldBe("Results by version 2 of the definition were withdrawn by anna: Too early.");
        candidate.GetProperty("columns").EnumerateArray().Select(c => $"{c.Text("period")} {c.Text("kind")}").ShouldBe(
            ["2021 method", "2022 method", "2023 new-period"], "all that differs from what is published, though Classification told of one period only");
        (await rig.ApproveAsync(candidate)).Status.ShouldBe(HttpStatusCode.OK);
        var published = await rig.GetAsync($"publications/{(await rig.GetAsync("publications")).GetProperty("items")[0].Text("id")}");
        published.GetProperty("lineage").GetProperty("columns").EnumerateArray().Select(c => $"{c.Text("period")} {c.GetProperty("methodVersion")}").ShouldBe(["2021 2", "2022 2", "2023 2"]);
    }

    [Fact]
    public async Task A_period_that_a_new_definition_ended_comes_back_with_its_parts_when_that_is_withdrawn()
    {
        await using var rig = await SignOffRig.StartAsync();
        rig.Upstream.Methods[0] = Made.Method(SignOffRig.Method) with { Parts = [new PartInfo("distance", PartKind.Distance, "avstånd", "distance")] };
        foreach (var period in new[] { "2021", "2022" })
        {
            rig.Upstream.Result(1, Made.Column(SignOffRig.Method, SignOffRig.Division, period, 1, 2, 3) with { Parts = [new PartColumn("distance", [0.1, 0.2, 0.3])] });
        }

        await rig.Host.EndAsync(Made.Classified(1, (SignOffRig.Method, SignOffRig.Division, "2021"), (SignOffRig.Method, SignOffRig.Division, "2022")));
        var first = (await rig.GetAsync("publications")).GetProperty("items")[0].Text("id")!;
        rig.Upstream.Methods[0] = rig.Upstream.Methods[0] with { Version = 2 };
        rig.Upstream.Result(2, Made.Column(SignOffRig.Method, SignOffRig.Division, "2022", 1, 1, 3) with { Parts = [new PartColumn("distance", [0.5, 0.6, 0.7])] });
        await rig.Host.EndAsync(Made.InVersion(2, Made.Classified(2, (SignOffRig.Method, SignOffRig.Division, "2022"))));
        (await rig.PublicAsync($"classifications/{SignOffRig.Method}?period=2021")).Status.ShouldBe(HttpStatusCode.NotFound, "the new definition has no results for it");

        var (status, withdrawal) = await rig.PostAsync($"publications/{(await rig.GetAsync("publications")).GetProperty("items")[0].Text("id")}/withdraw", new { reason = "Too early." });

        status.ShouldBe(HttpStatusCode.OK, withdrawal.ToString());
        (await LineageAsync(rig, withdrawal.Text("id")!)).ShouldBe(await LineageAsync(rig, first), "both periods stand as they stood");
        foreach (var period in new[] { "2021", "2022" })
        {
            var (_, page) = await rig.PublicAsync($"classifications/{SignOffRig.Method}?period={period}&include=parts");
            page.GetProperty("items").EnumerateArray().Select(i => $"{i.GetProperty("class")} {i.GetProperty("parts").GetProperty("distance")}").ShouldBe(["1 0.1", "2 0.2", "3 0.3"]);
        }
    }

    [Fact]
    public async Task After_the_newest_the_one_before_it_can_be_withdrawn_and_a_withdrawal_is_not_named_in_its_place()
    {
        await using var rig = await SignOffRig.StartAsync();
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.ReleaseAsync(2, "2022", 1, 3, 3);
        await rig.ReleaseAsync(3, "2023", 1, 3, 4);
        var ids = (await rig.GetAsync("publications")).GetProperty("items").EnumerateArray().Select(p => p.Text("id")!).ToList();

        (await rig.PostAsync($"publications/{ids[0]}/withdraw", new { reason = "Wrong year." })).Status.ShouldBe(HttpStatusCode.OK);
        var (again, problem) = await rig.PostAsync($"publications/{ids[0]}/withdraw", new { reason = "Wrong year." });
        var (status, withdrawal) = await rig.PostAsync($"publications/{ids[1]}/withdraw", new { reason = "Wrong areas." });

        again.ShouldBe(HttpStatusCode.Conflict);
        problem.Text("detail")!.ShouldContain("withdrawn already");
        problem.GetProperty("current").Text("published").ShouldBe(ids[1], "the one whose results stand");
        status.ShouldBe(HttpStatusCode.OK, withdrawal.ToString());
        (await rig.ClassesAsync("2022")).ShouldBe([1, 2, 3]);
        (await rig.VersionsAsync()).ShouldBe(["1.0.0", "1.0.1", "1.1.0", "1.1.1", "1.1.2"]);
        (await LineageAsync(rig, withdrawal.Text("id")!)).ShouldBe(await LineageAsync(rig, ids[2]), "what stands again is what stood first");
        (await rig.PostAsync($"publications/{withdrawal.Text("id")}/withdraw", new { reason = "It was right." })).Status.ShouldBe(HttpStatusCode.OK, "a withdrawal can be taken back");
        (await rig.ClassesAsync("2022")).ShouldBe([1, 3, 3]);
        (await rig.PostAsync($"publications/{ids[1]}/withdraw", new { reason = "No, wrong." })).Status.ShouldBe(HttpStatusCode.OK, "and what stands again, once more");
        (await rig.ClassesAsync("2022")).ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData("a\u0000b", "U+0000")]
    [InlineData(" ", "Write why")]
    public async Task A_reason_that_cannot_be_kept_or_says_nothing_is_refused(string reason, string sentence)
    {
        await using var rig = await SignOffRig.StartAsync();
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.ReleaseAsync(2, "2022", 1, 3, 3);

        var (status, problem) = await rig.PostAsync($"publications/{(await rig.GetAsync("publications")).GetProperty("items")[0].Text("id")}/withdraw", new { reason });

        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.Text("detail")!.ShouldContain(sentence);
    }

    [Fact]
    public async Task A_correction_of_a_correction_lists_what_differs_from_the_correction()
    {
        await using var rig = await SignOffRig.StartAsync();
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.ReleaseAsync(2, "2022", 1, 3, 4);
        await rig.ReleaseAsync(3, "2022", 1, 2, 5);

        var corrections = (await rig.PublicAsync("events?type=publication.corrected")).Answer.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("data")).ToList();

        corrections.Count.ShouldBe(2);
        Areas(corrections[0]).ShouldBe([("2022", "0114R002", 2, 3), ("2022", "0114R003", 3, 4)]);
        Areas(corrections[1]).ShouldBe([("2022", "0114R002", 3, 2), ("2022", "0114R003", 4, 5)], "before is what was published last, the wrong correction");
        (await rig.VersionsAsync()).ShouldBe(["1.0.0", "1.0.1", "1.0.2"]);
    }

    [Fact]
    public async Task What_waits_while_its_base_is_withdrawn_is_judged_anew_against_what_stands_then()
    {
        await using var rig = await SignOffRig.StartAsync(("SignOff:Share", "0.5"));
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.ReleaseAsync(2, "2022", 1, 2, 5);
        await rig.ReleaseAsync(3, "2022", 1, 4, 4);
        var candidate = await rig.CandidateAsync();

        var (_, withdrawal) = await rig.PostAsync($"publications/{candidate.Text("base")}/withdraw", new { reason = "Wrong." });

        var after = await rig.CandidateAsync();
        after.Text("base").ShouldBe(withdrawal.Text("id"), "it is compared with what stands now");
        after.Text("id").ShouldNotBe(candidate.Text("id"));
        after.GetProperty("since").GetInt64().ShouldBe(3);
        (await rig.ApproveAsync(candidate)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await rig.ApproveAsync(after)).Status.ShouldBe(HttpStatusCode.OK);
        (await rig.ClassesAsync("2022")).ShouldBe([1, 4, 4]);
        (await rig.Host.ReadAsync(db => db.RunMethods.Where(m => m.Release == 3).Select(m => m.Outcome).SingleAsync())).ShouldBe("published");
    }

    private static IEnumerable<(string?, string?, int?, int?)> Areas(JsonElement data) => data.GetProperty("areas").EnumerateArray()
        .Select(a => (a.Text("period"), a.Text("code"), Number(a, "before"), Number(a, "after")));

    private static int? Number(JsonElement item, string name) => item.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;

    private static async Task<List<string>> LineageAsync(SignOffRig rig, string publication) =>
        [.. (await rig.GetAsync($"publications/{publication}")).GetProperty("lineage").GetProperty("columns").EnumerateArray()
            .Select(c => $"{c.Text("period")} {c.GetProperty("release")} {c.Text("run")} {c.Text("hash")}")];
}
