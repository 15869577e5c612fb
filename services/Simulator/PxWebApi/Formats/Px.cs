using System.Globalization;
using System.Text;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>Writes a PC-Axis file with the keywords, order and line breaks of PxWebApi, in one language.</summary>
internal sealed class Px(TextWriter writer, PublishedTable published, Selection selection, DateTimeOffset now)
{
    private const int LineLength = 256;
    private const int RowsPerFlush = 256;

    private readonly Table _table = selection.Table;
    private readonly Paper _paper = new(selection);
    private readonly StringBuilder _head = new();

    /// <summary>Writes all of it.</summary>
    public async Task Write(CancellationToken cancellation)
    {
        WriteTableKeywords();
        foreach (var dimension in selection.Shown)
        {
            WriteTexts("VARIABLECODE", dimension, [dimension.Dimension.Code]);
            WriteTexts("VALUES", dimension, dimension.Categories.Select(c => c.Label));
        }

        WriteTimes();
        foreach (var dimension in selection.Shown)
        {
            WriteTexts("CODES", dimension, dimension.Categories.Select(c => c.Code));
        }

        WriteDimensionKeywords();
        WriteContents();
        WriteNotes();
        WriteSymbols();
        await writer.WriteAsync(_head, cancellation);
        await writer.WriteLineAsync("DATA=");
        var rows = 0;
        foreach (var row in _paper.Rows())
        {
            await writer.WriteLineAsync(string.Concat(row.Figures.Select(Cell)));
            if (++rows % RowsPerFlush == 0)
            {
                await writer.FlushAsync(cancellation);
            }
        }

        await writer.WriteLineAsync(";");
    }

    private static string Cell(Figure figure) => figure.Status == CellStatus.Figure
        ? figure.Value.ToString("0.##########", CultureInfo.InvariantCulture) + " "
        : $"\"{Symbols.Of(figure.Status)}\" ";

    private void WriteTableKeywords()
    {
        Text("CHARSET", writer.Encoding is UTF8Encoding ? "Unicode" : "ANSI");
        Text("AXIS-VERSION", "2013");
        Text("CODEPAGE", writer.Encoding.WebName);
        Text("LANGUAGE", _table.Language);
        Text("CREATION-DATE", SwedishTime.Px(now));
        Plain("DECIMALS", Number(_table.Decimals));
        Plain("SHOWDECIMALS", Number(_table.Decimals));
        Text("MATRIX", _table.Id);
        Plain("AGGREGALLOWED", "NO");
        Plain("COPYRIGHT", _table.Copyright ? "YES" : "NO");
        Plain("OFFICIAL-STATISTICS", _table.Official ? "YES" : "NO");
        Text("SUBJECT-CODE", _table.SubjectCode);
        Text("SUBJECT-AREA", _table.SubjectArea);
        Text("TITLE", Titles.Of(selection));
        Text("CONTENTS", Titles.Subject(_table));
        WriteNames("STUB", _paper.Stub);
        WriteNames("HEADING", _paper.Heading);
        if (Contents() is { } contents)
        {
            Text("CONTVARIABLE", contents.Dimension.Label);
        }
    }

    private void WriteNames(string keyword, IReadOnlyList<SelectedDimension> dimensions)
    {
        if (dimensions.Count > 0)
        {
            WriteList(keyword, dimensions.Select(d => d.Dimension.Label));
        }
    }

    private void WriteTimes()
    {
        foreach (var time in selection.Shown.Where(d => d.Dimension.Role == DimensionRole.Time))
        {
            var unit = TableListing.TimeUnit(time.Categories[0].Code) switch
            {
                "Quarterly" => "Q1",
                "Monthly" => "M1",
                "Weekly" => "W1",
                _ => "A1",
            };
            WriteList($"TIMEVAL(\"{time.Dimension.Label}\")", time.Categories.Select(c => c.Code), first: $"TLIST({unit})");
        }
    }

    private void WriteDimensionKeywords()
    {
        foreach (var dimension in selection.Shown.Select(d => d.Dimension))
        {
            var form = dimension.Show switch { "code" => 0, "code_value" => 2, "value_code" => 3, _ => 1 };
            if (form != 1)
            {
                Plain($"PRESTEXT(\"{dimension.Label}\")", Number(form));
            }
        }

        foreach (var dimension in selection.Shown.Select(d => d.Dimension).Where(d => d.Elimination))
        {
            var total = dimension.EliminationCode is null ? -1 : dimension.IndexOf(dimension.EliminationCode);
            Plain($"ELIMINATION(\"{dimension.Label}\")", total < 0 ? "YES" : Quoted(dimension.Labels[total]));
        }
    }

