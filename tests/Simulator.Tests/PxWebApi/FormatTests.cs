using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Utanforskap.Simulator.Tests.PxWebApi;

public sealed class FormatTests(SmallSimulator small) : IClassFixture<SmallSimulator>
{
    private const string Part = "/api/v2/tables/TAB1/data?valueCodes[Region]=0114R00*&valueCodes[Tid]=2022,2023&valueCodes[ContentsCode]=*&valueCodes[Kon]=1&valueCodes[Alder]=0-19";

    private readonly RunningSimulator _simulator = small.Running;

    [Fact]
    public async Task Csv_has_codes_quoted_texts_and_symbols()
    {
        var (text, contentType) = await Text("csv");

        contentType.ShouldBe("text/csv; charset=iso-8859-1");
        text.Split("\r\n").ShouldBe([
            "\"Region\",\"Kon\",\"Alder\",\"ANTAL 2022\",\"ANTAL 2023\",\"ANDEL 2022\",\"ANDEL 2023\"",
            "\"0114R001\",\"1\",\"0-19\",..,1,3.0,4.0",
            "\"0114R002\",\"1\",\"0-19\",54,55,57.0,58.0",
            "\"0114R001_RegSO2025\",\"1\",\"0-19\",162,163,165.0,166.0",
            "",
        ]);
        (await Text("csv", "UseTexts,SeparatorSemicolon,IncludeTitle")).Text.ShouldStartWith(
            "\"Folkmängden efter region, kön, ålder och år\"\r\n\"region\";\"kön\";\"ålder\";\"antal år 2022\"");
    }

    [Fact]
    public async Task Px_has_its_keywords_codes_and_data()
    {
        var (text, contentType) = await Text("px");

        contentType.ShouldBe("application/octet-stream; charset=iso-8859-1");
        text.ShouldStartWith("CHARSET=\"ANSI\";\r\nAXIS-VERSION=");
        text.ShouldContain("CODES(\"region\")=\"0114R001\",\"0114R002\",\"0114R001_RegSO2025\";");
        text.ShouldContain("TIMEVAL(\"år\")=TLIST(A1),\"2022\",\"2023\";");
        text.ShouldContain("PRECISION(\"tabellinnehåll\",\"andel\")=1;");
        text.ShouldContain("LAST-UPDATED(\"antal\")=\"20240222 ");
        text.ShouldEndWith("DATA=\r\n\"..\" 1 3 4 \r\n54 55 57 58 \r\n162 163 165 166 \r\n;\r\n");
    }

    [Fact]
    public async Task Xlsx_has_the_table_with_figures_as_numbers()
    {
        using var answer = await _simulator.Ask(Part + "&outputFormat=xlsx");
        using var document = SpreadsheetDocument.Open(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), isEditable: false);

        var rows = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>()
            .Select(r => r.Elements<Cell>().Select(c => c.DataType is null ? c.InnerText : $"'{c.InnerText}'").ToList()).ToList();

        rows[0].ShouldBe(["", "", "", "'ANTAL'", "", "'ANDEL'", ""], "a heading stands once over its columns");
        rows[2].ShouldBe(["'0114R001'", "'1'", "'0-19'", "'..'", "1", "3", "4"]);
        rows[3].ShouldBe(["'0114R002'", "'1'", "'0-19'", "54", "55", "57", "58"]);
    }

    [Fact]
    public async Task Json_px_has_a_row_per_combination_and_figures_as_texts()
    {
        var answer = await _simulator.Get(Part + "&outputFormat=json-px");

        answer.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("type").GetString()).ShouldBe(["d", "d", "d", "t", "c", "c"]);
        var first = answer.GetProperty("data")[1];
        first.GetProperty("key").EnumerateArray().Select(k => k.GetString()).ShouldBe(["0114R001", "1", "0-19", "2023"]);
        first.GetProperty("values").EnumerateArray().Select(k => k.GetString()).ShouldBe(["1", "4.0"]);
    }

    [Fact]
    public async Task Html_is_a_table()
    {
        var (text, _) = await Text("html");

        text.ShouldStartWith("<table id=\"TAB1\" >");
        text.ShouldContain("<td>57.0</td>");
    }

    private async Task<(string Text, string ContentType)> Text(string format, string? parameters = null)
    {
        using var answer = await _simulator.Ask($"{Part}&outputFormat={format}{(parameters is null ? "" : "&outputFormatParams=" + parameters)}");
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return (Encoding.Latin1.GetString(bytes), answer.Content.Headers.ContentType!.ToString());
    }
}
