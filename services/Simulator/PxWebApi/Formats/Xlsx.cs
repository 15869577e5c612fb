using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>
/// Writes a workbook with one sheet, laid out as PxWebApi's: heading above, stub to the left (its texts not repeated), figures, then footnotes
/// and where the table comes from.
/// </summary>
internal sealed class Xlsx(PublishedTable published, Selection selection, FormatOptions options)
{
    private const int FirstStyleOfDecimals = 1;
    private const int MostDecimals = 6;

    private readonly Paper _paper = new(selection);
    private uint _row;

    /// <summary>Writes a selection. The package needs a seekable stream.</summary>
    public void Write(Stream stream)
    {
        using var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook);
        var workbook = document.AddWorkbookPart();
        workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
        var sheet = workbook.AddNewPart<WorksheetPart>();
        using (var writer = OpenXmlWriter.Create(sheet))
        {
            writer.WriteStartElement(new Worksheet());
            writer.WriteStartElement(new SheetData());
            WriteRows(writer);
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        workbook.Workbook = new Workbook(new Sheets(new Sheet { Name = selection.Table.Id, SheetId = 1, Id = workbook.GetIdOfPart(sheet) }));
    }

    private static Cell Text(string text) => text.Length == 0
        ? new Cell()
        : new Cell(new InlineString(new Text(text))) { DataType = CellValues.InlineString };

    private static Cell Number(Figure figure) => new(new CellValue(figure.Value.ToString("R", CultureInfo.InvariantCulture)))
    {
        StyleIndex = (uint)(FirstStyleOfDecimals + Math.Min(figure.Decimals, MostDecimals)),
    };

    /// <summary>One cell format per number of decimals, after the general one.</summary>
    private static Stylesheet Styles()
    {
        const uint firstOwnFormat = 164;
        var decimals = Enumerable.Range(0, MostDecimals + 1).ToList();
        return new Stylesheet(
            new NumberingFormats(decimals.Select(d => new NumberingFormat
            {
                NumberFormatId = firstOwnFormat + (uint)d,
                FormatCode = d == 0 ? "0" : "0." + new string('0', d),
            })),
            new Fonts(new Font()),
            new Fills(new Fill(), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
            new Borders(new Border()),
            new CellStyleFormats(new CellFormat()),
            new CellFormats([
                new CellFormat(),
                .. decimals.Select(d => new CellFormat { NumberFormatId = firstOwnFormat + (uint)d, ApplyNumberFormat = true }),
            ]));
    }

    private void WriteRows(OpenXmlWriter writer)
    {
        if (options.IncludeTitle)
        {
            WriteRow(writer, [Text(Titles.Of(selection))]);
            WriteRow(writer, []);
        }

        for (var (d, span) = (0, _paper.Columns.Count); d < _paper.Heading.Count; d++)
        {
            span /= _paper.Heading[d].Categories.Count;
            WriteRow(writer, [
                .. _paper.Stub.Select(_ => Text("")),
                .. _paper.Columns.Select((c, i) => Text(i % span == 0 ? options.Name(c[d]) : "")),
            ]);
        }

        IReadOnlyList<Category> before = [];
        foreach (var row in _paper.Rows().Where(r => !(options.ExcludeEmptyRows && r.IsEmpty)))
        {
            var same = row.Stub.Zip(before).TakeWhile(p => p.First == p.Second).Count();
            WriteRow(writer, [
                .. row.Stub.Select((c, i) => Text(i < same ? "" : options.Name(c))),
                .. row.Figures.Select(f => f.Status == CellStatus.Figure ? Number(f) : Text(f.ToString())),
            ]);
            before = row.Stub;
        }

        WriteAbout(writer);
    }

    private void WriteAbout(OpenXmlWriter writer)
    {
        var table = selection.Table;
        string[] lines =
        [
            "", .. table.Notes, "",
            .. selection.Shown.SelectMany(d => d.Dimension.Notes.SelectMany<string, string>(n => [d.Dimension.Label + ":", n, ""])),
            "Senaste uppdatering:", SwedishTime.Px(published.Updated), "",
            "Källa:", table.Source, "",
            .. selection.Shown.SelectMany(d => d.Dimension.Units.Count == 0 ? [] : d.Categories.SelectMany<Category, string>(
                c => ["Enhet:", $"{c.Label}: {d.Dimension.Units[c.Places[0]].Name}", ""])),
            "Intern referenskod:", table.Id,
        ];
        foreach (var line in lines)
        {
            WriteRow(writer, line.Length == 0 ? [] : [Text(line)]);
        }
    }

    private void WriteRow(OpenXmlWriter writer, IReadOnlyList<Cell> cells)
    {
        writer.WriteStartElement(new Row { RowIndex = ++_row });
        foreach (var cell in cells)
        {
            writer.WriteElement(cell);
        }

        writer.WriteEndElement();
    }
}
