using System.Text;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Testing;

namespace Utanforskap.Ingestion.Tests.Parsing;

public sealed class PxReaderTests
{
    private const string Small = """
        CHARSET="ANSI";
        CODEPAGE="iso-8859-1";
        LANGUAGE="sv";
        LANGUAGES="sv","en";
        TITLE="Folkmängd efter region, "
        "kön och år";
        TITLE[en]="Population";
        STUB="region","kön";
        HEADING="tabellinnehåll","år";
        CONTVARIABLE="tabellinnehåll";
        VARIABLECODE("region")="Region";
        VARIABLECODE("tabellinnehåll")="ContentsCode";
        VALUES("region")=" Bollstanäs ","Norra–Södra; öst";
        VALUES[en]("region")="A","B";
        VALUES("kön")="män","kvinnor";
        VALUES("tabellinnehåll")="Folkmängd";
        VALUES("år")="2022","2023";
        TIMEVAL("år")=TLIST(A1),"2022","2023";
        CODES("region")="0114R001","0114R002";
        UNITS="antal";
        UNITS("Folkmängd")="personer";
        LAST-UPDATED("Folkmängd")="20230525 15:42";
        MAP("region")="regso";
        NOTE="En not#på två rader##.. = uppgift saknas";
        VALUENOTEX("kön","män")="Om män";
        CELLNOTE("0114R001","*","*","*")="Om en cell";
        DATASYMBOL3="..";
        DATA=
        1 "..", -2.5 "-"
        "." "..." 1e3 "......" ;
        """;

    [Fact]
    public async Task A_file_is_read_with_its_codes_units_notes_and_symbols()
    {
        var cube = await Read(Small);

        cube.Label.ShouldBe("Folkmängd efter region, kön och år", "long texts are broken over lines");
        cube.Updated.ShouldBe(new DateTimeOffset(2023, 5, 25, 13, 42, 0, TimeSpan.Zero), "PX files tell Swedish time");
        cube.Dimensions.Select(d => (d.Code, d.Label, d.Role)).ShouldBe(
        [
            ("Region", "region", DimensionRole.Region), ("kön", "kön", DimensionRole.Other),
            ("ContentsCode", "tabellinnehåll", DimensionRole.Contents), ("år", "år", DimensionRole.Time),
        ]);
        cube.Dimensions[0].Codes.ShouldBe(["0114R001", "0114R002"]);
        cube.Dimensions[0].Labels.ShouldBe(["Bollstanäs", "Norra–Södra; öst"]);
        cube.Dimensions[1].Codes.ShouldBe(["män", "kvinnor"], "without codes the texts are the codes");
        cube.Dimensions[2].Units.ShouldBe(["personer"]);
        cube.Notes.ShouldBe(["En not\npå två rader", ".. = uppgift saknas", "Om män", "Om en cell"]);
        cube.Values.ShouldBe([1, double.NaN, -2.5, 0, double.NaN, double.NaN, 1000, double.NaN]);
        Status(cube).ShouldBe(
        [
            FigureStatus.Figure, FigureStatus.Missing, FigureStatus.Figure, FigureStatus.Nil,
            FigureStatus.NotApplicable, FigureStatus.Missing, FigureStatus.Figure, FigureStatus.OtherSymbol,
        ]);
    }

    [Theory]
    [InlineData("iso-8859-1", 28591)]
    [InlineData("windows-1252", 1252)]
    [InlineData("Windows-1252", 65001)]
    [InlineData("utf-8", 65001)]
    [InlineData("iso-8859-15", 28605)]
    public async Task Encodings_are_told_by_codepage_and_by_the_bytes(string declared, int actual)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = Small.Replace("iso-8859-1", declared, StringComparison.Ordinal).Replace('–', '-');

        var cube = await Read(Encoding.GetEncoding(actual).GetBytes(text));

