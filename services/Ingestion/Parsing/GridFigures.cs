using System.Globalization;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>The figures of a grid while its rows are read, and the table that they make.</summary>
internal sealed class GridFigures(ReadLimits limits)
{
    private const byte Nothing = byte.MaxValue;

    private int[] _categories = [];
    private int[] _lines = [];
    private double[] _values = [];
    private byte[] _status = [];
    private int _stubs;
    private int _count;

    /// <summary>Rows begun.</summary>
    public int Rows { get; private set; }

    /// <summary>The category of the last row in one of the columns of categories.</summary>
    public int LastCategory(int stub) => _categories[((Rows - 1) * _stubs) + stub];

    public void BeginRow(ReadOnlySpan<int> categories, int figures, int line)
    {
        _stubs = categories.Length;
        if (_count + figures > limits.Cells)
        {
            throw new SourceFormatException($"row {line}", $"the table has more than the {limits.Cells} cells that are allowed; deliver it in parts");
        }

        Room(ref _categories, (Rows + 1) * _stubs);
        Room(ref _lines, Rows + 1);
        Room(ref _values, _count + figures);
        Room(ref _status, _count + figures);
        categories.CopyTo(_categories.AsSpan(Rows * _stubs));
        _lines[Rows++] = line;
    }

    public void Add(double value, FigureStatus status)
    {
        _values[_count] = value;
        _status[_count++] = (byte)status;
    }

    /// <summary>The table: columns of categories first, then the dimensions of the headings.</summary>
    /// <param name="label">Its title.</param>
    /// <param name="notes">Its footnotes.</param>
    /// <param name="stubs">Categories of the leading columns.</param>
    /// <param name="headings">Categories of the headings.</param>
    /// <param name="columns">For each column of figures, its category in each heading dimension.</param>
    /// <param name="named">Whether the leading columns have headings.</param>
    public StatCube ToCube(string label, List<string> notes, List<GridCategories> stubs, List<GridCategories> headings, int[][] columns, bool named)
    {
        var dimensions = new List<CubeDimension>();
        var sources = new List<int>();
        for (var s = 0; s < stubs.Count; s++)
        {
            var names = s + 1 < stubs.Count && IsNamePair(stubs, s, named) ? NamesOf(stubs, s) : null;
            var code = stubs[s].Code.Length > 0 ? stubs[s].Code : s == 0 ? "region" : string.Create(CultureInfo.InvariantCulture, $"kolumn {s + 1}");
            dimensions.Add(stubs[s].ToDimension(code, CubeShape.Guess(code, code), names));
            sources.Add(s);
            s += names is null ? 0 : 1;
        }

        var heads = dimensions.Count;
        foreach (var heading in headings)
        {
            dimensions.Add(heading.Name switch
            {
                "tid" => heading.ToDimension("Tid", DimensionRole.Time),
                "tabellinnehåll" => heading.ToDimension("ContentsCode", DimensionRole.Contents),
                _ => heading.ToDimension(heading.Name, DimensionRole.Other),
            });
        }

        CubeShape.DemandUnique("list (headings)", [.. dimensions.Select(d => d.Code)]);
        return Fill(label, notes, dimensions, sources, heads, columns);
    }

    private StatCube Fill(string label, List<string> notes, List<CubeDimension> dimensions, List<int> sources, int heads, int[][] columns)
    {
        var cells = CubeShape.Cells(dimensions.Select(d => d.Codes.Count), limits, "categories");
        var values = new double[cells];
        var status = new byte[cells];
        Array.Fill(values, double.NaN);
        Array.Fill(status, Nothing);
        var inner = dimensions.Skip(heads).Aggregate(1, (product, d) => product * d.Codes.Count);
        var offsets = columns.Select(column => column.Select((c, d) => (c, d)).Aggregate(0, (at, p) => (at * dimensions[heads + p.d].Codes.Count) + p.c)).ToArray();
        for (int row = 0, from = 0; row < Rows; row++)
        {
            var at = 0;
            for (var d = 0; d < heads; d++)
            {
                at = (at * dimensions[d].Codes.Count) + _categories[(row * _stubs) + sources[d]];
            }

            foreach (var offset in offsets)
            {
                var cell = (at * inner) + offset;
                if (status[cell] != Nothing)
                {
                    throw new SourceFormatException(
                        string.Create(CultureInfo.InvariantCulture, $"row {_lines[row]}"),
                        "its combination of categories stands in an earlier row already");
                }

                values[cell] = _values[from];
                status[cell] = _status[from++];
            }
        }

        status.AsSpan().Replace(Nothing, (byte)FigureStatus.Missing);
        return new StatCube(label, null, dimensions, values, status, notes);
    }

    /// <summary>
    /// Whether a column holds codes and the next their names: every code has one name. The headings must say so, or, where there are none,
    /// codes must look like codes and the names tell categories apart.
    /// </summary>
    private bool IsNamePair(List<GridCategories> stubs, int code, bool named)
    {
        if (named ? !GridText.IsCodeName(stubs[code].Name) || GridText.IsCodeName(stubs[code + 1].Name)
            : stubs[code + 1].Texts.Count < 2 || stubs[code].Texts.Exists(t => t.Contains(' ', StringComparison.Ordinal)))
        {
            return false;
        }

        var names = new int[stubs[code].Texts.Count];
        Array.Fill(names, -1);
        for (var row = 0; row < Rows; row++)
        {
            var (c, n) = (_categories[(row * _stubs) + code], _categories[(row * _stubs) + code + 1]);
            if (names[c] >= 0 && names[c] != n)
            {
                return false;
            }

            names[c] = n;
        }

        return true;
    }

    private string[] NamesOf(List<GridCategories> stubs, int code)
    {
        var names = new string[stubs[code].Texts.Count];
        for (var row = 0; row < Rows; row++)
        {
            names[_categories[(row * _stubs) + code]] = stubs[code + 1].Texts[_categories[(row * _stubs) + code + 1]];
        }

        return names;
    }

    private static void Room<T>(ref T[] array, int count)
    {
        if (array.Length < count)
        {
            Array.Resize(ref array, (int)Math.Min(Array.MaxLength, Math.Max(count, Math.Max(256, array.Length * 2L))));
        }
    }
}