    private void WriteContents()
    {
        if (Contents() is not { Dimension.Units.Count: > 0 } contents)
        {
            return;
        }

        var units = contents.Categories.Select(c => (c.Label, Unit: contents.Dimension.Units[c.Places[0]])).ToList();
        foreach (var (label, unit) in units.Where(u => u.Unit.Decimals != 0))
        {
            Plain($"PRECISION({Quoted(contents.Dimension.Label)},{Quoted(label)})", Number(unit.Decimals));
        }

        Text("UNITS", units[0].Unit.Name);
        foreach (var (label, unit) in units)
        {
            Text($"LAST-UPDATED({Quoted(label)})", SwedishTime.Px(published.Updated));
            Text($"STOCKFA({Quoted(label)})", unit.MeasuringType == "Other" ? "X" : unit.MeasuringType[..1]);
            if (unit.ReferencePeriod is { } period)
            {
                Text($"REFPERIOD({Quoted(label)})", period);
            }

            Text($"UNITS({Quoted(label)})", unit.Name);
        }
    }

    private void WriteNotes()
    {
        Text("SOURCE", _table.Source);
        if (_table.InfoFile is { } infoFile)
        {
            Text("INFOFILE", infoFile);
        }

        WriteNote(_table.NotesMandatory, "", _table.Notes);
        foreach (var dimension in selection.Shown.Select(d => d.Dimension))
        {
            WriteNote(dimension.NotesMandatory, $"({Quoted(dimension.Label)})", dimension.Notes);
        }
    }

    private void WriteNote(bool mandatory, string of, IReadOnlyList<string> notes)
    {
        if (notes.Count > 0)
        {
            Text((mandatory ? "NOTEX" : "NOTE") + of, string.Join("##", notes));
        }
    }

    private void WriteSymbols()
    {
        Text("DATASYMBOL1", ".");
        Text("DATASYMBOL2", "..");
        Text("DATASYMBOL3", "...");
        Text("DATASYMBOLNIL", "-");
        if (_table.NextUpdate is { } next)
        {
            Text("NEXT-UPDATE", SwedishTime.Px(next));
        }

        Text("TABLEID", _table.Id);
        foreach (var dimension in selection.Shown.Select(d => d.Dimension).Where(d => d.Role != DimensionRole.Contents))
        {
            Text($"VARIABLE-TYPE({Quoted(dimension.Label)})", dimension.Role == DimensionRole.Time ? "T" : "V");
        }
    }

    private SelectedDimension? Contents() => selection.Shown.FirstOrDefault(d => d.Dimension.Role == DimensionRole.Contents);

    private void WriteTexts(string keyword, SelectedDimension dimension, IEnumerable<string> texts) =>
        WriteList($"{keyword}({Quoted(dimension.Dimension.Label)})", texts);

    /// <summary>A keyword with several texts; a line is broken between texts before it grows beyond its length.</summary>
    private void WriteList(string keyword, IEnumerable<string> texts, string? first = null)
    {
        _head.Append($"{keyword}={first}");
        var (length, isFirst) = (keyword.Length + 1 + (first?.Length ?? 0), first is null);
        foreach (var text in texts)
        {
            if (!isFirst)
            {
                _head.Append(',');
                length++;
            }

            if (length + text.Length + 3 > LineLength)
            {
                _head.Append(writer.NewLine);
                length = 0;
            }

            _head.Append(Quoted(text));
            length += text.Length + 2;
            isFirst = false;
        }

        _head.Append(';').Append(writer.NewLine);
    }

    /// <summary>A keyword with one text, which stands in quoted pieces on lines of their own where it is long.</summary>
    private void Text(string keyword, string text)
    {
        var safe = text.Replace("\"", "'", StringComparison.Ordinal).ReplaceLineEndings("#");
        Plain(keyword, string.Join(writer.NewLine, safe.Length == 0
            ? ["\"\""]
            : safe.Chunk(LineLength).Select(piece => $"\"{new string(piece)}\"")));
    }

    private void Plain(string keyword, string value) => _head.Append($"{keyword}={value};{writer.NewLine}");

    private static string Quoted(string text) => $"\"{text.Replace("\"", "'", StringComparison.Ordinal)}\"";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
