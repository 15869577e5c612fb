using System.Globalization;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>Reads PX files (PC-Axis, PxWeb): the header as text, the data a buffer at a time.</summary>
public static class PxReader
{
    /// <summary>Reads a PX file.</summary>
    /// <exception cref="SourceFormatException">It is not a complete, consistent PX file, or larger than the limits.
    /// Its inner exception is an <see cref="EndOfStreamException"/> where the file stops short.</exception>
    public static async Task<StatCube> ReadAsync(Stream stream, ReadLimits limits, CancellationToken stop)
    {
        using var bytes = new ByteWindow(stream, limits);
        var head = await HeadAsync(bytes, limits, stop);
        var encoding = TextEncodings.OfPx(head.Span);
        var header = PxHeader.Parse(TextEncodings.Decode(encoding, head.Span), limits);
        var dimensions = Dimensions(header, limits, out var stubs);
        var cells = CubeShape.Cells(dimensions.Select(d => d.Codes.Count), limits, "VALUES");
        var data = new PxData(bytes, header, dimensions, stubs, cells, encoding);
        await data.ReadAsync(stop);
        return new StatCube(
            (header.First("TITLE") ?? header.First("DESCRIPTION") ?? header.First("CONTENTS") ?? "").Trim(),
            Updated(header),
            dimensions,
            data.Values,
            data.Status,
            Notes(header));
    }

    /// <summary>The bytes before the data; the window then stands behind <c>DATA=</c>.</summary>
    private static async ValueTask<ReadOnlyMemory<byte>> HeadAsync(ByteWindow bytes, ReadLimits limits, CancellationToken stop)
    {
        var head = new ArrayBuilder(limits);
        var (quoted, begins, word) = (false, true, "");
        while (true)
        {
            if (bytes.IsEmpty && !await bytes.FillAsync(stop))
            {
                throw new SourceFormatException(
                    bytes.Place, "there is no DATA; the file was cut, or is not a PX file", new EndOfStreamException("DATA is missing."));
            }

            var at = bytes.Next();
            head.Add(at);
            if (at == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && at == ';')
            {
                (begins, word) = (true, "");
            }
            else if (begins && !quoted && at > ' ')
            {
                word += (char)at;
                if (word.Equals("DATA=", StringComparison.OrdinalIgnoreCase))
                {
                    return head.Upto("DATA".Length + 1);
                }

                begins = word.Length < "DATA=".Length && "DATA=".StartsWith(word, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    private static List<CubeDimension> Dimensions(PxHeader header, ReadLimits limits, out int stubs)
    {
        var names = header.Of("STUB").Concat(header.Of("HEADING")).ToList();
        stubs = header.Of("STUB").Count;
        if (names.Count == 0)
        {
            throw new SourceFormatException("STUB and HEADING", "neither names a variable; at least one is needed");
        }

        if (names.Count > limits.Dimensions)
        {
            throw new SourceFormatException("STUB and HEADING", $"there are more than the {limits.Dimensions} variables that are allowed");
        }

        CubeShape.DemandUnique("list (STUB and HEADING)", names);
        return [.. names.Select(name => Dimension(header, name))];
    }

    private static CubeDimension Dimension(PxHeader header, string name)
    {
        var labels = header.Of("VALUES", name);
        if (labels.Count == 0)
        {
            throw new SourceFormatException($"VALUES(\"{CubeShape.Excerpt(name)}\")", "the variable has no values");
        }

        var listed = header.Of("CODES", name);
        var periods = header.Of("TIMEVAL", name);
        var codes = listed.Count > 0 ? listed : periods.Count == labels.Count ? periods : labels;
        if (codes.Count != labels.Count)
        {
            throw new SourceFormatException($"CODES(\"{CubeShape.Excerpt(name)}\")", $"there are {codes.Count} codes for {labels.Count} values");
        }

        codes = [.. codes.Select(c => c.Trim())];
        var code = (header.First("VARIABLECODE", name) ?? name).Trim();
        CubeShape.DemandUnique(code, codes);
        var isContents = header.First("CONTVARIABLE") == name;
        var role = isContents ? DimensionRole.Contents
            : header.First("TIMEVAL", name) is not null || header.First("VARIABLE-TYPE", name) == "T" ? DimensionRole.Time
            : header.First("MAP", name) is not null || header.First("VARIABLE-TYPE", name) == "G" ? DimensionRole.Region
            : CubeShape.Guess(code, name);
        return new CubeDimension(
            code,
            name.Trim(),
            role,
            codes,
            [.. labels.Select(l => l.Trim())],
            isContents ? [.. labels.Select(l => (header.First("UNITS", l) ?? header.First("UNITS"))?.Trim())] : []);
    }

    /// <summary>The latest LAST-UPDATED, which PX files write in the office's local time; these come from Swedish ones.</summary>
    private static DateTimeOffset? Updated(PxHeader header)
    {
        var latest = header.All("LAST-UPDATED")
            .Select(text => DateTime.TryParseExact(text.Trim(), "yyyyMMdd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : (DateTime?)null)
            .Max();
        if (latest is not { } local)
        {
            return null;
        }

        var offset = TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Stockholm", out var zone) ? zone.GetUtcOffset(local) : TimeSpan.Zero;
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>Footnotes; PX files write <c>#</c> for a new line and <c>##</c> between notes.</summary>
    private static List<string> Notes(PxHeader header) =>
    [
        .. header.All("NOTE", "NOTEX", "VALUENOTE", "VALUENOTEX", "CELLNOTE", "CELLNOTEX")
            .SelectMany(note => note.Split("##", StringSplitOptions.RemoveEmptyEntries))
            .Select(note => note.Replace('#', '\n').Trim())
            .Where(note => note.Length > 0)
            .Distinct(),
    ];

    /// <summary>A growing array within the limit of kept text.</summary>
    private sealed class ArrayBuilder(ReadLimits limits)
    {
        private byte[] _bytes = new byte[1 << 14];
        private int _count;

        public void Add(byte value)
        {
            if (_count == _bytes.Length)
            {
                if (_count >= limits.KeptCharacters)
                {
                    throw new SourceFormatException($"byte {_count}", $"the header is longer than the {limits.KeptCharacters} bytes that are allowed");
                }

                Array.Resize(ref _bytes, _count * 2);
            }

            _bytes[_count++] = value;
        }

        /// <summary>What was added, without the last bytes.</summary>
        public ReadOnlyMemory<byte> Upto(int last)
        {
            var end = _count - last;
            while (end > 0 && _bytes[end] is not ((byte)'D' or (byte)'d'))
            {
                end--;
            }

            return _bytes.AsMemory(0, end);
        }
    }
}
