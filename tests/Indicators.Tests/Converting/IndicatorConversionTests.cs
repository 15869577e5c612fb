using Microsoft.Extensions.DependencyInjection;
using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Indicators.Converting;
using Utanforskap.Indicators.Definitions;
using Utanforskap.Indicators.Keys;
using Utanforskap.Indicators.Recalculating;
using Utanforskap.Testing;
using static Utanforskap.Testing.ColumnSource;

namespace Utanforskap.Indicators.Tests.Converting;

/// <summary>Indicators on another division, read from an Ingestion over real HTTP.</summary>
public sealed class IndicatorConversionTests : IAsyncLifetime
{
    private const string Old = "AlvReg2018";
    private const string New = "AlvReg2023";
    private static readonly IndicatorCatalogue Catalogue = IndicatorCatalogue.Load("Definitions");

    private ColumnSource _ingestion = null!;
    private ServiceProvider _services = null!;

    public async ValueTask InitializeAsync()
    {
        _ingestion = await StartAsync();
        var services = new ServiceCollection();
        services.AddHttpClient(IngestionClient.Name, client => client.BaseAddress = _ingestion.Address);
        services.AddOptions<IndicatorsOptions>();
        services.AddSingleton(new AreaKeys([])).AddSingleton<IngestionClient>().AddSingleton<IndicatorConversion>();
        _services = services.BuildServiceProvider();

        // A101R001 stays; A101R002 is cut, a quarter of it by surface going to A101R004; A101R003 has no figure.
        _ingestion.Changes[(Old, New)] = Change(Old, New, "A101R001>A101R001=1 A101R002>A101R002=0.75 A101R002>A101R004=0.25 A101R003>A101R003=1");
        _ingestion.Release(1, "crime", Column("crime/offences", Old, "2022", ("A101R001", 10), ("A101R002", 40), ("A101R003", null)));
        _ingestion.Release(1, "population", Column("population/persons", Old, "2022", ("A101R001", 1000), ("A101R002", 2000), ("A101R003", 500)));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _ingestion.DisposeAsync();
    }

    [Fact]
    public async Task Counts_are_shared_out_and_a_share_is_rebuilt_from_them()
    {
        var population = await ConvertAsync("population");
        var rate = await ConvertAsync("crime-rate");

        Cells(population).ShouldBe(["A101R001 1000 Figure", "A101R002 1500 Figure", "A101R003 500 Figure", "A101R004 500 Figure"]);
        Cells(rate).ShouldBe(["A101R001 10 Figure", "A101R002 20 Figure", "A101R003  NotComputable", "A101R004 20 Figure"],
            "30 and 10 offences by 1,500 and 500 residents; what is missing stays missing");
        (population.ConvertedFrom, population.WeightedBy).ShouldBe((Old, null), "without figures of smaller areas it is by surface");
        population.BySurface.ShouldBe(["A101R002"]);
        population.Estimated.ShouldBe(["A101R002", "A101R004"], "the others are whole areas");
    }

    [Fact]
    public async Task Residents_of_the_smallest_areas_say_where_in_an_area_people_live()
    {
        _ingestion.Changes[("AlvDel2018", Old)] = Change("AlvDel2018", Old, "A101A0010>A101R001=1 A101A0020>A101R002=1 A101A0030>A101R002=1 A101A0040>A101R003=1");
        _ingestion.Changes[("AlvDel2018", New)] = Change("AlvDel2018", New, "A101A0010>A101R001=1 A101A0020>A101R002=1 A101A0030>A101R004=1 A101A0040>A101R003=1");
        _ingestion.Release(2, "population", Column("population/persons", "AlvDel2018", "2022", ("A101A0010", 1000), ("A101A0020", 400), ("A101A0030", 1600), ("A101A0040", 500)));

        var population = await ConvertAsync("population");

        Cells(population).ShouldBe(["A101R001 1000 Figure", "A101R002 400 Figure", "A101R003 500 Figure", "A101R004 1600 Figure"]);
        (population.WeightedBy, population.BySurface.Count).ShouldBe(("AlvDel2018", 0));
        Cells(await ConvertAsync("crime-rate"))[3].ShouldBe("A101R004 20 Figure", "32 of 40 offences by 1,600 residents");
    }

    [Theory]
    [InlineData("mean-wage-income")]
    [InlineData("official-type")]
    public void Means_and_classes_are_not_converted(string id) =>
        IndicatorConversion.WhyNot(Catalogue.All.Single(d => d.Id == id)).ShouldNotBeNull().ShouldContain("never converted");

    [Fact]
    public async Task Without_figures_or_borders_there_is_a_reason()
    {
        (await TryAsync("turnout")).Problem.ShouldBe("turnout has no figures for 2022 on AlvReg2018 then.");
        _ingestion.Changes.Clear();
        (await TryAsync("population")).Problem.ShouldBe("The borders of AlvReg2018 and AlvReg2023 are not both known then.");
    }

    private async Task<ConvertedColumn> ConvertAsync(string id)
    {
        var (converted, problem) = await TryAsync(id);
        problem.ShouldBeNull();
        return converted!;
    }

    private Task<(ConvertedColumn? Converted, string? Problem)> TryAsync(string id) => _services.GetRequiredService<IndicatorConversion>().ConvertAsync(
        Catalogue.All.Single(d => d.Id == id), "2022", Division.Find(Old)!, Division.Find(New)!, 9, TestContext.Current.CancellationToken);

    private static List<string> Cells(ConvertedColumn converted) =>
        [.. converted.Column.Areas.Select((a, i) => FormattableString.Invariant($"{a} {converted.Column.Values[i]:0.######} {converted.Column.Status[i]}"))];

    private static DivisionChangeRecord Change(string from, string to, string rows)
    {
        var read = rows.Split(' ').Select(r => r.Split('>', '=')).Select(r => (From: r[0], To: r[1], Share: double.Parse(r[2], System.Globalization.CultureInfo.InvariantCulture))).ToList();
        return new(
            from, to, 1, 1,
            [.. read.GroupBy(r => r.From).Select(g => new AreaRelationRecord(g.Key, null, "changed-border", [.. g.Select(r => new OverlapRecord(r.To, r.Share, 1))]))],
            [.. read.GroupBy(r => r.To).Select(g => new AreaRelationRecord(g.Key, null, "changed-border", [.. g.Select(r => new OverlapRecord(r.From, 1, r.Share))]))]);
    }
}
