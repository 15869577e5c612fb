using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Testing;

namespace Utanforskap.Ingestion.Tests.Sources;

/// <summary>What Statistics Sweden's PxWebApi 2 really answered.</summary>
public sealed class RecordedAnswersTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pxwebapi/scb_pxwebapi2_config.json", 150_000, 3, 1)]
    [InlineData("px/GetApiConfiguration.json", 10_000, 30, 10)]
    public async Task The_limits_are_read(string file, int cells, int calls, int seconds)
    {
        await using var body = File.OpenRead(SharedData.Find(file));

        var config = await SourceAnswers.ReadConfigAsync(body, Stop);

        (config.MaxDataCells, config.MaxCalls, config.Window).ShouldBe((cells, calls, TimeSpan.FromSeconds(seconds)));
        config.License.ShouldEndWith("cc0/");
    }

    [Theory]
    [InlineData("pxwebapi/scb_pxwebapi2_tables.json", "TAB4707", "2015M04", "2026M03")]
    [InlineData("pxwebapi/scb_pxwebapi2_search.json", null, null, null)]
    [InlineData("px/ListAllTables.json", "TAB004", "1990", "2017")]
    public async Task Lists_of_tables_are_read(string file, string? first, string? from, string? to)
    {
        await using var body = File.OpenRead(SharedData.Find(file));

        var (tables, pages) = await SourceAnswers.ReadTablesAsync(body, Stop);

        pages.ShouldBeGreaterThan(0);
        tables.ShouldAllBe(t => t.Id.StartsWith("TAB") && t.Label.Length > 0);
        tables.ShouldContain(t => t.Updated != null, "most tables say when they changed");
        if (first is not null)
        {
            (tables[0].Id, tables[0].FirstPeriod, tables[0].LastPeriod).ShouldBe((first, from, to));
        }
    }

    [Fact]
    public async Task Metadata_and_data_of_a_table_agree()
    {
        await using var described = File.OpenRead(SharedData.Find("pxwebapi/scb_pxwebapi2_TAB6471_metadata.json"));
        await using var answered = File.OpenRead(SharedData.Find("pxwebapi/scb_pxwebapi2_TAB6471_data.json"));
        var metadata = await JsonStat2Reader.ReadDescriptionAsync(described, ReadLimits.Standard, Stop);
        var cube = await JsonStat2Reader.ReadAsync(answered, ReadLimits.Standard, Stop);

        cube.Values.Length.ShouldBe(21 * 11 * 3 * 1 * 4);
        cube.Values[^1].ShouldBe(54);
        cube.Dimensions[3].Units.ShouldBe(["antal"]);
        metadata.CanEliminate("Region").ShouldBeTrue();
        metadata.CanEliminate("Alder").ShouldBeFalse();
        foreach (var (whole, part) in metadata.Dimensions().Zip(cube.Dimensions))
        {
            part.Code.ShouldBe(whole.Code);
            if (part.Code != "Alder")
            {
                part.Codes.ShouldBeSubsetOf(whole.Codes);
            }
        }
    }
}
