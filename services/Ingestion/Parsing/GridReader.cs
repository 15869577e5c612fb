using System.Globalization;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>
/// Makes a table of rows of text as people download and deliver them: a title perhaps, one heading row (or several, in PxWeb's layout for
/// spreadsheets), columns of categories, columns of figures (one for each combination of contents and period, or a single one), footnotes below.
/// </summary>
internal sealed class GridReader(IGridRows rows, bool commaIsDecimal, ReadLimits limits)
{
    private readonly List<string> _notes = [];
    private readonly GridFigures _figures = new(limits);
    private readonly List<(int Line, string[] Row)> _pending = [];
    private string _label = "";
    private List<GridCategories> _stubs = [];
    private List<GridCategories> _headings = [];
    private int[][] _columns = [];
    private bool _named;

    public async Task<StatCube> ReadAsync(CancellationToken stop)
    {
        var row = await SkipTitleAsync(stop);
        row = row[0].Trim().Length > 0 ? await ReadNamedHeadAsync(row, stop) : await ReadUnnamedHeadAsync(row, stop);
        for (; row is not null; row = await rows.NextAsync(stop))
        {
            stop.ThrowIfCancellationRequested();
            TakeRow(row, rows.Line);
        }

        _notes.AddRange(_pending.Select(p => string.Join(' ', p.Row.Select(c => c.Trim()).Where(c => c.Length > 0))).Where(n => n.Length > 0));
        if (_figures.Rows == 0)
        {
            throw new SourceFormatException($"row {rows.Line}", "there are no rows with figures below the headings");
        }

        return _figures.ToCube(_label, _notes, _stubs, _headings, _columns, _named);
    }

