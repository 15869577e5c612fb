using System.Text;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Testing;

namespace Utanforskap.Ingestion.Tests.Parsing;

public sealed class CsvTableReaderTests
{
    [Fact]
    public async Task A_column_for_each_contents_and_period_becomes_two_dimensions()
    {
        // As PxWeb's downloads are: a byte order mark, CR CR LF, names without codes and stray blanks.
        var cube = await Read("\uFEFF\"region\",\"kön\",\"Antal 2022\",\"Antal 2023\",\"Andel 2022\",\"Andel 2023\"\r\r\n"
            + "\"Upplands Väsby (Bollstanäs) \",\"män\",1,2,0.5,..\r\r\n"
            + "\"Upplands Väsby (Bollstanäs) \",\"kvinnor\",3,4,-,.\r\r\n"
            + "\"Upplands Väsby (Norra–Södra)\",\"män\",5,6,7,8\r\r\n");

        cube.Dimensions.Select(d => (d.Code, d.Role)).ShouldBe(
            [("region", DimensionRole.Region), ("kön", DimensionRole.Other), ("ContentsCode", DimensionRole.Contents), ("Tid", DimensionRole.Time)]);
        cube.Dimensions[0].Codes.ShouldBe(["Upplands Väsby (Bollstanäs)", "Upplands Väsby (Norra–Södra)"], "names stand for the missing codes");
        cube.Dimensions[2].Codes.ShouldBe(["Antal", "Andel"]);
        cube.Dimensions[3].Codes.ShouldBe(["2022", "2023"]);
        cube.Values.ShouldBe([1, 2, 0.5, double.NaN, 3, 4, 0, double.NaN, 5, 6, 7, 8, double.NaN, double.NaN, double.NaN, double.NaN]);
        Status(cube)[3..8].ShouldBe([FigureStatus.Missing, FigureStatus.Figure, FigureStatus.Figure, FigureStatus.Nil, FigureStatus.NotApplicable]);
        Status(cube)[^1].ShouldBe(FigureStatus.Missing, "a combination without a row has no figure");
    }

    [Fact]
    public async Task Titles_and_footnotes_stand_around_the_table()
    {
        var cube = await Read("Områdestyp per RegSO\r\n\r\n,2022\r\nBollstanäs,4\r\nVaxmyra,\r\nRunby,5\r\n,\r\n\"En not, med\r\ntvå rader\",\r\nSenaste uppdatering:,\r\n20250131 08:00,\r\nKälla:,SCB\r\n");

        cube.Label.ShouldBe("Områdestyp per RegSO");
        cube.Dimensions.Select(d => d.Code).ShouldBe(["region", "Tid"]);
        cube.Dimensions[0].Codes.ShouldBe(["Bollstanäs", "Vaxmyra", "Runby"], "a blank figure among others is a missing one");
        cube.Values.ShouldBe([4, double.NaN, 5]);
        cube.Notes.ShouldBe(["En not, med\r\ntvå rader", "Senaste uppdatering:", "20250131 08:00", "Källa: SCB"]);
    }

    [Theory]
    [InlineData("region;kön;år;värde\n0114;män;2022;1 234,5\n0180;män;2022;-\n", "0114,0180", 1234.5)]
    [InlineData("region\tkön\tår\tFolkmängd\n0114\tmän\t2022\t1234,5\n0180\tmän\t2022\t-7\n", "0114,0180", 1234.5)]
    [InlineData("regionkod,regionnamn,år,värde\n114,Upplands Väsby,2022,1234.5\n1080,Karlskrona,2022,2\n", "0114,1080", 1234.5)]
    [InlineData("region,ålder,år,värde\n0114R001 - Bollstanäs,20,2022,1234.5\n0114R002 - Övre–Nedre,20,2022,2\n", "0114R001,0114R002", 1234.5)]
    [InlineData("region,ålder,år,värde\n0114R001 Bollstanäs,20,2022,1234.5\n0114R002 Övre–Nedre,20,2022,2\n", "0114R001,0114R002", 1234.5)]
    public async Task A_long_table_is_read_with_any_separator(string csv, string regions, double first)
    {
        var cube = await Read(csv);

        cube.Dimensions[0].Role.ShouldBe(DimensionRole.Region);
        cube.Dimensions[0].Codes.ShouldBe(regions.Split(','));
        cube.Dimensions.Single(d => d.Role == DimensionRole.Time).Codes.ShouldBe(["2022"]);
        cube.Values[0].ShouldBe(first);
    }

    [Fact]
    public async Task A_column_of_names_labels_the_codes()
    {
        var cube = await Read("regionkod;regionnamn;2022;2023\n0114R001;Bollstanäs ;1;2\n0115R001;Bollstanäs;3;4\n");

        cube.Dimensions.Count.ShouldBe(2);
        cube.Dimensions[0].Codes.ShouldBe(["0114R001", "0115R001"]);
        cube.Dimensions[0].Labels.ShouldBe(["Bollstanäs", "Bollstanäs"], "names are unique only within a municipality");
    }

