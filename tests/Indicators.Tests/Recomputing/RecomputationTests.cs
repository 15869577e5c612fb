using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Indicators.Definitions;
using Utanforskap.Indicators.Recomputing;
using Utanforskap.Indicators.Tests.Recalculating;
using Utanforskap.ServiceDefaults.Columns;
using static Utanforskap.Testing.ColumnSource;

namespace Utanforskap.Indicators.Tests.Recomputing;

/// <summary>Indicators' columns computed again from the registers' cells, on a real database.</summary>
public sealed class RecomputationTests
{
    private const string RegSO = "RegSO2020";

    [Fact]
    public async Task What_is_kept_comes_out_again_as_of_each_release_on_every_level()
    {
        await using var rig = await StartAsync();

        (await AgainAsync(rig, 2, RegSO, "Municipality", "County", "Nation")).ShouldBeEmpty();
        (await AgainAsync(rig, 3, RegSO, "Municipality", "County", "Nation")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_figure_that_was_changed_where_it_is_kept_is_told_with_its_area()
    {
        await using var rig = await StartAsync();
        await rig.With<IndicatorsDb, int>(async db =>
        {
            var rows = db.Set<ColumnVersion>().Where(v => v.Series == "crime-rate" && v.Division == RegSO);
            var other = await rows.Where(v => v.Release == 3).Select(v => v.Payload).SingleAsync(TestContext.Current.CancellationToken);
            return await rows.Where(v => v.Release == 2).ExecuteUpdateAsync(set => set.SetProperty(v => v.Payload, other), TestContext.Current.CancellationToken);
        });

        (await AgainAsync(rig, 2, RegSO, "Municipality")).ShouldBe([new RecomputedDifference("crime-rate", RegSO, "2022", 2, "0114R001")]);
    }

    [Fact]
    public async Task A_cell_that_became_another_in_the_past_is_told()
    {
        await using var rig = await StartAsync();
        rig.Ingestion.Release(2, "crime", Column("crime/offences", RegSO, "2022", ("0114R001", 10), ("0180R001", 12)));

        (await AgainAsync(rig, 2, RegSO)).ShouldBe([new RecomputedDifference("crime-rate", RegSO, "2022", 1, "0180R001")]);
    }

    [Fact]
    public async Task A_release_is_computed_by_the_definition_of_its_time_also_after_another_is_in_use()
    {
        await using var rig = await StartAsync();
        var text = IndicatorCatalogue.Load("Definitions").All.Single(d => d.Id == "crime-rate").Text
            .Replace("version: 1", "version: 2", StringComparison.Ordinal).Replace("factor: 1000", "factor: 100000", StringComparison.Ordinal);
        var changed = rig.With(new IndicatorCatalogue([IndicatorFile.Read("crime-rate.yaml", text)]));
        rig.Ingestion.Release(4, "crime", Column("crime/offences", RegSO, "2022", ("0114R001", 11), ("0180R001", 20)));
        await changed.HandleAsync(4, "crime");

        (await changed.ReadAsync("crime-rate", RegSO, "2022", 4))!.Values.ShouldBe([11_000, 40_000]);
        (await AgainAsync(changed, 3, RegSO)).ShouldBeEmpty("release 3 is computed by version 1");
        (await AgainAsync(changed, 4, RegSO)).ShouldBeEmpty("release 4 by version 2");
    }

    [Fact]
    public async Task What_no_definition_gave_cannot_be_computed_again()
    {
        await using var rig = await StartAsync();

        (await Should.ThrowAsync<InvalidDataException>(() => rig.With<Recomputation, IReadOnlyList<RecomputedDifference>>(
            r => r.RunAsync([new ColumnKey("weather", RegSO, "2022")], 3, TestContext.Current.CancellationToken)))).Message.ShouldContain("weather");
    }

    private static async Task<IndicatorsRig> StartAsync()
    {
        var rig = await IndicatorsRig.StartAsync();
        rig.Ingestion.Release(1, "population", Column("population/persons", RegSO, "2022", ("0114R001", 100), ("0180R001", 50)));
        rig.Ingestion.Release(2, "crime", Column("crime/offences", RegSO, "2022", ("0114R001", 10), ("0180R001", 10)));
        rig.Ingestion.Release(3, "crime", Column("crime/offences", RegSO, "2022", ("0114R001", 11), ("0180R001", 20)));
        await rig.HandleAsync(1, "population");
        await rig.HandleAsync(2, "crime");
        await rig.HandleAsync(3, "crime");
        return rig;
    }

    private static Task<IReadOnlyList<RecomputedDifference>> AgainAsync(IndicatorsRig rig, long release, params string[] divisions) =>
        rig.With<Recomputation, IReadOnlyList<RecomputedDifference>>(r => r.RunAsync(
            [.. divisions.Select(division => new ColumnKey("crime-rate", division, "2022")), .. divisions.Select(division => new ColumnKey("population", division, "2022"))],
            release,
            TestContext.Current.CancellationToken));
}
