using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Tests.Parsing;

public sealed class XlsxTableReaderTests
{
    [Fact]
    public async Task A_plain_heading_row_is_read()
    {
        var cube = await Read(Workbook(["regionkod", "regionnamn", 2022, 2023], [114, "Upplands Väsby", 1, 2.5], [1080, "Karlskrona ", "..", 4]));

        cube.Dimensions[0].Codes.ShouldBe(["0114", "1080"], "spreadsheets drop leading zeros");
        cube.Dimensions[0].Labels.ShouldBe(["Upplands Väsby", "Karlskrona"]);
        cube.Values.ShouldBe([1, 2.5, double.NaN, 4]);
    }

    [Fact]
    public async Task Pxwebs_layout_has_several_heading_rows_codes_beside_names_and_outer_categories_once()
    {
        var cube = await Read(Workbook(
            ["Folkmängd efter region, kön och år"],
            [],
            [null, null, null, null, "Antal", null, "Andel", null],
            [null, null, null, null, "2022", "2023", "2022", "2023"],
            ["0114R001", "Bollstanäs", "1", "män", 1, 2, 3, 4],
            [null, null, "2", "kvinnor", 5, 6, 7, 8],
            ["0114R002", "Vaxmyra", "1", "män", 9, 10, 11, 12],
            [null, null, "2", "kvinnor", 13, 14, 15, ".."],
            [],
            ["Senaste uppdatering:"],
            ["20250131 08:00"]));

        cube.Label.ShouldBe("Folkmängd efter region, kön och år");
        cube.Dimensions.Select(d => d.Role).ShouldBe([DimensionRole.Region, DimensionRole.Other, DimensionRole.Contents, DimensionRole.Time]);
        cube.Dimensions[0].Codes.ShouldBe(["0114R001", "0114R002"]);
        cube.Dimensions[0].Labels.ShouldBe(["Bollstanäs", "Vaxmyra"]);
        cube.Dimensions[1].Labels.ShouldBe(["män", "kvinnor"]);
        cube.Dimensions[2].Codes.ShouldBe(["Antal", "Andel"]);
        cube.Values.ShouldBe([.. Enumerable.Range(1, 15).Select(i => (double)i), double.NaN]);
        cube.Notes.ShouldBe(["Senaste uppdatering:", "20250131 08:00"]);
    }

    [Fact]
    public async Task The_first_sheet_with_cells_is_the_table()
    {
        var cube = await Read(Workbook([[], []], [["region", "2022"], ["A", 1]]));

        cube.Values.ShouldBe([1]);
    }

    [Fact]
    public async Task A_zip_bomb_is_stopped_before_it_unpacks()
    {
        var bomb = Zip([("[Content_Types].xml", new byte[50 << 20])]);
        bomb.Length.ShouldBeLessThan(100_000);

        (await Refused(bomb)).ShouldContain("times its size");
        (await Refused(Zip([("a", RandomBytes(20_000)), ("b", RandomBytes(20_000))]), new ReadLimits { ZipExpandedBytes = 30_000, Bytes = 100_000 })).ShouldContain("are allowed");
        (await Refused(Zip([.. Enumerable.Range(0, 20).Select(i => ($"{i}", RandomBytes(1)))]), new ReadLimits { ZipEntries = 10 })).ShouldContain("20 entries");
    }

    [Fact]
    public async Task What_is_no_workbook_is_refused()
    {
        (await Refused(Zip([("hej.txt", "hej"u8.ToArray())]))).ShouldContain("not a readable xlsx");
        (await Refused(Workbook(["region", "2022"], ["A", 1])[..400])).ShouldContain("not a readable xlsx");
        (await Refused(Workbook([], []))).ShouldContain("no sheet has any cells");
        (await Refused(Workbook(["region", "2022"], ["A", "ett"]))).ShouldContain("row 2, column 2: 'ett'");
    }

    [Fact]
    public async Task A_formula_that_went_wrong_is_no_figure()
    {
        var cube = await Read(Workbook(["region", "2022", "2023"], ["A", false, 1]));

        cube.Values.ShouldBe([double.NaN, 1], "an error value reads as blank, and blank is missing, never zero");
    }

    /// <summary>A workbook of one sheet; false stands for a formula that went wrong.</summary>
    internal static byte[] Workbook(params object?[][] rows) => Workbook(sheets: [rows]);

    private static byte[] Workbook(params object?[][][] sheets)
    {
        const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        var numbers = Enumerable.Range(1, sheets.Length).ToList();
        var entries = new List<(string, byte[])>
        {
            ("[Content_Types].xml", Utf8("""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>""")),
            ("_rels/.rels", Utf8($"""<Relationships xmlns="{Package}"><Relationship Id="r1" Type="{Relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>""")),
            ("xl/workbook.xml", Utf8($"""<workbook xmlns="{Main}" xmlns:r="{Relationships}"><sheets>{string.Concat(numbers.Select(n => $"""<sheet name="Blad{n}" sheetId="{n}" r:id="r{n}"/>"""))}</sheets></workbook>""")),
            ("xl/_rels/workbook.xml.rels", Utf8($"""<Relationships xmlns="{Package}">{string.Concat(numbers.Select(n => $"""<Relationship Id="r{n}" Type="{Relationships}/worksheet" Target="worksheets/sheet{n}.xml"/>"""))}</Relationships>""")),
        };
        foreach (var (rows, n) in sheets.Zip(numbers))
        {
            var xml = new StringBuilder($"""<worksheet xmlns="{Main}"><sheetData>""");
            for (var r = 0; r < rows.Length; r++)
            {
                xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{r + 1}\">");
                for (var c = 0; c < rows[r].Length; c++)
                {
                    var at = $"{(char)('A' + c)}{r + 1}";
                    xml.Append(rows[r][c] switch
                    {
                        null => "",
                        bool => $"<c r=\"{at}\" t=\"e\"><v>#DIV/0!</v></c>",
                        string text => $"<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>",
                        var number => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{at}\"><v>{number}</v></c>"),
                    });
                }

                xml.Append("</row>");
            }

            entries.Add(($"xl/worksheets/sheet{n}.xml", Utf8(xml.Append("</sheetData></worksheet>").ToString())));
        }

        return Zip(entries);
    }

    internal static byte[] Zip(List<(string Name, byte[] Content)> entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static Task<StatCube> Read(byte[] workbook) =>
        FormatReader.ReadAsync(new MemoryStream(workbook), "tabell.xlsx", ReadLimits.Standard, TestContext.Current.CancellationToken);

    private static async Task<string> Refused(byte[] workbook, ReadLimits? limits = null) =>
        (await Should.ThrowAsync<SourceFormatException>(() =>
            XlsxTableReader.ReadAsync(new MemoryStream(workbook), limits ?? ReadLimits.Standard, TestContext.Current.CancellationToken))).Message;
}
