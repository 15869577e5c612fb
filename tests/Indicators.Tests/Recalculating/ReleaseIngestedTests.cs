using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Indicators.Definitions;
using static Utanforskap.Testing.ColumnSource;

namespace Utanforskap.Indicators.Tests.Recalculating;

public sealed class ReleaseIngestedTests
{
    private const string RegSO = "RegSO2020";

    [Fact]
    public async Task A_release_recomputes_what_its_cells_touch_and_nothing_else()
    {
        await using var rig = await IndicatorsRig.StartAsync();
        rig.Ingestion.Release(1, "population", Column("population/persons", RegSO, "2022", ("0114R001", 100), ("0180R001", 50)));
        rig.Ingestion.Release(2, "crime", Column("crime/offences", RegSO, "2022", ("0114R001", 10), ("0180R001", 10)));
        rig.Ingestion.Release(3, "crime", Column("crime/offences", RegSO, "2022", ("0114R001", 10), ("0180R001", 20)));
        await rig.HandleAsync(1, "population");
        await rig.HandleAsync(2, "crime");

        var third = await rig.HandleAsync(3, "crime");

        third.Changes.Select(c => $"{c.Indicator} {c.Division} {c.Areas}").ShouldBe(
            ["crime-rate County 1", "crime-rate Municipality 1", "crime-rate Nation 1", "crime-rate RegSO2020 1"]);
        (await rig.ReadAsync("crime-rate", RegSO, "2022", 3))!.Values.ShouldBe([100, 400]);
        (await rig.ReadAsync("crime-rate", RegSO, "2022", 2))!.Values.ShouldBe([100, 200], "the earlier picture stays");
        third.AcceptedAt.ShouldBe(IndicatorsRig.AcceptedAt);
    }

    [Fact]
    public async Task A_release_that_changes_no_value_is_ended_with_the_reason()
    {
        await using var rig = await IndicatorsRig.StartAsync();
        rig.Ingestion.Release(1, "population", Column("population/persons", RegSO, "2022", ("0114R001", 100)));
        rig.Ingestion.Release(2, "weather", Column("weather/rain", RegSO, "2022", ("0114R001", 1)));
        rig.Ingestion.Release(3, "population");
        await rig.HandleAsync(1, "population");

        var unread = await rig.HandleAsync(2, "weather");
        var empty = await rig.HandleAsync(3, "population");

        (unread.Changes.Count, unread.Unchanged).ShouldBe((0, "No indicator reads what release 2 changed in weather."));
        (empty.Changes.Count, empty.Unchanged).ShouldBe((0, "Release 3 changed no measure of population."));
        rig.Ingestion.Requests.Count(r => r.Contains("/releases/2", StringComparison.Ordinal)).ShouldBe(0, "the message alone says that nothing is to be read");
    }

    [Fact]
    public async Task A_failure_before_the_commit_leaves_nothing_and_the_next_attempt_ends_the_same()
    {
        await using var rig = await IndicatorsRig.StartAsync();
        await using var straight = await IndicatorsRig.StartAsync();
        foreach (var source in new[] { rig.Ingestion, straight.Ingestion })
        {
            source.Release(1, "population", Column("population/persons", RegSO, "2022", ("0114R001", 100), ("0114R002", null)));
            source.Release(2, "population", Column("population/persons", RegSO, "2022", ("0114R001", 101), ("0114R002", 7)));
        }

        await Should.ThrowAsync<NotSupportedException>(() => rig.HandleAsync(1, "population", () => throw new NotSupportedException("killed")));
        (await rig.RowsAsync()).ShouldBeEmpty();
        rig.Ingestion.Faults = 1;
        await Should.ThrowAsync<HttpRequestException>(() => rig.HandleAsync(1, "population"));
        foreach (var release in new[] { 1L, 2L })
        {
            await rig.HandleAsync(release, "population");
            await straight.HandleAsync(release, "population");
        }

        (await rig.RowsAsync()).ShouldBe(await straight.RowsAsync(), "the same releases give the same bytes");
        rig.Sent.Select(s => s.Id).ShouldBe(straight.Sent.Select(s => s.Id), "and the same message ids");
    }

    [Fact]
    public async Task A_table_that_goes_back_is_as_it_was_and_as_it_had_become_in_between()
    {
        await using var rig = await IndicatorsRig.StartAsync();
        for (var release = 1; release <= 3; release++)
        {
            rig.Ingestion.Release(release, "population", Column("population/persons", RegSO, "2022", ("0114R001", release == 2 ? 200 : 100)));
            (await rig.HandleAsync(release, "population")).Changes.Count.ShouldBe(4);
        }

        (await rig.ReadAsync("population", RegSO, "2022", 2))!.Values.ShouldBe([200]);
        (await rig.ReadAsync("population", "Nation", "2022", 3))!.Values.ShouldBe([100]);
    }

