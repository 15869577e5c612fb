using System.Net;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>What was rejected and waits once more.</summary>
public sealed class ReopeningTests
{
    private static readonly (string, string) Half = ("SignOff:Share", "0.5");

    [Fact]
    public async Task What_was_rejected_and_is_reopened_waits_again_with_both_reasons()
    {
        await using var rig = await SignOffRig.StartAsync(Half);
        var rejected = await RejectedAsync(rig);
        await rig.ReleaseAsync(3, "2023", 1, 2, 3);

        (await rig.PostAsync($"candidates/{rejected}/reopen", new { })).Status.ShouldBe(HttpStatusCode.BadRequest, "a reason has to be written");
        (await rig.PostAsDelivererAsync($"candidates/{rejected}/reopen", new { reason = "Let me." })).Status.ShouldBe(HttpStatusCode.Forbidden);
        var (status, reopened) = await rig.PostAsync($"candidates/{rejected}/reopen", new { reason = "The agency confirms it." });

        status.ShouldBe(HttpStatusCode.OK, reopened.ToString());
        (reopened.Text("state"), reopened.Text("base")).ShouldBe(("held", (await rig.GetAsync("publications")).GetProperty("items")[0].Text("id")), "it is compared with what is published now");
        reopened.GetProperty("columns").EnumerateArray().Select(c => c.Text("period")).ShouldBe(["2022"]);
        reopened.GetProperty("reasons").EnumerateArray().Select(r => r.Text("rule")).ShouldBe(["share", "reopened"]);
        reopened.GetProperty("reasons")[1].Text("message")!.ShouldBe($"Candidate {rejected} was rejected by anna (It looks wrong.) and reopened by anna: The agency confirms it.");
        (await rig.PostAsync($"candidates/{rejected}/reopen", new { reason = "Once more." })).Answer.Text("id").ShouldBe(reopened.Text("id"), "to reopen once more is the same answer");
        (await rig.GetAsync($"candidates/{rejected}")).Text("supersededBy").ShouldBe(reopened.Text("id"));
        (await rig.ClassesAsync("2022")).ShouldBe([1, 2, 3], "nothing is published by it");
        var run = (await rig.PublicAsync("runs/2")).Answer.GetProperty("methods")[0];
        (run.Text("outcome"), run.Text("candidate")).ShouldBe(("rejected", rejected), "a run that everybody has seen tells nothing of what waits");
        run.ToString().ShouldNotContain("confirms");
    }

    [Fact]
    public async Task What_was_reopened_is_published_by_approval_and_answers_as_of_an_earlier_release_stay()
    {
        await using var rig = await SignOffRig.StartAsync(Half);
        var rejected = await RejectedAsync(rig);
        await rig.ReleaseAsync(3, "2023", 1, 2, 3);
        var (_, reopened) = await rig.PostAsync($"candidates/{rejected}/reopen", new { reason = "The agency confirms it." });
        var path = $"classifications/{SignOffRig.Method}?period=2022&asOf=3";
        var before = (await rig.PublicAsync(path)).Answer.GetProperty("items").ToString();

        var (status, approved) = await rig.ApproveAsync(reopened);

        status.ShouldBe(HttpStatusCode.OK, approved.ToString());
        approved.Text("state").ShouldBe("published");
        (await rig.ClassesAsync("2022")).ShouldBe([2, 3, 4]);
        (await rig.ClassesAsync("2023")).ShouldBe([1, 2, 3]);
        (await rig.PublicAsync(path)).Answer.GetProperty("items").ToString().ShouldBe(before, "everybody has seen what stood as of release 3");
        var run = (await rig.GetAsync("runs/2")).GetProperty("methods")[0];
        (run.Text("outcome"), run.Text("publication")).ShouldBe(("published", approved.Text("publication")), "the run says what came of it in the end");
        (await rig.VersionsAsync()).ShouldBe(["1.0.0", "1.1.0", "1.1.1"]);
        (await rig.FeedAsync()).TakeLast(5).ShouldBe(
            ["publication.published", "publication.corrected", "classification.changed 0114R001", "classification.changed 0114R002", "classification.changed 0114R003"]);
        (await rig.PostAsync($"candidates/{rejected}/reopen", new { reason = "Again." })).Answer.Text("detail")!.ShouldContain("does not differ");

        path = $"nation?method={SignOffRig.Method}&period=2022&asOf={approved.Text("publication")}";
        before = (await rig.PublicAsync(path)).Answer.ToString();
        await rig.ReleaseAsync(4, "2024", 1, 2, 3);
        (await rig.PublicAsync(path)).Answer.ToString().ShouldBe(before, "nor is an answer as of the publication another one after the next release");
    }