    private async ValueTask<string[]> SkipTitleAsync(CancellationToken stop)
    {
        while (await rows.NextAsync(stop) is { } row)
        {
            if (row.Skip(1).Any(c => c.Trim().Length > 0))
            {
                return row;
            }

            // Spreadsheet programs may write the separator above the table.
            if (row.Length == 0 || row[0].Trim() is not { Length: > 0 } text || text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (_label.Length == 0)
            {
                _label = text;
            }
            else
            {
                _notes.Add(text);
            }
        }

        throw new SourceFormatException($"row {rows.Line}", "there is no row of headings with at least two columns; the separator must be a comma, semicolon or tab");
    }

    /// <summary>One heading row that names every column of categories.</summary>
    private async ValueTask<string[]?> ReadNamedHeadAsync(string[] head, CancellationToken stop)
    {
        _named = true;
        head = head[..(Array.FindLastIndex(head, c => c.Trim().Length > 0) + 1)];
        var first = Array.FindIndex(head, c => GridText.SplitHeading(c) is not null);
        var line = rows.Line;
        var sample = new List<(int Line, string[] Row)>();
        if (first < 0)
        {
            while (sample.Count < 200 && await rows.NextAsync(stop) is { } row)
            {
                sample.Add((rows.Line, row));
            }

            first = FirstFigures(head, sample);
        }

        if (first <= 0 || first >= head.Length)
        {
            throw new SourceFormatException($"row {line}", "no column of figures follows the columns of categories");
        }

        var codesAndTexts = head[..first].All(name => GridText.CodeAndText(name.Trim()) is { } both && !both.Code.Contains(' ', StringComparison.Ordinal));
        _stubs = [.. head[..first].Select(name => new GridCategories(name.Trim(), codesAndTexts))];
        UseHeadings(head[first..], line, codesAndTexts);
        foreach (var (at, row) in sample)
        {
            TakeRow(row, at);
        }

        return await rows.NextAsync(stop);
    }

    /// <summary>The column after the last that must be categories, by its name or because it holds other than figures.</summary>
    private int FirstFigures(string[] head, List<(int Line, string[] Row)> sample)
    {
        var value = Array.FindIndex(head, GridText.IsValueName);
        if (value == head.Length - 1)
        {
            return value;
        }

        for (var c = head.Length - 1; c >= 0; c--)
        {
            if (GridText.IsDimensionName(head[c])
                || sample.Any(s => c < s.Row.Length && GridText.Figure(s.Row[c], commaIsDecimal) is null && s.Row.Length >= head.Length))
            {
                return c + 1;
            }
        }

        return 0;
    }

    private void UseHeadings(string[] headings, int line, bool codesAndTexts)
    {
        var contents = new GridCategories("tabellinnehåll", codesAndTexts);
        var periods = new GridCategories("tid");
        var split = headings.Select(GridText.SplitHeading).ToArray();
        if (split.Any(s => s is null) && split.Any(s => s is not null))
        {
            var odd = Array.FindIndex(split, s => s is null);
            throw new SourceFormatException($"row {line}", $"the heading '{CubeShape.Excerpt(headings[odd])}' stands among headings with a period, but has none");
        }

        var hasContents = split[0] is null ? headings is not [var only] || !GridText.IsValueName(only) : split.Any(s => s!.Value.Contents.Length > 0);
        _columns = [.. headings.Select((heading, i) => (int[])
        [
            .. hasContents ? new[] { contents.Add(split[i]?.Contents ?? heading.Trim()) } : [],
            .. split[i] is { } at ? new[] { periods.Add(at.Period) } : [],
        ])];
        _headings = [.. hasContents ? new[] { contents } : [], .. split[0] is null ? [] : new[] { periods }];
        DemandDifferentColumns(headings, line);
    }

    /// <summary>PxWeb's spreadsheet layout: heading rows that begin blank, one for each variable, and category columns without names.</summary>
    private async ValueTask<string[]?> ReadUnnamedHeadAsync(string[] first, CancellationToken stop)
    {
        var heads = new List<string[]> { first };
        var next = await rows.NextAsync(stop);
        for (; next is not null && next.Length > 0 && next[0].Trim().Length == 0; next = await rows.NextAsync(stop))
        {
            heads.Add(next);
            if (heads.Count > limits.Dimensions)
            {
                throw new SourceFormatException($"row {rows.Line}", "there are too many heading rows");
            }
        }

        var line = rows.Line;
        var start = Array.FindIndex(heads[^1], c => c.Trim().Length > 0);
        var names = new string[Math.Max(start, 1)];
        Array.Fill(names, "");
        if (next is not null && heads.Count > 0 && IsHeadOfPeriods(next, heads, start))
        {
            names = [.. next[..start].Select(c => c.Trim())];
            heads.Add(next);
            next = await rows.NextAsync(stop);
            _named = true;
        }

        var width = heads.Max(h => Array.FindLastIndex(h, c => c.Trim().Length > 0)) + 1;
        _stubs = [.. names.Select(name => new GridCategories(name))];
        _columns = [.. Enumerable.Range(0, width - start).Select(_ => new int[heads.Count])];
        for (var h = 0; h < heads.Count; h++)
        {
            var filled = FillRight(heads[h], start, width);
            var isTime = filled.All(GridText.IsPeriod);
            var categories = new GridCategories(isTime ? "tid" : h == 0 ? "tabellinnehåll" : $"rubrik {h + 1}");
            for (var c = 0; c < filled.Length; c++)
            {
                _columns[c][h] = categories.Add(filled[c]);
            }

            _headings.Add(categories);
        }

        DemandDifferentColumns(heads[^1][start..], line);
        return next;
    }

    /// <summary>Whether a row that begins with text is one more heading row: its cells are periods, and none of the rows above has any.</summary>
    private static bool IsHeadOfPeriods(string[] row, List<string[]> heads, int start) =>
        start > 0
        && row.Length > start
        && row[start..].All(c => c.Trim().Length == 0 || GridText.IsPeriod(c))
        && !heads.Any(h => h.Any(GridText.IsPeriod));

    private static string[] FillRight(string[] row, int start, int width)
    {
        var filled = new string[width - start];
        var last = "";
        for (var c = start; c < width; c++)
        {
            last = c < row.Length && row[c].Trim() is { Length: > 0 } text ? text : last;
            filled[c - start] = last;
        }

        return filled;
    }

    private void DemandDifferentColumns(string[] headings, int line)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var c = 0; c < _columns.Length; c++)
        {
            if (!seen.Add(string.Join(' ', _columns[c])))
            {
                throw new SourceFormatException($"row {line}", $"the heading '{CubeShape.Excerpt(c < headings.Length ? headings[c] : "")}' stands twice");
            }
        }
    }

    private void TakeRow(string[] row, int line)
    {
        var stubs = _stubs.Count;
        if (row.Length <= stubs || IsBlank(row.AsSpan(stubs)) || (_pending.Count > 0 && !HasFigure(row.AsSpan(stubs))))
        {
            _pending.Add((line, row));
            return;
        }

        if (row.Length < stubs + _columns.Length || !IsBlank(row.AsSpan(stubs + _columns.Length)))
        {
            throw new SourceFormatException(
                string.Create(CultureInfo.InvariantCulture, $"row {line}"),
                $"it has {row.Length} columns where the headings have {stubs + _columns.Length}; the file may have been cut, or a text holds the separator without quotes");
        }

        // Rows without any figure are footnotes if nothing follows, and areas without figures if something does.
        foreach (var (at, waiting) in _pending)
        {
            if (waiting.Any(c => c.Trim().Length > 0))
            {
                AddRow(waiting, at);
            }
        }

        _pending.Clear();
        AddRow(row, line);
    }

    private void AddRow(string[] row, int line)
    {
        Span<int> categories = stackalloc int[_stubs.Count];
        var repeats = !_named && _figures.Rows > 0;
        for (var s = 0; s < categories.Length; s++)
        {
            var text = s < row.Length ? row[s].Trim() : "";
            repeats &= text.Length == 0 && s < categories.Length - 1;

            // PxWeb's spreadsheets write an outer category only where it changes.
            categories[s] = text.Length > 0 ? _stubs[s].Add(text)
                : repeats ? _figures.LastCategory(s)
                : throw new SourceFormatException($"row {line}, column {s + 1}", "a category is missing");
        }

        if (_stubs.Sum(c => (long)c.Texts.Count) > limits.Categories)
        {
            throw new SourceFormatException($"row {line}", "the table has more categories than are allowed");
        }

        _figures.BeginRow(categories, _columns.Length, line);
        for (var c = 0; c < _columns.Length; c++)
        {
            var text = _stubs.Count + c < row.Length ? row[_stubs.Count + c] : "";
            var figure = GridText.Figure(text, commaIsDecimal)
                ?? throw new SourceFormatException(
                    $"row {line}, column {_stubs.Count + c + 1}",
                    $"'{CubeShape.Excerpt(text)}' is neither a number nor one of the symbols '-' and '.' to '......'");
            _figures.Add(figure.Value, figure.Status);
        }
    }

    private bool HasFigure(ReadOnlySpan<string> cells)
    {
        foreach (var cell in cells)
        {
            if (cell.Trim().Length > 0 && GridText.Figure(cell, commaIsDecimal) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBlank(ReadOnlySpan<string> cells)
    {
        foreach (var cell in cells)
        {
            if (!string.IsNullOrWhiteSpace(cell))
            {
                return false;
            }
        }

        return true;
    }
}
