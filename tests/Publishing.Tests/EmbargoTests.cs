using System.Globalization;
using System.Net;
using Utanforskap.Publishing.SignOff;
using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>Results that wait for a time of day in Stockholm.</summary>
public sealed class EmbargoTests
{
    [Theory]
    [InlineData("08:00", "2025-01-31T06:59:59Z", "2025-01-31T07:00:00Z")]
    [InlineData("08:00", "2025-01-31T07:00:00Z", "2025-01-31T07:00:00Z")]
    [InlineData("08:00", "2025-01-31T07:00:01Z", "2025-02-01T07:00:00Z")]
    [InlineData("08:00", "2025-03-29T12:00:00Z", "2025-03-30T06:00:00Z")]
    [InlineData("08:00", "2025-10-25T12:00:00Z", "2025-10-26T07:00:00Z")]
    [InlineData("00:30", "2025-01-31T23:15:00Z", "2025-01-31T23:30:00Z")]
    [InlineData("02:30", "2025-03-29T12:00:00Z", "2025-03-30T01:30:00Z")]
    [InlineData("02:30", "2025-10-25T12:00:00Z", "2025-10-26T00:30:00Z")]
    public void The_next_time_of_day_follows_the_clocks_of_Stockholm(string time, string now, string next) => Embargo.Next(
            TimeOnly.Parse(time, CultureInfo.InvariantCulture), DateTimeOffset.Parse(now, CultureInfo.InvariantCulture))
        .ShouldBe(DateTimeOffset.Parse(next, CultureInfo.InvariantCulture), $"{time} after {now}, summer time and winter time minded");

    [Fact]
    public async Task Results_wait_for_the_time_and_are_then_published_by_themselves()
    {
        await using var rig = await SignOffRig.StartAsync(("SignOff:Embargo", "08:00"));
        rig.Host.Time.Move(TimeSpan.FromHours(-1));
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        await rig.ReleaseAsync(2, "2023", 1, 2, 3);

        var candidate = await rig.CandidateAsync();
        candidate.GetProperty("embargoUntil").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2025, 1, 31, 7, 0, 0, TimeSpan.Zero));
        candidate.GetProperty("columns").GetArrayLength().ShouldBe(2, "what comes before the time is published together");
        (await rig.PublicAsync($"classifications/{SignOffRig.Method}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await rig.FeedAsync()).ShouldBeEmpty("nothing is told before the time");

        rig.Host.Time.Move(TimeSpan.FromHours(1));

        await Eventually.TrueAsync(async () => (await rig.VersionsAsync()).Count == 1, "at the time it is published");
        (await rig.FeedAsync()).ShouldBe(["release.ingested 1", "release.ingested 2", "publication.published"]);
        var published = await rig.GetAsync($"candidates/{candidate.Text("id")}");
        (published.Text("state"), published.Text("actor")).ShouldBe(("published", null), "nobody had to sign it off");
    }

    [Fact]
    public async Task What_is_approved_before_the_time_waits_for_it_and_what_is_not_approved_waits_after_it()
    {
        await using var rig = await SignOffRig.StartAsync(("SignOff:Embargo", "08:00"), ("SignOff:GateWarnings", "true"));
        rig.Host.Time.Move(TimeSpan.FromHours(-1));
        await rig.WarnedAsync(1);
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        var candidate = await rig.CandidateAsync();

        (await rig.ApproveAsync(candidate)).Answer.Text("state").ShouldBe("approved");
        (await rig.VersionsAsync()).ShouldBeEmpty("it is signed off, and waits for the time");
        rig.Host.Time.Move(TimeSpan.FromHours(1));
        await Eventually.TrueAsync(async () => (await rig.VersionsAsync()).Count == 1, "at the time it is published");

        await rig.WarnedAsync(2);
        rig.Host.Time.Move(TimeSpan.FromHours(1));
        await rig.ReleaseAsync(2, "2022", 1, 2, 4);
        rig.Host.Time.Move(TimeSpan.FromDays(2));
        await rig.ReleaseAsync(3, "2022", 1, 2, 3);
        (await rig.VersionsAsync()).Count.ShouldBe(1, "the time alone does not sign off what a rule holds");
    }

    [Fact]
    public async Task An_approval_keeps_its_time_when_a_newer_release_takes_the_place_of_what_was_approved()
    {
        await using var rig = await SignOffRig.StartAsync(("SignOff:Embargo", "08:00"));
        rig.Host.Time.Move(TimeSpan.FromHours(-1));
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        var candidate = await rig.CandidateAsync();
        await rig.ApproveAsync(candidate);
        var approved = rig.Host.Time.GetUtcNow();

        rig.Host.Time.Move(TimeSpan.FromMinutes(5));
        await rig.ReleaseAsync(2, "2022", 1, 2, 4);

        var superseded = await rig.GetAsync($"candidates/{candidate.Text("id")}");
        (superseded.Text("state"), superseded.Text("actor"), superseded.GetProperty("decidedAt").GetDateTimeOffset()).ShouldBe(("superseded", "anna", approved), "who and when is kept");
    }

    [Fact]
    public async Task What_is_rejected_before_the_time_stays_invisible_until_then_and_is_told_at_it()
    {
        await using var rig = await SignOffRig.StartAsync(("SignOff:Embargo", "08:00"));
        rig.Host.Time.Move(TimeSpan.FromHours(-1));
        await rig.ReleaseAsync(1, "2022", 1, 2, 3);
        var candidate = await rig.CandidateAsync();
        (await rig.PostAsync($"candidates/{candidate.Text("id")}/reject", new { reason = "The figures are those of another year." })).Status.ShouldBe(HttpStatusCode.OK);

        (await rig.PublicAsync("runs")).Answer.GetProperty("items").GetArrayLength().ShouldBe(0, "the time holds for what is rejected too");
        (await rig.FeedAsync()).ShouldBeEmpty("nothing is told before the time");

        rig.Host.Time.Move(TimeSpan.FromHours(1));

        await Eventually.TrueAsync(async () => (await rig.FeedAsync()).Count == 1, "at the time it is told");
        (await rig.FeedAsync()).ShouldBe(["release.ingested 1"]);
        (await rig.PublicAsync("runs")).Answer.GetProperty("items").GetArrayLength().ShouldBe(1);
        (await rig.VersionsAsync()).ShouldBeEmpty("rejected is rejected");
    }
}