    [Theory]
    [InlineData(65001, true)]
    [InlineData(65001, false)]
    [InlineData(1252, false)]
    [InlineData(1200, true)]
    public async Task Encodings_are_told_by_the_bytes(int page, bool marked)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(page);
        var bytes = (marked ? encoding.GetPreamble() : []).Concat(encoding.GetBytes("region,2022\nÖstermalm,1\nÅkersberga,2\n")).ToArray();

        var cube = await CsvTableReader.ReadAsync(new MemoryStream(bytes), ReadLimits.Standard, TestContext.Current.CancellationToken);

        cube.Dimensions[0].Codes.ShouldBe(["Östermalm", "Åkersberga"]);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("bara en rad text", "no row of headings")]
    [InlineData("region,2022\n", "no rows with figures")]
    [InlineData("region,kön\nA,B\n", "no column of figures")]
    [InlineData("region,2022\nA,ett\n", "row 2, column 2: 'ett' is neither")]
    [InlineData("region,2022\nA,NaN\n", "'NaN' is neither")]
    [InlineData("region,2022\nA,1e999\n", "is neither")]
    [InlineData("region,2022\nA,\"1,234\"\n", "'1,234' is neither")]
    [InlineData("region,2022\nA,1\nA,2\n", "row 3: its combination")]
    [InlineData("region,2022,2022\nA,1,2\n", "'2022' stands twice")]
    [InlineData("region,2022,Antal\nA,1,2\n", "has none")]
    [InlineData("region,2022,2023\nA,1\n", "row 2: it has 2 columns where the headings have 3")]
    [InlineData("region,2022\nA,1,9\n", "row 2: it has 3 columns")]
    [InlineData("region,kön,2022\nA,män,1\n,män,2\n", "a category is missing")]
    [InlineData("region,2022\n\"A,1\n", "does not end")]
    [InlineData("region,2022\nA\0,1\n", "not text")]
    public async Task What_is_wrong_is_said_in_a_sentence(string csv, string expected)
    {
        var error = await Should.ThrowAsync<SourceFormatException>(() => Read(csv));

        error.Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("regso_foreign_born_mumbokatten.csv", "TAB6572/2024-02-22T070000Z", "Fodelseregion", "födelseregion")]
    [InlineData("regso_housing_tenure_mumbokatten.csv", "TAB6258/2024-05-03T060000Z", "Upplatelseform", "upplåtelseform")]
    [InlineData("regso_omradestyp_2022.csv", "TAB6586/2024-01-31T070000Z", null, null)]
    public async Task Real_downloads_agree_with_the_registers_figures(string file, string register, string? dimension, string? heading)
    {
        await using var csv = File.OpenRead(SharedData.Find("raw/" + file));
        await using var json = File.OpenRead(SharedData.Find($"registers/{register}.json"));
        var download = await FormatReader.ReadAsync(csv, file, ReadLimits.Standard, TestContext.Current.CancellationToken);
        var table = await JsonStat2Reader.ReadAsync(json, ReadLimits.Standard, TestContext.Current.CancellationToken);

        var (regions, years) = (download.Dimensions[0], download.Dimensions.Single(d => d.Role == DimensionRole.Time));
        regions.Codes.Count.ShouldBe(3363);
        var sums = Sums(download, heading, years.Codes);
        sums.ShouldBe(Sums(table, dimension, years.Codes), "the same figures came both ways");
    }

    /// <summary>For each year and category in order, the figures of all areas in order.</summary>
    private static List<double> Sums(StatCube cube, string? dimension, IReadOnlyList<string> years)
    {
        var figures = new List<(int Year, int Category, int Region, double Value)>();
        for (var cell = 0; cell < cube.Values.Length; cell++)
        {
            var (rest, at) = (cell, new int[cube.Dimensions.Count]);
            for (var d = at.Length - 1; d >= 0; d--)
            {
                (rest, at[d]) = (rest / cube.Dimensions[d].Codes.Count, rest % cube.Dimensions[d].Codes.Count);
            }

            var time = cube.Dimensions.ToList().FindIndex(d => d.Role == DimensionRole.Time);
            var category = cube.Dimensions.ToList().FindIndex(d => d.Code == dimension || d.Label == dimension);
            figures.Add((years.ToList().IndexOf(cube.Dimensions[time].Codes[at[time]]), category < 0 ? 0 : at[category], at[0], cube.Values[cell]));
        }

        return [.. figures.Where(f => f.Year >= 0).OrderBy(f => f.Year).ThenBy(f => f.Category).ThenBy(f => f.Region).Select(f => f.Value)];
    }

    internal static Task<StatCube> Read(string csv) =>
        CsvTableReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), ReadLimits.Standard, TestContext.Current.CancellationToken);

    private static FigureStatus[] Status(StatCube cube) => [.. cube.Status.Select(s => (FigureStatus)s)];
}
