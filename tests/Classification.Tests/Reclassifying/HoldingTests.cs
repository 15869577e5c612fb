using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using static Utanforskap.Testing.ColumnSource;

namespace Utanforskap.Classification.Tests.Reclassifying;

/// <summary>Methods that are held and catch up: in the end as if they had never been held.</summary>
public sealed class HoldingTests
{
    private const string RegSO = "RegSO2020";
    private static readonly string[] Parts = ["low-economic-standard", "compulsory-education", "assistance-or-unemployment"];
    private static readonly string[] Inputs = [.. Parts, "population", "official-type"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Whatever_failed_and_whenever_it_was_tried_again_the_history_is_that_of_a_run_without_failures(int seed)
    {
        var random = new Random(seed);
        await using var rig = await ClassificationRig.StartAsync();
        await using var straight = await ClassificationRig.StartAsync();
        var told = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var toldStraight = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var heldOutcomes = 0;
        const int Last = 14;
        for (var release = 1; release <= Last; release++)
        {
            var columns = Made(random);
            rig.Indicators.Release(release, "", columns);
            straight.Indicators.Release(release, "", columns);
            Keep(toldStraight, await straight.HandleAsync(release));

            rig.Indicators.Disordered.Clear();
            rig.Indicators.Garbled.Clear();
            HashSet<string> held = [];
            if (release < Last)
            {
                Spoil(rig.Indicators.Disordered, random);
                Spoil(rig.Indicators.Garbled, random);
                Spoil(held, random);
            }

            if (release == Last || random.Next(3) == 0)
            {
                await RetryAsync(rig);
            }

            var message = await rig.HandleAsync(release, [.. held.Select(h => new HeldIndicator(h, "because"))], giveUp: release < Last && random.Next(6) == 0);
            heldOutcomes += message.Methods.Count(m => m.Outcome is Outcome.Held or Outcome.Failed);
            Keep(told, message);
        }

        heldOutcomes.ShouldBeGreaterThan(4, "the faults of this seed hold something, else nothing is tested");
        (await rig.With<ClassificationDb, int>(db => db.Holds.CountAsync())).ShouldBe(0, "all are free in the end");
        told.ShouldBe(toldStraight, "what each release meant to each method was told in the end as if nothing had failed");
        (await rig.RowsAsync()).ShouldBe(await straight.RowsAsync(), "every release changed the same results, byte for byte");
        (await RunsAsync(rig)).ShouldBe(await RunsAsync(straight), "and is kept with the same outcome and run");
    }

    [Fact]
    public async Task A_method_that_was_held_goes_through_the_releases_it_missed_one_by_one()
    {
        await using var rig = await ClassificationRig.StartAsync();
        for (var release = 1; release <= 3; release++)
        {
            rig.Indicators.Release(release, "", Column("official-type", RegSO, "2022", ("0114R001", release), ("0114R002", 5)));
        }

        rig.Indicators.Release(4, "");
        await rig.HandleAsync(1);
        rig.Indicators.Disordered.Add("official-type");
        await rig.HandleAsync(2);
        await rig.HandleAsync(3);
        rig.Indicators.Disordered.Clear();
        await RetryAsync(rig);

        var message = await rig.HandleAsync(4);

        message.CaughtUp.Select(c => (c.Release, c.Outcome.Method, c.Outcome.Outcome, c.Outcome.Columns.Single().Classes)).ShouldBe(
            [(2, "scb-omradestyp", Outcome.Published, 1), (3, "scb-omradestyp", Outcome.Published, 1)]);
        message.Methods[0].Outcome.ShouldBe(Outcome.Unchanged);
        (await rig.ResultsAsync("scb-omradestyp", RegSO, "2022", 2)).Classes.ShouldBe([2, 5], "as of release 2 it is what release 2 gave");
        (await rig.ResultsAsync("scb-omradestyp", RegSO, "2022", 4)).Classes.ShouldBe([3, 5]);
    }

    [Fact]
    public async Task A_failure_while_catching_up_holds_at_the_release_that_failed()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", Column("official-type", RegSO, "2022", ("0114R001", 1), ("0114R002", 5)));
        rig.Indicators.Release(2, "", new AreaColumn("official-type", RegSO, "2023", ["b", "a"], [1, 2], [FigureStatus.Figure, FigureStatus.Figure]));
        rig.Indicators.Release(3, "");
        rig.Indicators.Garbled.Add("official-type");
        (await rig.HandleAsync(1)).Methods.Select(m => m.Outcome).ShouldBe([Outcome.Failed, Outcome.Unchanged], "only the method that asked is held");
        await rig.HandleAsync(2);
        rig.Indicators.Garbled.Clear();
        await RetryAsync(rig);

        var message = await rig.HandleAsync(3);

        message.CaughtUp.Select(c => (c.Release, c.Outcome.Outcome)).ShouldBe([(1, Outcome.Published), (2, Outcome.Failed)]);
        message.Methods[0].Outcome.ShouldBe(Outcome.Held);
        var hold = await rig.With<ClassificationDb, ServiceDefaults.Holds.Hold>(db => db.Holds.SingleAsync());
        (hold.Id, hold.Release, hold.RetryAsked).ShouldBe(("scb-omradestyp", 2, false));
    }

    [Fact]
    public async Task A_release_that_is_given_up_is_completed_with_the_reason_and_holds_every_method()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", Column("official-type", RegSO, "2022", ("0114R001", 1), ("0114R002", 5)));

        var given = await rig.HandleAsync(1, giveUp: true);

        given.Release.ShouldBe(1, "downstream waits for this number");
        given.Methods.Select(m => (m.Outcome, m.Reason)).Distinct().ShouldBe([(Outcome.Held, "Release 1 was not handled. Given up by Ada: poison")]);
        (await rig.With<ClassificationDb, List<long>>(db => db.Holds.Select(h => h.Release).Distinct().ToListAsync())).ShouldBe([1]);
    }

    private static AreaColumn[] Made(Random random) =>
    [
        .. Inputs.Where(_ => random.Next(3) == 0).Select(input => Column(input, RegSO, $"{2020 + random.Next(3)}",
            [.. Enumerable.Range(1, 6).Select(i => ($"0114R00{i}", (double?)random.Next(1, input == "official-type" ? 7 : 40)))])),
    ];

    private static void Spoil(HashSet<string> series, Random random) => series.UnionWith(Inputs.Where(_ => random.Next(9) == 0));

    private static Task<int> RetryAsync(ClassificationRig rig) =>
        rig.With<ClassificationDb, int>(db => db.Holds.ExecuteUpdateAsync(h => h.SetProperty(x => x.RetryAsked, true)));

    private static void Keep(SortedDictionary<string, string> told, AreasClassified message)
    {
        foreach (var (release, outcome) in message.CaughtUp.Select(c => (c.Release, c.Outcome)).Concat(message.Methods.Select(m => (message.Release, m))))
        {
            told[$"{release:00} {outcome.Method}"] = JsonSerializer.Serialize(outcome, Contracts.WireJson.Options);
        }
    }

    private static Task<List<string>> RunsAsync(ClassificationRig rig) => rig.With<ClassificationDb, List<string>>(async db =>
        [.. (await db.Runs.OrderBy(r => r.Release).ThenBy(r => r.Method).ToListAsync()).Select(r => $"{r.Release} {r.Method} {r.Version} {r.Outcome} {r.RunId} {r.Reason}")]);
}
