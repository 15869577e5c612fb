using System.Net;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>An answer of Classification that cannot be read holds one method, never the release.</summary>
public sealed class HoldingTests
{
    private const string Broken = "utanforskap";
    private const string Division = "RegSO2020";
    private static readonly PartInfo Part = new("need-school", PartKind.Need, "svaga skolresultat", "weak school results");

    [Fact]
    public async Task A_method_whose_answer_cannot_be_read_is_held_and_catches_up_when_it_is_tried_again()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        await using var straight = await PublishingHost.CreateAsync(upstream);
        upstream.Methods.AddRange([Made.Method(SignOffRig.Method), Made.Method(Broken)]);
        for (var release = 1; release <= 4; release++)
        {
            upstream.Result(release, Made.Column(Broken, Division, "2022", release, 3, 5));
            upstream.Result(release, Made.Column(SignOffRig.Method, Division, "2022", 2, release, 5));
            await straight.EndAsync(Both(release));
        }

        await host.EndAsync(Both(1));
        upstream.Garble = Broken;
        await host.EndAsync(Both(2));
        upstream.Garble = null;
        await host.EndAsync(Both(3));

        (await OutcomesAsync(host)).ShouldBe(
            ["1 sei published", "1 utanforskap published", "2 sei published", "2 utanforskap failed", "3 sei published", "3 utanforskap held"],
            "the other method and the releases go on; the held one waits for an operator");
        var hold = await host.ReadAsync(db => db.Holds.SingleAsync());
        (hold.Id, hold.Release).ShouldBe((Broken, 2), "the operator sees what is held since which release");

        await host.ReadAsync(db => db.Holds.ExecuteUpdateAsync(h => h.SetProperty(x => x.RetryAsked, true)));
        await host.EndAsync(Both(4));

        (await OutcomesAsync(host)).ShouldAllBe(o => o.EndsWith("published"), "it has gone through all releases");
        (await PublicationsAsync(host)).ShouldBe(await PublicationsAsync(straight), "with the publications, versions and ids that it would have had");
        (await host.ReadAsync(db => db.Holds.CountAsync())).ShouldBe(0);
        (await host.ReadAsync(db => db.MissedOutcomes.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task A_method_whose_areas_are_out_of_order_is_held_with_nothing_of_it_stored()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        upstream.Methods.Add(Made.Method(Broken) with { Parts = [Part] });
        upstream.Result(1, Made.Column(Broken, Division, "2022", 3, 5) with
        {
            Areas = ["0114R002", "0114R001"],
            Parts = [new PartColumn(Part.Id, [0.4, 0.6])],
        });

        await host.EndAsync(Made.Classified(1, (Broken, Division, "2022")));

        (await OutcomesAsync(host)).ShouldBe(["1 utanforskap failed"], "values would stand at other areas than they belong to");
        (await host.ReadAsync(db => db.Holds.Select(h => h.Reason).SingleAsync())).ShouldContain("0114R001 in utanforskap RegSO2020 2022");
        (await host.ReadAsync(db => db.AreaResults.CountAsync())).ShouldBe(0, "nothing is half stored");
        (await host.ReadAsync(db => db.Publications.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task A_release_waits_until_Ingestion_has_told_of_it()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);

        await Should.ThrowAsync<ServiceDefaults.Messaging.NotYetException>(
            () => host.HandleAsync<AreasClassified, Publications.AreasClassifiedHandler>(Made.Classified(1)), "what the gates said of it decides whether it waits");
    }

    [Theory]
    [InlineData("RegSO2020", "0114R001", "refused", 0)]
    [InlineData("AlvReg2023", "A101R001", "published", 1)]
    public async Task An_example_is_never_published_over_areas_of_a_real_country(string division, string area, string outcome, int publications)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        await host.StartAsync();
        upstream.Methods.Add(Made.Method(Broken) with { Status = MethodStatus.Example });
        upstream.Result(1, Made.Column(Broken, division, "2023", 1) with { Areas = [area] });

        await host.EndAsync(Made.Classified(1, (Broken, division, "2023")));

        (await host.ReadAsync(db => db.RunMethods.Select(m => m.Outcome).SingleAsync())).ShouldBe(outcome);
        (await host.ReadAsync(db => db.Publications.CountAsync())).ShouldBe(publications);
        using var client = host.Client();
        (await client.GetStringAsync(new Uri("/api/v1/methods", UriKind.Relative), TestContext.Current.CancellationToken)).ShouldContain("\"status\":\"example\"");
        using var summary = await client.GetAsync(new Uri($"/api/v1/classifications/{Broken}/summary", UriKind.Relative), TestContext.Current.CancellationToken);
        (summary.StatusCode == HttpStatusCode.OK).ShouldBe(publications == 1);
        if (publications == 1)
        {
            (await summary.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("\"status\":\"example\"", customMessage: "an invented country's example is marked as one");
            (await client.GetStringAsync(new Uri("/api/v1/events?type=publication.published", UriKind.Relative), TestContext.Current.CancellationToken))
                .ShouldContain("\"status\":\"example\"");
        }
    }

    private static AreasClassified Both(int release) => Made.Classified(release, (SignOffRig.Method, Division, "2022"), (Broken, Division, "2022"));

    private static Task<List<string>> OutcomesAsync(PublishingHost host) => host.ReadAsync(async db =>
        (await db.RunMethods.OrderBy(m => m.Release).ThenBy(m => m.Method).ToListAsync()).Select(m => $"{m.Release} {m.Method} {m.Outcome}").ToList());

    private static Task<List<string>> PublicationsAsync(PublishingHost host) => host.ReadAsync(async db =>
        (await db.Publications.OrderBy(p => p.Method).ThenBy(p => p.Edition).ToListAsync()).Select(p => $"{p.Method} {p.Version} {p.Release} {p.Id} {p.ContentHash}").ToList());
}
