using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using static Utanforskap.Testing.ColumnSource;

namespace Utanforskap.Indicators.Tests.Recalculating;

/// <summary>Indicators that are held and catch up: in the end as if they had never been held.</summary>
public sealed class HoldingTests
{
    private const string RegSO = "RegSO2020";
    private static readonly string[] Areas = ["0114R001", "0114R002", "0180R001"];

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
        await using var rig = await IndicatorsRig.StartAsync();
        await using var straight = await IndicatorsRig.StartAsync();
        var heldReleases = 0;
        const int Last = 14;
        for (var release = 1; release <= Last; release++)
        {
            var (register, columns) = Made(random);
            rig.Ingestion.Release(release, register, columns);
            straight.Ingestion.Release(release, register, columns);
            await straight.HandleAsync(release, register);

            rig.Ingestion.Disordered.Clear();
            rig.Ingestion.Garbled.Clear();
            if (release < Last)
            {
                Spoil(rig.Ingestion.Disordered, random);
                Spoil(rig.Ingestion.Garbled, random);
            }

            if (release == Last || random.Next(3) == 0)
            {
                await RetryAsync(rig);
            }

            heldReleases += (await rig.HandleAsync(release, register, giveUp: release < Last && random.Next(6) == 0)).Held.Count > 0 ? 1 : 0;
        }

        heldReleases.ShouldBeGreaterThan(2, "the faults of this seed hold something, else nothing is tested");
        (await rig.With<IndicatorsDb, int>(db => db.Holds.CountAsync())).ShouldBe(0, "all are free in the end");
        (await rig.RowsAsync()).ShouldBe(await straight.RowsAsync(), "every release changed the same values, byte for byte");
        (await UnchangedAsync(rig)).ShouldBe(await UnchangedAsync(straight), "and the releases that changed nothing are the same");
    }

    [Fact]
    public async Task A_failure_while_catching_up_holds_at_the_release_that_failed()
    {
        await using var rig = await IndicatorsRig.StartAsync();
        rig.Ingestion.Release(1, "population", Column("population/persons", RegSO, "2022", (Areas[0], 100), (Areas[1], 100)));
        rig.Ingestion.Release(2, "crime", Column("crime/offences", RegSO, "2022", (Areas[0], 1), (Areas[1], 2)));
        rig.Ingestion.Release(3, "crime", new AreaColumn("crime/offences", RegSO, "2023", [Areas[1], Areas[0]], [1, 2], [FigureStatus.Figure, FigureStatus.Figure]),
            Column("population/persons", RegSO, "2023", (Areas[0], 100), (Areas[1], 100)));
        rig.Ingestion.Release(4, "weather");
        await rig.HandleAsync(1, "population");
        rig.Ingestion.Garbled.Add("crime/offences");

        var second = await rig.HandleAsync(2, "crime");
        second.Held.Select(h => h.Indicator).ShouldBe(["crime-rate"], "an answer that is no JSON holds only the indicator that asked for it");
        await rig.HandleAsync(3, "crime");
        rig.Ingestion.Garbled.Clear();
        await RetryAsync(rig);
        await rig.HandleAsync(4, "weather");

        (await rig.ReadAsync("crime-rate", RegSO, "2022", 2))!.Values.ShouldBe([10, 20], "release 2 is caught up, as of release 2");
        var hold = await rig.With<IndicatorsDb, ServiceDefaults.Holds.Hold>(db => db.Holds.SingleAsync());
        (hold.Id, hold.Release, hold.RetryAsked).ShouldBe(("crime-rate", 3, false));
        hold.Reason.ShouldContain("0114R001 does not come after 0114R002");
    }

    [Fact]
    public async Task A_release_that_is_given_up_is_completed_with_the_reason_and_holds_what_it_touches()
    {
        await using var rig = await IndicatorsRig.StartAsync();
        rig.Ingestion.Release(1, "population", Column("population/persons", RegSO, "2022", (Areas[0], 100)));
        rig.Ingestion.Release(2, "crime", Column("crime/offences", RegSO, "2022", (Areas[0], 1)));
        await rig.HandleAsync(1, "population");

        var given = await rig.HandleAsync(2, "crime", giveUp: true);

        given.Release.ShouldBe(2, "downstream waits for this number");
        given.Unchanged.ShouldBe("Given up by Ada: poison");
        given.Changes.ShouldBeEmpty();
        var held = given.Held.ShouldHaveSingleItem("only what reads the release");
        held.Indicator.ShouldBe("crime-rate");
        held.Reason.ShouldBe("Release 2 was not handled. Given up by Ada: poison");
    }

    private static (string Register, AreaColumn[] Columns) Made(Random random)
    {
        var period = $"{2020 + random.Next(3)}";
        (string, double?)[] Cells() => [.. Areas.Select(a => (a, random.Next(8) == 0 ? null : (double?)random.Next(1, 40)))];
        return random.Next(2) == 0
            ? ("population", [Column("population/persons", RegSO, period, Cells())])
            : ("crime", [Column("crime/offences", RegSO, period, Cells())]);
    }

    private static void Spoil(HashSet<string> series, Random random)
    {
        foreach (var one in new[] { "population/persons", "crime/offences" })
        {
            if (random.Next(4) == 0)
            {
                series.Add(one);
            }
        }
    }

    private static Task<int> RetryAsync(IndicatorsRig rig) =>
        rig.With<IndicatorsDb, int>(db => db.Holds.ExecuteUpdateAsync(h => h.SetProperty(x => x.RetryAsked, true)));

    private static Task<List<long>> UnchangedAsync(IndicatorsRig rig) => rig.With<IndicatorsDb, List<long>>(db =>
        db.Runs.Where(r => r.Unchanged != null).Select(r => r.Release).Order().ToListAsync());
}
