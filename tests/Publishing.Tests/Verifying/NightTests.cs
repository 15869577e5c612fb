using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.Testing;

namespace Utanforskap.Publishing.Tests.Verifying;

/// <summary>What is verified by night.</summary>
public sealed class NightTests
{
    private static readonly DateTimeOffset Night = new(2025, 2, 1, 1, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2025-01-31T01:29:59Z", null)]
    [InlineData("2025-01-31T01:30:00Z", "2025-01-31T01:30:00Z")]
    [InlineData("2025-01-31T05:29:59Z", "2025-01-31T01:30:00Z")]
    [InlineData("2025-01-31T05:30:00Z", null)]
    [InlineData("2025-07-01T00:30:00Z", "2025-07-01T00:30:00Z")]
    [InlineData("2025-03-30T01:30:00Z", "2025-03-30T01:30:00Z")]
    [InlineData("2025-10-26T01:30:00Z", "2025-10-26T00:30:00Z")]
    public void Nights_begin_by_the_clocks_of_Stockholm_also_when_they_change(string now, string? begun) =>
        Begun(now, new TimeOnly(2, 30)).ShouldBe(begun is null ? null : Time(begun));

    [Fact]
    public void A_night_may_go_over_midnight() =>
        Begun("2025-01-31T01:00:00Z", new TimeOnly(23, 0)).ShouldBe(Time("2025-01-30T22:00:00Z"));

    [Fact]
    public async Task The_publications_whose_columns_stand_are_verified_longest_ago_first_and_not_more_than_fit()
    {
        await using var rig = await VerifyingRig.StartAsync("nightly", ("Verifying:Most", "2"), ("Verifying:Days", "7"));
        var baseline = await rig.PublishAsync(1, VerifyingRig.Column("2021", 1, 2), VerifyingRig.Column("2022", 1, 2));
        var replaced = await rig.PublishAsync(2, VerifyingRig.Column("2023", 1, 2));
        var correction = await rig.PublishAsync(3, VerifyingRig.Column("2023", 2, 2));
        var newest = await rig.PublishAsync(4, VerifyingRig.Column("2022", 2, 2));
        using var heard = new HeardMeasures(Telemetry.Name);

        await RoundAsync(rig, Night);

        (await VerifiedAsync(rig)).ShouldBe([(baseline, Night), (correction, Night)], "nothing of the second stands, and two are the most of a night");
        (await DueAsync(rig, Night)).ShouldBeEmpty("the night's share is done, however often it is looked");
        (await DueAsync(rig, Night.AddDays(1))).ShouldBe([newest], "what was verified rests for a week");
        (await DueAsync(rig, Night.AddDays(7))).ShouldBe([newest, baseline], "then the longest ago comes first");
        heard.Of("utanforskap.verifications", "nightly").ShouldAllBe(m => m.Tags.Contains("verified"));
        heard.Of("utanforskap.verification.duration", "nightly").Count.ShouldBe(2);
        (await VerifiedAsync(rig)).ShouldNotContain(v => v.Publication == replaced);
    }

    [Fact]
    public async Task What_did_not_verify_is_taken_again_the_next_night()
    {
        await using var rig = await VerifyingRig.StartAsync();
        var id = await rig.PublishAsync(1, VerifyingRig.Column("2022", 1, 2));
        rig.Problem = "The figures are gone.";
        await RoundAsync(rig, Night);

        (await DueAsync(rig, Night.AddDays(1))).ShouldBe([id]);
        rig.Problem = null;
        await RoundAsync(rig, Night.AddDays(1));
        (await DueAsync(rig, Night.AddDays(2))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_several_instances_one_verifies_a_publication_of_a_night()
    {
        await using var rig = await VerifyingRig.StartAsync();
        await rig.PublishAsync(1, VerifyingRig.Column("2022", 1, 2));
        var publication = await rig.Host.ReadAsync(db => db.Publications.SingleAsync());

        var claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rig.VerificationsAsync(v => v.ClaimAsync(publication, Night, TestContext.Current.CancellationToken))));

        claims.Count(claimed => claimed).ShouldBe(1);
        await RoundAsync(rig, Night);
        rig.Asked.ShouldBeEmpty("another instance has it in hand");
        (await DueAsync(rig, Night.AddDays(1))).ShouldBe([publication.Id], "what an instance did not end is taken by the next night");
    }

    private static DateTimeOffset? Begun(string now, TimeOnly begins) => Publishing.Verifying.Night.Of(Time(now), begins, TimeSpan.FromHours(4));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static Task<bool> RoundAsync(VerifyingRig rig, DateTimeOffset night) => rig.NightAsync(async round =>
    {
        await round.RunAsync(night, TestContext.Current.CancellationToken);
        return true;
    });

    private static async Task<IEnumerable<string>> DueAsync(VerifyingRig rig, DateTimeOffset night) =>
        (await rig.NightAsync(round => round.DueAsync(night, TestContext.Current.CancellationToken))).Select(p => p.Id);

    private static async Task<List<(string Publication, DateTimeOffset At)>> VerifiedAsync(VerifyingRig rig) => [.. (await rig.Host.ReadAsync(db =>
        db.Verifications.Where(v => v.Outcome != null).Join(db.Publications, v => v.PublicationId, p => p.Id, (v, p) => new { v.PublicationId, v.At, p.Sequence })
            .OrderBy(v => v.Sequence).ToListAsync())).Select(v => (v.PublicationId, v.At))];
}
