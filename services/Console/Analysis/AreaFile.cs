using System.Globalization;
using System.IO.Compression;
using CsvHelper;

namespace Utanforskap.Console.Analysis;

/// <summary>
/// A csv file of areas × columns: a header line, then one line per area. UTF-8 with or without a byte order mark, comma, semicolon or tab (whichever
/// the header holds most of), also packed with gzip (<c>.gz</c>). Whatever is wrong is told with file, line, column and area.
/// </summary>
internal sealed class AreaFile
{
    /// <summary>What stands for a missing figure unless a definition says otherwise.</summary>
    private static readonly string[] UsualMissing = ["", ".", "..", "NA", "N/A", "NaN", "null"];
    private const int LongestQuote = 60;
    private readonly Dictionary<string, string[]> _columns;
    private readonly int[] _lines;

    private AreaFile(string path, string key, string[] areas, int[] lines, Dictionary<string, string[]> columns) =>
        (Path, Key, Areas, _lines, _columns) = (path, key, areas, lines, columns);

    public string Path { get; }

    /// <summary>The name of the column that holds the areas' codes.</summary>
    public string Key { get; }

    /// <summary>The codes, in the file's order; each once.</summary>
    public IReadOnlyList<string> Areas { get; }

    /// <summary>The columns that were read, in the file's order.</summary>
    public IReadOnlyCollection<string> Columns => _columns.Keys;

