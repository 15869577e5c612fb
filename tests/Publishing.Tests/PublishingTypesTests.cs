using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Tests.Rig;
using Utanforskap.Testing;

namespace Utanforskap.Publishing.Tests;

/// <summary>What becomes of Classification's results: publications, versions, change lists and events.</summary>
public sealed class PublishingTypesTests
{
    private const string Method = "scb-omradestyp";
    private const string Division = "RegSO2020";

    [Fact]
    public async Task A_baseline_is_published_without_changes_of_areas()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        upstream.Methods.Add(Made.Method(Method));
        upstream.Result(1, Made.Column(Method, Division, "2021", 1, 2, 3));
        upstream.Result(1, Made.Column(Method, Division, "2022", 2, 2, 4));

        await Handle(host, Made.Classified(1, (Method, Division, "2021"), (Method, Division, "2022")));

        var types = await host.ReadAsync(db => db.FeedEvents.OrderBy(e => e.Position).Select(e => e.Type).ToListAsync());
        types.ShouldBe([EventTypes.ReleaseIngested, EventTypes.PublicationPublished], "the first publication is state, not change");
        (await host.ReadAsync(db => db.AreaChanges.CountAsync())).ShouldBe(0, "a baseline has no change list");
        (await host.ReadAsync(db => db.AreaResults.CountAsync())).ShouldBe(6, "both periods are published for all areas");
    }

    [Fact]
    public async Task A_new_period_tells_only_areas_whose_class_is_another_than_the_period_before()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        upstream.Methods.Add(Made.Method(Method));
        upstream.Names.Add(new NamedArea(Division, "0114R002", "Bollstanäs"));
        upstream.Result(1, Made.Column(Method, Division, "2022", 1, 2, 3, null));
        upstream.Result(2, Made.Column(Method, Division, "2023", 1, 3, 3, 5));
        await Handle(host, Made.Classified(1, (Method, Division, "2022")));

        await Handle(host, Made.Classified(2, (Method, Division, "2023")));

        var changes = await Changes(host);
        changes.Select(c => (c.Area.Code, c.PreviousPeriod, c.Period, c.Before, c.After, c.Kind)).ShouldBe(
            [("0114R002", "2022", "2023", 2, 3, "new-period"), ("0114R004", "2022", "2023", null, 5, "new-period")],
            "an area that gets its first class changed too, and one that keeps its class did not");
        changes[0].Area.ShouldBe(new AreaRef(Division, "0114R002", "Bollstanäs", "0114", "01"), "an area is told with division, name and where it lies");
    }

    [Fact]
    public async Task A_revised_period_is_a_correction_that_replaces_only_the_areas_that_differ()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        upstream.Methods.Add(Made.Method(Method));
        upstream.Result(1, Made.Column(Method, Division, "2022", 1, 2, 3));
        upstream.Result(2, Made.Column(Method, Division, "2022", 1, 1, 3));
        await Handle(host, Made.Classified(1, (Method, Division, "2022")));

        await Handle(host, Made.Classified(2, (Method, Division, "2022")));

        var change = (await Changes(host)).ShouldHaveSingleItem("one area was corrected");
        (change.Before, change.After, change.Kind, change.PreviousPeriod).ShouldBe((2, 1, "revision", null));
        (await host.ReadAsync(db => db.FeedEvents.CountAsync(e => e.Type == EventTypes.PublicationCorrected)))
            .ShouldBe(1, "who follows publications is told that a published period was corrected");
        (await host.ReadAsync(db => db.AreaResults.CountAsync())).ShouldBe(4, "only the area that differs gets a new version");
        var before = await host.ReadAsync(db => db.ColumnAsync(Method, Division, "2022", 1, TestContext.Current.CancellationToken));
        var after = await host.ReadAsync(db => db.ColumnAsync(Method, Division, "2022", 2, TestContext.Current.CancellationToken));
        before.OrderBy(r => r.Key).Select(r => r.Value.Class).ShouldBe([1, 2, 3], "the earlier picture can still be asked for");
        after.OrderBy(r => r.Key).Select(r => r.Value.Class).ShouldBe([1, 1, 3], "the corrected picture is the published one");
    }

    [Fact]
    public async Task A_value_that_goes_back_is_a_publication_of_its_own()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        upstream.Methods.Add(Made.Method(Method));
        foreach (var (release, types) in new[] { (1, 1), (2, 2), (3, 1) })
        {
            upstream.Result(release, Made.Column(Method, Division, "2022", types, 3));
            await Handle(host, Made.Classified(release, (Method, Division, "2022")));
        }

        var publications = await host.ReadAsync(db => db.Publications.OrderBy(p => p.Sequence).ToListAsync());
        publications.Select(p => (p.Sequence, p.Version.ToString(), p.Release)).ShouldBe([(1, "1.0.0", 1), (2, "1.0.1", 2), (3, "1.0.2", 3)], "A, B and A again are three publications");
        publications.Select(p => p.Id).Distinct().Count().ShouldBe(3, "each has an id of its own");
        publications.Select(p => p.BaseId).ShouldBe([null, publications[0].Id, publications[1].Id], "each names the one that it replaces");
    }

    [Fact]
    public async Task The_first_period_on_a_new_division_is_a_boundary_without_before()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        upstream.Methods.Add(Made.Method(Method));
        upstream.Result(1, Made.Column(Method, Division, "2023", 1, 2));
        upstream.Result(2, Made.Column(Method, "RegSO2025", "2024", 1, 2));
        upstream.Result(2, Made.Column(Method, "RegSO2025", "2025", 1, 4));
        await Handle(host, Made.Classified(1, (Method, Division, "2023")));

        await Handle(host, Made.Classified(2, (Method, "RegSO2025", "2025"), (Method, "RegSO2025", "2024")));

        (await Changes(host)).Select(c => (c.Area.Key, c.Period, c.Before, c.After, c.Kind)).ShouldBe(
            [
                ("RegSO2025/0114R001", "2024", null, 1, "boundary"),
                ("RegSO2025/0114R002", "2024", null, 2, "boundary"),
                ("RegSO2025/0114R002", "2025", 2, 4, "new-period"),
            ],
            "the same code on another division is another area; the next period is compared with the one before, though both came at once");
    }

    [Fact]
    public async Task A_new_version_of_a_method_is_a_publication_that_says_so_and_the_earlier_one_can_still_be_asked_for()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        upstream.Methods.Add(Made.Method(Method));
        upstream.Result(1, Made.Column(Method, Division, "2021", 1, 2, 3));
        upstream.Result(1, Made.Column(Method, Division, "2022", 1, 2, 3));
        await using (var before = await PublishingHost.CreateAsync(upstream, database))
        {
            await Handle(before, Made.Classified(1, (Method, Division, "2021"), (Method, Division, "2022")));
        }

        upstream.Methods[0] = Made.Method(Method, version: 2) with { Name = "Ny metod" };
        upstream.Result(2, Made.Column(Method, Division, "2021", 1, 1, 3));
        upstream.Result(2, Made.Column(Method, Division, "2022", 1, 2, 4));
        await using var host = await PublishingHost.CreateAsync(upstream, database);
        await host.StartAsync();
        await Handle(host, Made.InVersion(2, Made.Classified(2, (Method, Division, "2021"), (Method, Division, "2022"))));

        (await Changes(host)).Select(c => (c.Period, c.Area.Code, c.Before, c.After, c.Kind, c.MethodVersion)).ShouldBe(
            [("2021", "0114R002", 2, 1, "method", 2), ("2022", "0114R003", 3, 4, "method", 2)],
            "every period is compared with what the earlier definition gave, and the changes are the method's, not the figures'");
        var correction = JsonDocument.Parse(await host.ReadAsync(db => db.FeedEvents.Where(e => e.Type == EventTypes.PublicationCorrected).Select(e => e.Document).SingleAsync())).RootElement.GetProperty("data");
        correction.GetProperty("areas").EnumerateArray().Select(a => $"{a.GetProperty("period")} {a.GetProperty("code")} {a.GetProperty("before")}→{a.GetProperty("after")}").ShouldBe(
            ["2021 0114R002 2→1", "2022 0114R003 3→4"], "published classes that change are told in one list, also where the definition changed");
        correction.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("kind").GetString()).Distinct().ShouldBe(["method"], "the kind says why");
        var publications = await host.ReadAsync(db => db.Publications.OrderBy(p => p.Edition).ToListAsync());
        publications.Select(p => (p.Version.ToString(), p.MethodVersion)).ShouldBe([("1.0.0", 1), ("2.0.0", 2)], "another definition is another major version");
        using var client = host.Client();
        async Task<string> GetAsync(string path) => await client.GetStringAsync(new Uri($"/api/v1/{path}", UriKind.Relative), TestContext.Current.CancellationToken);
        Classes(await GetAsync($"classifications/{Method}?period=2022")).ShouldBe([1, 2, 4]);
        Classes(await GetAsync($"classifications/{Method}?period=2022&asOf={publications[0].Id}")).ShouldBe([1, 2, 3], "the earlier definition's results stay");
        Classes(await GetAsync($"classifications/{Method}?period=2022&asOf=1")).ShouldBe([1, 2, 3], "also by the release's number");
        (await GetAsync("methods")).ShouldContain("Ny metod");
        var since = JsonDocument.Parse(await GetAsync($"changes?method={Method}&period=2021&since=1")).RootElement.GetProperty("items")[0];
        since.GetProperty("kind").GetString().ShouldBe("method", "no figure changed between the two");
        since.GetProperty("sentenceEn").GetString()!.ShouldContain("after a change of the method");
        (await GetAsync($"publications/{publications[1].Id}")).ShouldContain("\"methodVersion\":2");
    }

    [Fact]
    public async Task A_new_version_that_gives_the_same_results_is_published_too_so_that_later_figures_are_not_told_as_its_doing()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        await host.StartAsync();
        upstream.Methods.Add(Made.Method(Method));
        upstream.Result(1, Made.Column(Method, Division, "2022", 1, 2, 3));
        await Handle(host, Made.Classified(1, (Method, Division, "2022")));
        upstream.Methods[0] = Made.Method(Method, version: 2);
        upstream.Result(2, Made.Column(Method, Division, "2022", 1, 2, 3));
        var same = Made.InVersion(2, Made.Classified(2, (Method, Division, "2022")));
        await Handle(host, same with { Methods = [same.Methods[0] with { Outcome = Outcome.Unchanged, Columns = [] }] });
        upstream.Result(3, Made.Column(Method, Division, "2022", 1, 2, 4));

        await Handle(host, Made.InVersion(2, Made.Classified(3, (Method, Division, "2022"))));

        (await host.ReadAsync(db => db.Publications.OrderBy(p => p.Edition).Select(p => p.MethodVersion).ToListAsync())).ShouldBe([1, 2, 2]);
        (await host.ReadAsync(db => db.RunMethods.Where(m => m.Release == 2).Select(m => m.Outcome).SingleAsync())).ShouldBe("published");
        (await Changes(host)).ShouldHaveSingleItem().Kind.ShouldBe("revision", "the figures changed, not the method");
        var publications = await host.ReadAsync(db => db.Publications.OrderBy(p => p.Edition).Select(p => p.Id).ToListAsync());
        using var client = host.Client();
        (await ReadAsync(client, $"publications/{publications[1]}")).GetProperty("lineage").GetProperty("columns")[0].GetProperty("methodVersion").GetInt32().ShouldBe(2, "the new version stands behind it, though nothing differs");
        (await ReadAsync(client, $"changes?method={Method}&period=2022&since={publications[1]}")).GetProperty("items")[0].GetProperty("kind").GetString().ShouldBe("revision");
    }

    [Fact]
    public async Task What_a_new_version_cannot_compute_ends_with_a_correction_so_that_two_definitions_never_stand_side_by_side()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        await host.StartAsync();
        upstream.Methods.Add(Made.Method(Method));
        upstream.Result(1, Made.Column(Method, Division, "2021", 1, 2, 3));
        upstream.Result(1, Made.Column(Method, Division, "2022", 1, 2, 3));
        await Handle(host, Made.Classified(1, (Method, Division, "2021"), (Method, Division, "2022")));
        upstream.Methods[0] = Made.Method(Method, version: 2);
        upstream.Result(2, Made.Column(Method, Division, "2022", 1, 1, 3));

        await Handle(host, Made.InVersion(2, Made.Classified(2, (Method, Division, "2022"))));

        (await Changes(host)).Select(c => (c.Period, c.Area.Code, c.Before, c.After, c.Kind)).ShouldBe(
            [("2021", "0114R001", 1, null, "method"), ("2021", "0114R002", 2, null, "method"), ("2021", "0114R003", 3, null, "method"), ("2022", "0114R002", 2, 1, "method")],
            "the input that it reads has no figures for 2021");
        using var client = host.Client();
        (await ReadAsync(client, "methods")).GetProperty("items")[0].GetProperty("periods").EnumerateArray().Select(p => p.GetProperty("period").GetString()).ShouldBe(["2022"]);
        (await ReadAsync(client, "events?type=publication.corrected")).GetProperty("items")[0].GetProperty("data").GetProperty("areas").GetArrayLength().ShouldBe(4, "who relies on 2021 is told too");
        Classes((await ReadAsync(client, $"classifications/{Method}?period=2021&asOf=1")).ToString()).ShouldBe([1, 2, 3], "what was published can be asked for");
        upstream.Result(3, Made.Column(Method, Division, "2021", 2, 2, 2));
        await Handle(host, Made.InVersion(2, Made.Classified(3, (Method, Division, "2021"))));
        Classes((await ReadAsync(client, $"classifications/{Method}?period=2021")).ToString()).ShouldBe([2, 2, 2], "it comes back when it can be computed");
    }

    private static async Task<JsonElement> ReadAsync(HttpClient client, string path) =>
        JsonDocument.Parse(await client.GetStringAsync(new Uri($"/api/v1/{path}", UriKind.Relative), TestContext.Current.CancellationToken)).RootElement;

    private static List<int?> Classes(string page) => [.. JsonDocument.Parse(page).RootElement.GetProperty("items").EnumerateArray()
        .OrderBy(i => i.GetProperty("area").GetProperty("code").GetString(), StringComparer.Ordinal)
        .Select(i => i.GetProperty("class").ValueKind == JsonValueKind.Null ? (int?)null : i.GetProperty("class").GetInt32())];

    [Fact]
    public async Task A_redelivered_release_changes_nothing()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        upstream.Methods.Add(Made.Method(Method));
        upstream.Result(1, Made.Column(Method, Division, "2022", 1, 2, 3));
        var message = Made.Classified(1, (Method, Division, "2022"));
        await Handle(host, message);

        await Handle(host, message);

        (await host.ReadAsync(db => db.Publications.CountAsync())).ShouldBe(1, "a release is published once");
        (await host.ReadAsync(db => db.FeedEvents.CountAsync())).ShouldBe(2, "release and publication are told once");
    }

    [Fact]
    public async Task Results_that_are_equal_to_the_published_ones_end_the_release_unchanged()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        upstream.Methods.Add(Made.Method(Method));
        upstream.Result(1, Made.Column(Method, Division, "2022", 1, 2, 3));
        await Handle(host, Made.Classified(1, (Method, Division, "2022")));

        await Handle(host, Made.Classified(2, (Method, Division, "2022")));

        var outcome = await host.ReadAsync(db => db.RunMethods.SingleAsync(m => m.Release == 2));
        (outcome.Outcome, outcome.PublicationId).ShouldBe(("unchanged", null), "nothing new is no publication");
        (await host.ReadAsync(db => db.RunStages.CountAsync(s => s.Release == 2 && s.Stage == "publishing")))
            .ShouldBe(1, "every release is completed, also when nothing is published");
    }

    [Fact]
    public async Task A_method_that_catches_up_gets_the_publications_and_events_it_would_have_had_and_what_was_known_before_stays_known()
    {
        const string Held = "sei";
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        await using var straight = await PublishingHost.CreateAsync(upstream);
        upstream.Methods.AddRange([Made.Method(Held), Made.Method(Method)]);
        var messages = new List<AreasClassified>();
        for (var release = 1; release <= 4; release++)
        {
            upstream.Result(release, Made.Column(Held, Division, "2022", release, 3, 5));
            upstream.Result(release, Made.Column(Method, Division, "2022", 2, release, 5));
            messages.Add(Made.Classified(release, (Held, Division, "2022"), (Method, Division, "2022")));
            await Handle(straight, messages[^1]);
        }

        await Handle(host, messages[0]);
        foreach (var message in messages[1..3])
        {
            await Handle(host, message with { Methods = [message.Methods[0] with { Outcome = Outcome.Held, Reason = "It waits.", RunId = null, Columns = [] }, message.Methods[1]] });
        }

        var known = await AsOfAsync(host, 3);
        await Handle(host, messages[3] with { CaughtUp = [.. messages[1..3].Select(m => new CaughtUpMethod(m.Release, m.Methods[0]))] });

        (await PublicationsAsync(host)).ShouldBe(await PublicationsAsync(straight), "versions, releases, runs and ids are those of a run without holds");
        (await EventsAsync(host)).ShouldBe(await EventsAsync(straight), "and so are the ids of the events, in their order per method");
        var outcomes = await host.ReadAsync(db => db.RunMethods.OrderBy(m => m.Release).ThenBy(m => m.Method).Select(m => m.Outcome).ToListAsync());
        outcomes.ShouldAllBe(o => o == "published", "what each release meant in the end");
        (await AsOfAsync(host, 3)).ShouldBe(known, "as of release 3 is what was published when release 3 was complete, whatever is caught up later");
        (await AsOfAsync(host, 4)).ShouldBe(4 + 4, "as of release 4 is everything");
    }

    private static Task<List<string>> PublicationsAsync(PublishingHost host) => host.ReadAsync(async db =>
        (await db.Publications.OrderBy(p => p.Method).ThenBy(p => p.Edition).ToListAsync()).Select(p => $"{p.Method} {p.Version} {p.Release} {p.RunId} {p.BaseId} {p.Id}").ToList());

    private static Task<List<string>> EventsAsync(PublishingHost host) => host.ReadAsync(async db =>
        (await db.FeedEvents.OrderBy(e => e.Method).ThenBy(e => e.Position).ToListAsync()).Select(e => $"{e.Method} {e.Type} {e.Area} {e.Id}").ToList());

    private static async Task<long> AsOfAsync(PublishingHost host, int release)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<Reading.AsOf>().ResolveAsync($"{release}", TestContext.Current.CancellationToken)).Sequence;
    }

    [Fact]
    public async Task Positions_have_no_gaps_when_two_write_at_once_and_one_fails()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);

        var writers = Enumerable.Range(1, 24).Select(async release =>
        {
            if (release % 4 == 0)
            {
                await Should.ThrowAsync<InvalidOperationException>(() => host.HandleAsync<ReleaseRefused, FailsAfterwards>(Refused(release)));
            }
            else
            {
                await host.HandleAsync<ReleaseRefused, Runs.ReleaseRefusedHandler>(Refused(release));
            }
        });
        await Task.WhenAll(writers);

        var positions = await host.ReadAsync(db => db.FeedEvents.OrderBy(e => e.Position).Select(e => e.Position).ToListAsync());
        positions.ShouldBe(Enumerable.Range(1, 18).Select(n => (long)n), "a rolled back writer gives its positions back");
    }

    private static Task Handle(PublishingHost host, AreasClassified message) =>
        host.EndAsync(message);

    private static async Task<List<ClassificationChangedData>> Changes(PublishingHost host)
    {
        var documents = await host.ReadAsync(db => db.FeedEvents
            .Where(e => e.Type == EventTypes.ClassificationChanged).OrderBy(e => e.Position).Select(e => e.Document).ToListAsync());
        return [.. documents.Select(d => JsonDocument.Parse(d).RootElement.GetProperty("data")
            .Deserialize<ClassificationChangedData>(Contracts.WireJson.Options)!)];
    }

    private static ReleaseRefused Refused(int number) => new(
        $"{number}", "area-type", "TAB6586", Made.Morning, null, [new RefusalReason("incomplete", "TAB6586", "Areas are missing.")]);

    internal sealed class FailsAfterwards(FeedWriter feed) : ServiceDefaults.Messaging.IMessageHandler<ReleaseRefused>
    {
        public async Task HandleAsync(ReleaseRefused message, CancellationToken cancellationToken)
        {
            await new Runs.ReleaseRefusedHandler(feed).HandleAsync(message, cancellationToken);
            throw new InvalidOperationException("after the work, before the commit");
        }
    }
}