        cube.Dimensions[0].Labels[1].ShouldBe("Norra-Södra; öst");
    }

    [Fact]
    public async Task Without_charset_a_file_is_in_the_old_dos_page()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = Small.Replace("CHARSET=\"ANSI\";", "", StringComparison.Ordinal).Replace("CODEPAGE=\"iso-8859-1\";", "", StringComparison.Ordinal).Replace('–', '-');

        var cube = await Read(Encoding.GetEncoding(850).GetBytes(text));

        cube.Dimensions[0].Labels[0].ShouldBe("Bollstanäs");
    }

    [Fact]
    public async Task Rows_with_keys_come_in_any_order_and_rows_of_zeros_are_left_out()
    {
        var keyed = Small[..Small.IndexOf("DATA=", StringComparison.Ordinal)] + """
            KEYS("region")=CODES;
            KEYS("kön")=VALUES;
            DATA=
            "0114R002","män",5 ".."
            "0114R001","kvinnor",7 8 ;
            """;

        var cube = await Read(keyed);

        cube.Values.ShouldBe([0, 0, 7, 8, 5, double.NaN, 0, 0]);
    }

    [Theory]
    [InlineData("1 \"..\",", "\"..\",", "there are 7")]
    [InlineData("1 \"..\",", "1 1 \"..\",", "there are more")]
    [InlineData("1e3", "1e999", "neither a number")]
    [InlineData("1e3", "NaN", "neither a number")]
    [InlineData("1e3", "ett", "neither a number")]
    [InlineData("VALUES(\"kön\")=\"män\",\"kvinnor\";", "", "has no values")]
    [InlineData("VALUES(\"kön\")=\"män\",\"kvinnor\";", "VALUES(\"kön\")=\"män\",\"män\";", "stands twice")]
    [InlineData("CODES(\"region\")=\"0114R001\",\"0114R002\";", "CODES(\"region\")=\"0114R001\";", "1 codes for 2 values")]
    [InlineData("UNITS=\"antal\";", "UNITS=\"antal\"", "semicolon")]
    [InlineData("STUB=\"region\",\"kön\";", "STUB=\"region\",\"kön\";STUB=\"x\";", "stands twice")]
    [InlineData("iso-8859-1", "klingon", "'klingon' is not known")]
    public async Task What_is_wrong_is_said_in_a_sentence(string right, string wrong, string expected)
    {
        Small.ShouldContain(right);
        var error = await Should.ThrowAsync<SourceFormatException>(() => Read(Encoding.Latin1.GetBytes(Small.Replace(right, wrong, StringComparison.Ordinal))));

        error.Message.ShouldContain(expected);
    }

    [Fact]
    public async Task A_file_that_stops_short_is_told_from_one_that_is_wrong()
    {
        var whole = Encoding.UTF8.GetBytes(Small);
        for (var length = 0; length < whole.Length; length++)
        {
            var error = await Should.ThrowAsync<SourceFormatException>(() => Read(whole[..length]));
            error.InnerException.ShouldBeOfType<EndOfStreamException>($"{length} of {whole.Length} bytes are a truncated file");
        }
    }

    [Theory]
    [InlineData("TAB001", "tab001")]
    [InlineData("TAB003", "tab003")]
    [InlineData("TAB004", "tab004")]
    public async Task Real_files_agree_with_what_a_pxwebapi_says_of_them(string file, string metadata)
    {
        var cube = await ReadShared($"px/{file}.px");
        await using var json = File.OpenRead(SharedData.Find($"px/MetadataById_{metadata}_js2.json"));
        var described = await JsonStat2Reader.ReadDescriptionAsync(json, ReadLimits.Standard, TestContext.Current.CancellationToken);
        var dimensions = described.Dimensions();

        cube.Dimensions.Count.ShouldBe(dimensions.Count);
        foreach (var (px, api) in cube.Dimensions.Zip(dimensions))
        {
            (px.Code, px.Label).ShouldBe((api.Code, api.Label));
            px.Codes.ShouldBe(api.Codes);
            px.Labels.ShouldBe(api.Labels);
            px.Units.ShouldBe(api.Units);
            if (api.Role != DimensionRole.Other)
            {
                px.Role.ShouldBe(api.Role);
            }
        }

        cube.Label.ShouldBe(described.Label);
        cube.Updated.ShouldBe(described.Updated ?? cube.Updated);
        cube.Notes.ShouldBe(described.Notes(), ignoreOrder: true);
        cube.Values.Length.ShouldBe(dimensions.Aggregate(1, (n, d) => n * d.Codes.Count));
    }

    [Fact]
    public async Task A_selection_of_a_real_table_has_the_tables_cell()
    {
        var whole = await ReadShared("px/TAB004.px");
        var part = await ReadShared("px/tab4_fewcells.px");

        part.Dimensions[0].Labels.ShouldBe(["SOLVENT USE AND OTHER PRODUCT USE, TOTAL"]);
        var cell = whole.Dimensions.Zip(part.Dimensions).Aggregate(0, (at, d) => (at * d.First.Codes.Count) + d.First.Codes.ToList().IndexOf(d.Second.Codes[0]));
        part.Values.ShouldBe([whole.Values[cell]]);
    }

    [Theory]
    [InlineData("TAB002")]
    [InlineData("TAB005")]
    public async Task Other_real_files_are_read(string file)
    {
        var cube = await ReadShared($"px/{file}.px");

        cube.Values.Count(v => !double.IsNaN(v)).ShouldBeGreaterThan(1000);
        cube.Find("REGION")!.Role.ShouldBe(DimensionRole.Region);
    }

    private static async Task<StatCube> ReadShared(string path)
    {
        await using var file = File.OpenRead(SharedData.Find(path));
        return await PxReader.ReadAsync(file, ReadLimits.Standard, TestContext.Current.CancellationToken);
    }

    internal static Task<StatCube> Read(string px) => Read(Encoding.UTF8.GetBytes(px));

    private static Task<StatCube> Read(byte[] px) => PxReader.ReadAsync(new MemoryStream(px), ReadLimits.Standard, TestContext.Current.CancellationToken);

    private static FigureStatus[] Status(StatCube cube) => [.. cube.Status.Select(s => (FigureStatus)s)];
}