    [Fact]
    public async Task Where_a_division_is_not_valid_nothing_is_computed_and_municipalities_come_from_the_one_that_is()
    {
        await using var rig = await IndicatorsRig.StartAsync();
        var outside = new AreaColumn("population/persons", RegSO, "2024", ["0114R001"], [null], [FigureStatus.OutsideDivision]);
        rig.Ingestion.Release(1, "population", Column("population/persons", "RegSO2025", "2024", ("0114R001", 100)));
        rig.Ingestion.Release(2, "population", outside);
        await rig.HandleAsync(1, "population");

        (await rig.HandleAsync(2, "population")).Changes.ShouldBeEmpty();

        (await rig.ReadAsync("population", "Municipality", "2024", 2))!.Values.ShouldBe([100]);
    }

    [Fact]
    public async Task An_indicator_that_cannot_be_computed_is_held_and_stops_no_other()
    {
        await using var rig = await IndicatorsRig.StartAsync();
        rig.Ingestion.Disordered.Add("crime/offences");
        rig.Ingestion.Release(1, "crime", Column("crime/offences", RegSO, "2022", ("0114R001", 2), ("0114R002", 1)));
        rig.Ingestion.Release(2, "population", Column("population/persons", RegSO, "2022", ("0114R001", 100)));
        rig.Ingestion.Release(3, "crime", Column("crime/offences", RegSO, "2022", ("0114R001", 1), ("0114R002", 1)));
        rig.Ingestion.Release(4, "population", Column("population/persons", RegSO, "2022", ("0114R001", 50)));
        await rig.HandleAsync(1, "crime");

        var second = await rig.HandleAsync(2, "population");
        second.Held.Single().Indicator.ShouldBe("crime-rate");
        second.Held.Single().Reason.ShouldContain("0114R001 does not come after 0114R002");
        second.Changes.Select(c => c.Indicator).Distinct().ShouldBe(["population"], "the others go on");

        rig.Ingestion.Disordered.Clear();
        var third = await rig.HandleAsync(3, "crime");
        third.Held.Count.ShouldBe(1, "held until an operator acts, though the figures are mended");
        third.Unchanged.ShouldBe("Release 3 changed crime, but the indicators that read it are held.");

        (await rig.With<IndicatorsDb, int>(db => db.Holds.ExecuteUpdateAsync(h => h.SetProperty(x => x.RetryAsked, true)))).ShouldBe(1);
        var fourth = await rig.HandleAsync(4, "population");
        fourth.Held.ShouldBeEmpty();
        (await rig.ReadAsync("crime-rate", RegSO, "2022", 4))!.Values[0].ShouldBe(20);
        (await rig.ReadAsync("crime-rate", RegSO, "2022", 3))!.Values[0].ShouldBe(10, "what it missed is known since the release that brought it");
    }

    [Fact]
    public async Task A_new_version_of_a_definition_is_computed_as_a_whole_at_the_next_release()
    {
        await using var rig = await IndicatorsRig.StartAsync();
        rig.Ingestion.Release(1, "crime", Column("crime/offences", RegSO, "2021", ("0114R001", 1)), Column("crime/offences", RegSO, "2022", ("0114R001", 2)));
        rig.Ingestion.Release(2, "population", Column("population/persons", RegSO, "2021", ("0114R001", 100)), Column("population/persons", RegSO, "2022", ("0114R001", 100)));
        rig.Ingestion.Release(3, "weather", Column("weather/rain", RegSO, "2022", ("0114R001", 1)));
        await rig.HandleAsync(1, "crime");
        await rig.HandleAsync(2, "population");

        var changed = await rig.With(Catalogue(version: 2, factor: 100)).HandleAsync(3, "weather");

        changed.Changes.Select(c => $"{c.Indicator} {c.Version} {c.Division} {c.Period}").Where(c => c.Contains(RegSO, StringComparison.Ordinal))
            .ShouldBe(["crime-rate 2 RegSO2020 2021", "crime-rate 2 RegSO2020 2022"]);
        (await rig.ReadAsync("crime-rate", RegSO, "2022", 3))!.Values.ShouldBe([2]);
        (await rig.ReadAsync("crime-rate", RegSO, "2022", 2))!.Values.ShouldBe([20]);
    }

    [Fact]
    public async Task A_definition_changed_without_a_new_version_is_held()
    {
        await using var rig = await IndicatorsRig.StartAsync();
        rig.Ingestion.Release(1, "crime", Column("crime/offences", RegSO, "2022", ("0114R001", 2)));
        rig.Ingestion.Release(2, "crime", Column("crime/offences", RegSO, "2022", ("0114R001", 3)));
        await rig.HandleAsync(1, "crime");

        (await rig.With(Catalogue(version: 1, factor: 100)).HandleAsync(2, "crime")).Held.Single().Reason.ShouldContain("without a new version");
    }

    private static IndicatorCatalogue Catalogue(int version, double factor) => new(IndicatorCatalogue.Load("Definitions").All.Select(d =>
        d.Id == "crime-rate" ? new IndicatorDefinition(d.Id, version, d.Title, d.Unit, d.Direction, d.Level, d.RollUp, [d.Formulas[0] with { Factor = factor }]) : d));
}