    public bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="key">The column of the areas' codes; null for the first.</param>
    /// <param name="wanted">Which columns to keep; null for all. A wanted one that is not there is an error …</param>
    /// <param name="all">… unless not all have to be there.</param>
    public static AreaFile Read(string path, string? key = null, IReadOnlyCollection<string>? wanted = null, bool all = true)
    {
        if (!File.Exists(path))
        {
            throw new UtanException($"there is no file {path}.");
        }

        var malformed = new List<CsvMalformedRecord>();
        try
        {
            using var csv = CsvReader.Create(
                Open(path),
                new CsvReaderOptions { TrimWhitespace = true, TrackLineNumbers = true, SkipEmptyLines = true, FieldCountMismatch = CsvFieldCountHandling.Allow, OnMalformedRecord = malformed.Add });
            return Read(path, csv, key, wanted, all, malformed);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException or CsvFormatException or System.Text.DecoderFallbackException)
        {
            throw new UtanException($"{path} cannot be read: {unreadable.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>The names of a file's columns.</summary>
    public static IReadOnlyList<string> Header(string path)
    {
        if (!File.Exists(path))
        {
            throw new UtanException($"there is no file {path}.");
        }

        using var csv = CsvReader.Create(Open(path), new CsvReaderOptions { TrimWhitespace = true });
        csv.ReadHeader();
        return [.. csv.Headers];
    }

    /// <summary>A column of texts; empty where the file has nothing.</summary>
    public IReadOnlyList<string> Texts(string column) => _columns[column];

    /// <summary>A column of numbers; NaN where one is missing.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="missing">What stands for a missing figure beside the usual (nothing, <c>.</c>, <c>..</c>, <c>NA</c>, <c>N/A</c>, <c>NaN</c>, <c>null</c>); numbers are compared as numbers.</param>
    /// <param name="thousands">What separates thousands, if anything.</param>
    /// <param name="suffix">What may stand after a figure, such as <c>%</c>, if anything.</param>
    public double[] Numbers(string column, IReadOnlyCollection<string>? missing = null, char? thousands = null, string? suffix = null)
    {
        var texts = _columns[column];
        var numbers = new double[texts.Length];
        var codes = (missing ?? []).Select(code => Parse(code, null)).OfType<double>().ToArray();
        for (var i = 0; i < texts.Length; i++)
        {
            var text = texts[i];
            if (Parse(suffix is null || !text.EndsWith(suffix, StringComparison.Ordinal) ? text : text[..^suffix.Length], thousands) is { } number)
            {
                numbers[i] = Array.IndexOf(codes, number) < 0 ? number : double.NaN;
            }
            else if (Array.IndexOf(UsualMissing, text) >= 0 || missing?.Contains(text) == true)
            {
                numbers[i] = double.NaN;
            }
            else
            {
                throw new UtanException($"{Path} line {_lines[i]}, column {column}, area {Areas[i]}: \"{Short(text)}\" is not a number. Write numbers with a decimal point and leave missing ones empty.");
            }
        }

        return numbers;
    }

    /// <summary>Where an area stands, for messages about it.</summary>
    public string PlaceOf(int area) => $"{Path} line {_lines[area]}, area {Areas[area]}";

    private static AreaFile Read(string path, CsvReader csv, string? key, IReadOnlyCollection<string>? wanted, bool all, List<CsvMalformedRecord> malformed)
    {
        csv.ReadHeader();
        var header = csv.Headers.ToArray();
        if (header.Length == 0)
        {
            throw new UtanException($"{path} is empty: it needs a line of column names and a line per area.");
        }

        Array.ForEach(header, name => Readable(name, path, 1));
        if (header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(name => name.Count() > 1) is { } twice)
        {
            throw new UtanException($"{path} line 1: the column \"{twice.Key}\" stands there {twice.Count()} times.");
        }

        key ??= header[0];
        foreach (var name in (all ? wanted ?? [] : []).Prepend(key).Where(name => !header.Contains(name, StringComparer.Ordinal)))
        {
            throw new UtanException($"{path} line 1: there is no column \"{name}\"; it has {string.Join(", ", header)}.");
        }

        var keep = header.Select((name, place) => (name, place)).Where(column => wanted is null || wanted.Contains(column.name)).ToArray();
        var columns = keep.Select(_ => new List<string>()).ToArray();
        var areas = new List<string>();
        var lines = new List<int>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var keyAt = Array.IndexOf(header, key);
        while (csv.Read())
        {
            var line = (int)csv.LineNumber;
            if (csv.FieldCount != header.Length)
            {
                throw new UtanException($"{path} line {line}: {csv.FieldCount} fields, but the first line names {header.Length} columns.");
            }

            var area = Readable(csv.GetString(keyAt), path, line);
            if (area.Length == 0)
            {
                throw new UtanException($"{path} line {line}: the area's code (column {key}) is empty.");
            }

            if (!known.TryAdd(area, line))
            {
                throw new UtanException($"{path} line {line}: area {area} stands on line {known[area]} already.");
            }

            areas.Add(area);
            lines.Add(line);
            for (var i = 0; i < keep.Length; i++)
            {
                columns[i].Add(Readable(csv.GetString(keep[i].place), path, line));
            }
        }

        foreach (var bad in malformed.Where(record => record.Reason != CsvMalformedReason.FieldCountMismatch))
        {
            throw new UtanException($"{path} line {bad.LineNumber}: a quotation mark stands where none may, or is missing.");
        }

        if (areas.Count == 0)
        {
            throw new UtanException($"{path} has no areas: after the column names there is nothing.");
        }

        var texts = keep.Select((column, i) => KeyValuePair.Create(column.name, columns[i].ToArray()));
        return new AreaFile(path, key, [.. areas], [.. lines], new Dictionary<string, string[]>(texts, StringComparer.Ordinal));
    }

    /// <summary>The text, unless the reader has put the mark of undecodable bytes into it: a code or a county with another name would belong to nothing.</summary>
    private static string Readable(string text, string path, int line) =>
        text.Contains('\uFFFD') ? throw new UtanException($"{path} line {line}: \"{Short(text)}\" is not written in UTF-8. Save the file as UTF-8.") : text;

    /// <summary>As much of a text as a message can hold.</summary>
    private static string Short(string text) => text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}…";

    private static double? Parse(string text, char? thousands) =>
        double.TryParse(thousands is { } separator ? Without(text, separator) : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>The text without a mark; a blank stands for all sorts of blanks, which look alike.</summary>
    private static string Without(string text, char mark) => string.Concat(text.Where(letter => letter != mark && !(mark == ' ' && char.IsWhiteSpace(letter))));

    private static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