    [Fact]
    public async Task What_was_reopened_and_rejected_or_taken_back_again_can_be_reopened_again()
    {
        await using var rig = await SignOffRig.StartAsync(Half);
        var rejected = await RejectedAsync(rig);
        var again = (await rig.PostAsync($"candidates/{rejected}/reopen", new { reason = "The agency confirms it." })).Answer;
        await rig.PostAsync($"candidates/{again.Text("id")}/reject", new { reason = "Not yet." });

        (await rig.PostAsync($"candidates/{rejected}/reopen", new { reason = "Now." })).Answer.Text("detail")!.ShouldContain($"reopened as {again.Text("id")}, which was rejected too");
        var third = (await rig.PostAsync($"candidates/{again.Text("id")}/reopen", new { reason = "Now." })).Answer;
        third.GetProperty("reasons").EnumerateArray().Count(r => r.Text("rule") == "reopened").ShouldBe(2, "all that was said is kept");
        var published = (await rig.ApproveAsync(third)).Answer.Text("publication");
        (await rig.GetAsync("runs/2")).GetProperty("methods")[0].Text("publication").ShouldBe(published, "also over two rejections");
        (await rig.PostAsync($"publications/{published}/withdraw", new { reason = "A mistake." })).Status.ShouldBe(HttpStatusCode.OK);

        var (status, fourth) = await rig.PostAsync($"candidates/{again.Text("id")}/reopen", new { reason = "It was none." });

        status.ShouldBe(HttpStatusCode.OK, fourth.ToString());
        fourth.Text("id").ShouldNotBe(third.Text("id"));
        (await rig.ApproveAsync(fourth)).Status.ShouldBe(HttpStatusCode.OK);
        (await rig.ClassesAsync("2022")).ShouldBe([2, 3, 4]);
    }

    [Fact]
    public async Task Results_by_a_version_that_is_not_computed_any_more_are_not_reopened()
    {
        await using var rig = await SignOffRig.StartAsync(Half);
        var rejected = await RejectedAsync(rig);
        rig.Upstream.Methods[0] = Made.Method(SignOffRig.Method, version: 2);
        rig.Upstream.Result(3, Made.Column(SignOffRig.Method, SignOffRig.Division, "2022", 1, 2, 4) with { Version = 2 });
        await rig.Host.EndAsync(Made.InVersion(2, Made.Classified(3, (SignOffRig.Method, SignOffRig.Division, "2022"))));

        var (status, answer) = await rig.PostAsync($"candidates/{rejected}/reopen", new { reason = "The agency confirms it." });

        status.ShouldBe(HttpStatusCode.Conflict, answer.ToString());
        answer.Text("detail")!.ShouldContain("Results by version 1 of the definition are not computed any more: they are by version 2 now.");
        (await rig.ClassesAsync("2022")).ShouldBe([1, 2, 4]);
    }

    [Fact]
    public async Task What_was_reopened_waits_for_an_approver_also_when_a_later_release_joins_it()
    {
        await using var rig = await SignOffRig.StartAsync(Half);
        var rejected = await RejectedAsync(rig);
        await rig.PostAsync($"candidates/{rejected}/reopen", new { reason = "The agency confirms it." });

        await rig.ReleaseAsync(3, "2022", 1, 2, 4);

        (await rig.ClassesAsync("2022")).ShouldBe([1, 2, 3], "few areas differ now, but an approver has spoken against some of it");
        var joined = await rig.CandidateAsync();
        (joined.GetProperty("release").GetInt64(), joined.GetProperty("since").GetInt64()).ShouldBe((3, 3), "what was seen before it was reopened is seen");
        joined.GetProperty("reasons").EnumerateArray().Select(r => r.Text("rule")).ShouldBe(["reopened"]);
        (await rig.FeedAsync()).ShouldNotContain("release.ingested 3", "what comes after waits with it");
        (await rig.ApproveAsync(joined)).Status.ShouldBe(HttpStatusCode.OK);
        (await rig.ClassesAsync("2022")).ShouldBe([1, 2, 4]);
        (await rig.FeedAsync()).ShouldContain("release.ingested 3");
    }

    [Fact]
    public async Task Only_what_was_rejected_and_still_differs_can_be_reopened_and_only_while_nothing_of_its_method_waits()
    {
        await using var rig = await SignOffRig.StartAsync(Half);
        var rejected = await RejectedAsync(rig);
        await rig.ReleaseAsync(3, "2022", 5, 5, 5);
        var held = await rig.CandidateAsync();

        (await ReopenAsync(held.Text("id")!)).ShouldContain("The candidate waits: approve or reject it.");
        (await ReopenAsync(rejected)).ShouldContain($"Another candidate of the method waits ({held.Text("id")})");
        await rig.ApproveAsync(held);
        (await ReopenAsync(rejected)).ShouldContain("does not differ from what is published");
        (await rig.PostAsync("candidates/none/reopen", new { reason = "Why not." })).Status.ShouldBe(HttpStatusCode.NotFound);

        async Task<string> ReopenAsync(string id)
        {
            var (status, answer) = await rig.PostAsync($"candidates/{id}/reopen", new { reason = "The agency confirms it." });
            status.ShouldBe(HttpStatusCode.Conflict, answer.ToString());
            return answer.Text("detail")!;
        }
    }

    /// <summary>Release 2 gives all areas another class and is rejected.</summary>
    private static async Task<string> RejectedAsync(SignOffRig rig)
    {
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.ReleaseAsync(2, "2022", 2, 3, 4);
        var id = (await rig.CandidateAsync()).Text("id")!;
        (await rig.PostAsync($"candidates/{id}/reject", new { reason = "It looks wrong." })).Status.ShouldBe(HttpStatusCode.OK);
        return id;
    }
}
