using System.Net;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Messages;
using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>What rules hold, and what approvers decide about it.</summary>
public sealed class SignOffTests
{
    private static readonly (string, string) Half = ("SignOff:Share", "0.5");

    [Fact]
    public async Task Without_rules_everything_is_published_at_once()
    {
        await using var rig = await SignOffRig.StartAsync();
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.ReleaseAsync(2, "2022", 2, 3, 4);

        (await rig.VersionsAsync()).ShouldBe(["1.0.0", "1.0.1"]);
        (await rig.GetAsync("candidates")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_change_of_too_many_areas_waits_and_is_published_when_an_approver_names_it_and_its_base()
    {
        await using var rig = await SignOffRig.StartAsync(Half);
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.ReleaseAsync(2, "2022", 1, 3, 4);

        (await rig.ClassesAsync("2022")).ShouldBe([1, 2, 3], "nothing is published before approval; the baseline is no change");
        var candidate = await rig.CandidateAsync();
        candidate.GetProperty("reasons")[0].Text("message").ShouldBe("2 of 3 areas get another class in RegSO2020 2022; more than 50 % need an approver.");
        var changes = (await rig.GetAsync($"candidates/{candidate.Text("id")}/changes")).GetProperty("items").EnumerateArray();
        changes.Select(c => (c.GetProperty("area").Text("code"), c.GetProperty("before").GetInt32(), c.GetProperty("after").GetInt32(), c.Text("kind"))).ShouldBe(
            [("0114R002", 2, 3, "revision"), ("0114R003", 3, 4, "revision")], "its complete change set is shown");
        var run = (await rig.GetAsync("runs/2")).GetProperty("methods")[0];
        (run.Text("outcome"), run.Text("candidate")).ShouldBe(("review", candidate.Text("id")));

        rig.Host.Time.Move(TimeSpan.FromHours(1));
        var (status, approved) = await rig.ApproveAsync(candidate);

        status.ShouldBe(HttpStatusCode.OK, approved.ToString());
        (approved.Text("state"), approved.Text("actor"), approved.GetProperty("decidedAt").GetDateTimeOffset()).ShouldBe(("published", "anna", rig.Host.Time.GetUtcNow()), "who and when is kept");
        (await rig.ClassesAsync("2022")).ShouldBe([1, 3, 4]);
        (await rig.VersionsAsync()).ShouldBe(["1.0.0", "1.0.1"], "the version is assigned at publication");
        (await rig.FeedAsync()).ShouldBe(
            [
                "release.ingested 1", "publication.published",
                "release.ingested 2", "publication.published", "publication.corrected", "classification.changed 0114R002", "classification.changed 0114R003",
            ]);
        var publication = await rig.GetAsync($"publications/{approved.Text("publication")}");
        publication.Text("candidate").ShouldBe(candidate.Text("id"));
        run = (await rig.GetAsync("runs/2")).GetProperty("methods")[0];
        (run.Text("outcome"), run.Text("publication")).ShouldBe(("published", publication.Text("id")), "the run says what came of it in the end");

        (await rig.ApproveAsync(candidate)).Answer.Text("publication").ShouldBe(publication.Text("id"), "to approve once more is the same answer");
        (await rig.VersionsAsync()).Count.ShouldBe(2, "and publishes nothing");
    }

    [Fact]
    public async Task A_newer_candidate_takes_the_place_of_a_held_one_and_covers_what_it_covered()
    {
        await using var rig = await SignOffRig.StartAsync(Half);
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.ReleaseAsync(2, "2022", 2, 3, 3);
        var first = await rig.CandidateAsync();

        await rig.ReleaseAsync(3, "2023", 2, 3, 4);

        var second = await rig.CandidateAsync();
        second.GetProperty("columns").EnumerateArray().Select(c => (c.Text("period"), c.Text("kind"))).ShouldBe(
            [("2022", "revision"), ("2023", "new-period")], "the period that waited, and the new one, both as of the newer release");
        (second.GetProperty("release").GetInt64(), second.GetProperty("since").GetInt64()).ShouldBe((3, 2));
        (await rig.GetAsync($"candidates/{first.Text("id")}")).Text("supersededBy").ShouldBe(second.Text("id"));
        var (status, stale) = await rig.ApproveAsync(first);
        status.ShouldBe(HttpStatusCode.Conflict, "who approves an older one has not seen what it would be now");
        stale.GetProperty("current").Text("candidate").ShouldBe(second.Text("id"), "the way on is named");
        (status, stale) = await rig.PostAsync($"candidates/{second.Text("id")}/approve", new { @base = first.Text("id") });
        status.ShouldBe(HttpStatusCode.Conflict, "nor one that is compared with another base than the approver thinks");
        stale.GetProperty("current").Text("base").ShouldBe(second.Text("base"));
        (await rig.PostAsync($"candidates/{second.Text("id")}/approve", new { })).Status.ShouldBe(HttpStatusCode.BadRequest, "a base that is not named is not null");

        (await rig.ApproveAsync(second)).Status.ShouldBe(HttpStatusCode.OK);
        (await rig.ClassesAsync("2022")).ShouldBe([2, 3, 3]);
        (await rig.ClassesAsync("2023")).ShouldBe([2, 3, 4]);
        (await rig.VersionsAsync()).ShouldBe(["1.0.0", "1.1.0"]);
        (await rig.FeedAsync()).ShouldBe(
            [
                "release.ingested 1", "publication.published", "release.ingested 2", "release.ingested 3", "publication.published", "publication.corrected",
                "classification.changed 0114R001", "classification.changed 0114R002", "classification.changed 0114R003",
            ],
            "releases in their order, then the publication; a correction inside a minor version is told too");
    }

    [Fact]
    public async Task A_newer_candidate_that_equals_what_is_published_leaves_nothing_to_decide()
    {
        await using var rig = await SignOffRig.StartAsync(Half);
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.ReleaseAsync(2, "2022", 2, 3, 4);
        var held = await rig.CandidateAsync();

        await rig.ReleaseAsync(3, "2022", 1, 2, 3);

        (await rig.GetAsync($"candidates/{held.Text("id")}")).Text("state").ShouldBe("equal");
        (await rig.ApproveAsync(held)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await rig.VersionsAsync()).ShouldBe(["1.0.0"]);
        (await rig.FeedAsync()).ShouldBe(["release.ingested 1", "publication.published", "release.ingested 2", "release.ingested 3"], "all releases are visible now");
    }

    [Fact]
    public async Task After_a_rejection_the_published_is_the_base_of_what_comes_next()
    {
        await using var rig = await SignOffRig.StartAsync(Half);
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.ReleaseAsync(2, "2022", 5, 5, 5);
        var bad = await rig.CandidateAsync();

        (await rig.PostAsync($"candidates/{bad.Text("id")}/reject", new { reason = " " })).Status.ShouldBe(HttpStatusCode.BadRequest, "a reason has to be written");
        var (status, rejected) = await rig.PostAsync($"candidates/{bad.Text("id")}/reject", new { reason = "Income is missing in all of it." });
        await rig.ReleaseAsync(3, "2022", 5, 2, 3);

        status.ShouldBe(HttpStatusCode.OK);
        (rejected.Text("state"), rejected.Text("actor"), rejected.Text("reason")).ShouldBe(("rejected", "anna", "Income is missing in all of it."));
        (await rig.GetAsync("runs/2")).GetProperty("methods")[0].Text("outcome").ShouldBe("rejected");
        (await rig.ClassesAsync("2022")).ShouldBe([5, 2, 3]);
        var change = (await rig.GetAsync($"changes?publication={(await rig.GetAsync("publications")).GetProperty("items")[0].Text("id")}")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        change.GetProperty("area").Text("code").ShouldBe("0114R001", "the change list is that against what was published, not against what was rejected");
        (await rig.ApproveAsync(bad)).Status.ShouldBe(HttpStatusCode.Conflict, "a rejection stands");
    }

    [Fact]
    public async Task As_of_a_time_at_which_something_waited_is_what_everybody_saw_then()
    {
        await using var rig = await SignOffRig.StartAsync(Half);
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        rig.Host.Time.Move(TimeSpan.FromHours(1));
        await rig.ReleaseAsync(2, "2022", 2, 3, 4);
        rig.Host.Time.Move(TimeSpan.FromHours(1));
        var then = Uri.EscapeDataString($"{rig.Host.Time.GetUtcNow().UtcDateTime:O}");
        rig.Host.Time.Move(TimeSpan.FromHours(1));
        await rig.ApproveAsync(await rig.CandidateAsync());

        (await rig.PublicAsync($"nation?method={SignOffRig.Method}&period=2022&asOf={then}")).Answer.GetProperty("release").GetInt64().ShouldBe(1, "release 2 was there and waited");
        (await rig.GetAsync($"nation?method={SignOffRig.Method}&period=2022&asOf={then}")).GetProperty("release").GetInt64().ShouldBe(2, "approvers saw it");
        (await rig.PublicAsync($"nation?method={SignOffRig.Method}&period=2022")).Answer.GetProperty("release").GetInt64().ShouldBe(2);
    }

    [Fact]
    public void A_reason_is_never_cut_within_a_character()
    {
        var emoji = string.Concat(Enumerable.Repeat("😀", 1_001));

        Runs.RunStage.Shortened(emoji)!.Length.ShouldBe(2_000);
        Runs.RunStage.Shortened("x" + emoji)!.ShouldBe("x" + emoji[..1_998], "the last one would be cut in two");
    }

    [Fact]
    public async Task A_release_that_was_accepted_against_the_gates_waits_also_when_a_later_one_joins_it()
    {
        await using var rig = await SignOffRig.StartAsync(("SignOff:GateWarnings", "true"));
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.WarnedAsync(2);
        await rig.ReleaseAsync(2, "2022", 1, 2, 4);
        (await rig.CandidateAsync()).GetProperty("reasons")[0].Text("message")!.ShouldContain("The figure doubled.");

        await rig.ReleaseAsync(3, "2023", 1, 2, 3);

        var candidate = await rig.CandidateAsync();
        candidate.GetProperty("reasons").EnumerateArray().Select(r => r.Text("rule")).ShouldBe(["gate"], "what the gate said holds for its figures, with whatever they wait");
        (await rig.ApproveAsync(candidate)).Status.ShouldBe(HttpStatusCode.OK);
        await rig.ReleaseAsync(4, "2023", 1, 2, 5);
        (await rig.VersionsAsync()).ShouldBe(["1.0.0", "1.1.0", "1.1.1"], "a refused release that was accepted and signed off is past; the next one passes by itself");
    }

    [Fact]
    public async Task Another_definition_waits_where_the_methods_own_rule_says_so()
    {
        await using var rig = await SignOffRig.StartAsync(("SignOff:Methods:sei:MethodChanges", "true"));
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        rig.Upstream.Methods[0] = Made.Method(SignOffRig.Method, version: 2);
        var message = Made.Classified(2, (SignOffRig.Method, SignOffRig.Division, "2022"));
        await rig.Host.EndAsync(message with { Methods = [message.Methods[0] with { Version = 2, Outcome = Outcome.Unchanged, Columns = [] }] });

        var candidate = await rig.CandidateAsync();
        candidate.GetProperty("reasons")[0].Text("rule").ShouldBe("method");
        (await rig.ApproveAsync(candidate)).Status.ShouldBe(HttpStatusCode.OK);
        (await rig.VersionsAsync()).ShouldBe(["1.0.0", "2.0.0"]);
    }

    [Fact]
    public async Task What_is_rejected_by_a_gate_and_comes_right_later_is_published_as_if_it_had_never_been()
    {
        await using var rig = await SignOffRig.StartAsync(Half);
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.Host.HandleAsync<ReleaseRefused, Runs.ReleaseRefusedHandler>(new ReleaseRefused(
            "r", "area-type", "TAB6586", Made.Morning, null, [new RefusalReason("implausible", "2022", "The figure doubled.")]));
        await rig.WarnedAsync(2);
        await rig.ReleaseAsync(2, "2022", 1, 2, 4);

        (await rig.VersionsAsync()).ShouldBe(["1.0.0", "1.0.1"], "without the rule an operator's acceptance is enough");
        (await rig.FeedAsync()).ShouldBe(
            ["release.ingested 1", "publication.published", "release.refused", "release.ingested 2", "publication.published", "publication.corrected", "classification.changed 0114R003"]);
    }

    [Fact]
    public async Task An_approval_and_a_newer_release_at_the_same_time_leave_one_of_two_orders_and_nothing_between()
    {
        await using var rig = await SignOffRig.StartAsync(Half);
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        for (var release = 2; release < 12; release += 2)
        {
            await rig.ReleaseAsync(release, "2022", ClassesOf(release)); // no two releases give the same classes: each waits, whatever is published by then
            var candidate = await rig.CandidateAsync();
            rig.Upstream.Result(release + 1, Made.Column(SignOffRig.Method, SignOffRig.Division, "2022", ClassesOf(release + 1)));

            var approval = rig.ApproveAsync(candidate);
            await rig.Host.EndAsync(Made.Classified(release + 1, (SignOffRig.Method, SignOffRig.Division, "2022")));
            var (status, _) = await approval;

            var after = await rig.CandidateAsync();
            var head = (await rig.GetAsync("publications?limit=1")).GetProperty("items")[0];
            after.Text("base").ShouldBe(head.Text("id"), "what waits is compared with what is published, whoever was first");
            (head.Text("candidate") == candidate.Text("id")).ShouldBe(status == HttpStatusCode.OK, "it is published if, and only if, the approver was told so");
            status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Conflict);
            (await rig.PostAsync($"candidates/{after.Text("id")}/reject", new { reason = "The next round." })).Status.ShouldBe(HttpStatusCode.OK);
        }

        static int?[] ClassesOf(int release) => [10 * release, 10 * release, 10 * release];
    }

    [Fact]
    public async Task Older_results_that_come_later_never_take_the_place_of_newer_ones()
    {
        await using var rig = await SignOffRig.StartAsync();
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        rig.Upstream.Result(2, Made.Column(SignOffRig.Method, SignOffRig.Division, "2022", 1, 2, 5));
        await rig.ReleaseAsync(3, "2022", 1, 2, 4);

        var older = Made.Classified(2, (SignOffRig.Method, SignOffRig.Division, "2022"));
        await rig.Host.EndAsync(Made.Classified(4) with { CaughtUp = [new CaughtUpMethod(2, older.Methods[0])] });

        (await rig.ClassesAsync("2022")).ShouldBe([1, 2, 4]);
        (await rig.Host.ReadAsync(db => db.RunMethods.Where(m => m.Release == 2).Select(m => m.Outcome).SingleAsync())).ShouldBe("superseded");
    }

    [Fact]
    public async Task Only_approvers_see_and_decide()
    {
        await using var rig = await SignOffRig.StartAsync(Half);
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.ReleaseAsync(2, "2022", 2, 3, 4);
        var candidate = await rig.CandidateAsync();

        (await rig.PublicAsync("candidates")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await rig.PublicAsync($"candidates/{candidate.Text("id")}/changes")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await rig.PostAsDelivererAsync($"candidates/{candidate.Text("id")}/approve", new { @base = candidate.Text("base") })).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await rig.PostAsync("refusals/abc/accept", new { reason = "x" })).Status.ShouldBe(HttpStatusCode.Forbidden, "an approver is no operator");
    }

    [Theory]
    [InlineData("SignOff:Share", "1.5")]
    [InlineData("SignOff:Embargo", "8 o'clock")]
    [InlineData("SignOff:Methods:sei:Embargo", "25:00")]
    public async Task A_wrong_setting_stops_the_service_at_start(string setting, string value)
    {
        await using var upstream = await Upstream.StartAsync();

        (await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => PublishingHost.CreateAsync(upstream, (setting, value)))).Message.ShouldContain(setting.Split(':')[^1]);
    }
}
