using System.Text;
using System.Text.RegularExpressions;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>The formats that a table may come in.</summary>
public enum SourceFormat
{
    /// <summary>JSON-stat 2.</summary>
    JsonStat2,

    /// <summary>PX, of PC-Axis and PxWeb.</summary>
    Px,

    /// <summary>Separated by commas, semicolons or tabs.</summary>
    Csv,

    /// <summary>A workbook.</summary>
    Xlsx,
}

/// <summary>Reads a table in whatever format it came.</summary>
public static partial class FormatReader
{
    private const int SampleBytes = 4096;

    /// <summary>Reads a body whose own bytes say what it is. A name that says something else is an error: somebody delivered the wrong file.</summary>
    /// <param name="stream">The body; read once, from its start.</param>
    /// <param name="nameOrContentType">File name, path or content type, as far as known.</param>
    /// <param name="limits">How much it may ask for.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="SourceFormatException">It is not a complete, consistent table of a known format, or larger than the limits.</exception>
    public static async Task<StatCube> ReadAsync(Stream stream, string? nameOrContentType, ReadLimits limits, CancellationToken stop)
    {
        var (start, whole) = await LeadingBytes.PeekAsync(stream, SampleBytes, stop);
        var format = Sniff(start.Span);
        if (Claimed(nameOrContentType) is { } claimed && claimed != format)
        {
            throw new SourceFormatException("beginning", $"the body is said to be {Name(claimed)} ({CubeShape.Excerpt(nameOrContentType!)}), but looks like {Name(format)}");
        }

        return await ReadAsync(whole, format, limits, stop);
    }

    /// <summary>Reads a body of a known format.</summary>
    /// <exception cref="SourceFormatException">As of the other.</exception>
    public static Task<StatCube> ReadAsync(Stream stream, SourceFormat format, ReadLimits limits, CancellationToken stop) => format switch
    {
        SourceFormat.JsonStat2 => JsonStat2Reader.ReadAsync(stream, limits, stop),
        SourceFormat.Px => PxReader.ReadAsync(stream, limits, stop),
        SourceFormat.Xlsx => XlsxTableReader.ReadAsync(stream, limits, stop),
        _ => CsvTableReader.ReadAsync(stream, limits, stop),
    };

    /// <summary>The format that the first bytes show.</summary>
    /// <exception cref="SourceFormatException">They show something that is no table.</exception>
    internal static SourceFormat Sniff(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
        {
            throw new SourceFormatException("byte 0", "the body is empty", new EndOfStreamException("Nothing came."));
        }

        if (start.StartsWith("PK\u0003\u0004"u8))
        {
            return SourceFormat.Xlsx;
        }

        if (start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            throw new SourceFormatException("byte 0", "this is a workbook in the old .xls format; save it as .xlsx or csv");
        }

        var text = Encoding.Latin1.GetString(start).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\r', '\n', '\t');
        return text switch
        {
            ['{', ..] => SourceFormat.JsonStat2,
            ['<', ..] => throw new SourceFormatException("byte 0", "this is a web page or XML, not a table; the address may lead to a message for people"),
            ['%', 'P', 'D', 'F', ..] => throw new SourceFormatException("byte 0", "this is a PDF; deliver the table as csv, xlsx, px or json-stat2"),
            _ => PxStart().IsMatch(text) ? SourceFormat.Px : SourceFormat.Csv,
        };
    }

    private static SourceFormat? Claimed(string? nameOrContentType)
    {
        var name = nameOrContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";
        return name switch
        {
            "text/csv" => SourceFormat.Csv,
            "application/json" or "application/json-stat" => SourceFormat.JsonStat2,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => SourceFormat.Xlsx,
            "text/x-pcaxis" or "application/x-px" => SourceFormat.Px,
            _ => Path.GetExtension(name) switch
            {
                ".csv" => SourceFormat.Csv,
                ".json" => SourceFormat.JsonStat2,
                ".xlsx" => SourceFormat.Xlsx,
                ".px" => SourceFormat.Px,
                _ => null,
            },
        };
    }

    private static string Name(SourceFormat format) => format switch
    {
        SourceFormat.JsonStat2 => "json-stat2",
        SourceFormat.Px => "a px file",
        SourceFormat.Xlsx => "an xlsx workbook",
        _ => "csv",
    };

    [GeneratedRegex("""^[A-Z][A-Z0-9-]*(\[\w+\])?(\("[^"]*"\))?\s*=\s*["A-Z0-9]""")]
    private static partial Regex PxStart();
}
