using System.Text;
using CsvHelper;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>
/// Reads csv as PxWeb and people write it: any separator of comma, semicolon and tab, any line ends (CR CR LF too), titles and footnotes,
/// one column for each combination of contents and period or a long table. Names without codes become the codes.
/// </summary>
public static class CsvTableReader
{
    private const int SampleBytes = 1 << 18;

    /// <summary>Reads a csv file.</summary>
    /// <exception cref="SourceFormatException">It is not a table, or larger than the limits.</exception>
    public static async Task<StatCube> ReadAsync(Stream stream, ReadLimits limits, CancellationToken stop)
    {
        var (start, whole) = await LeadingBytes.PeekAsync(new BoundedStream(stream, limits.Bytes), SampleBytes, stop);
        if (start.IsEmpty)
        {
            throw new SourceFormatException("byte 0", "the file is empty");
        }

        if (start.Span.IndexOf((byte)0) >= 0 && start.Span[0] is not (0xFF or 0xFE))
        {
            throw new SourceFormatException($"byte {start.Span.IndexOf((byte)0)}", "this is not text; a csv file was expected");
        }

        var encoding = TextEncodings.OfText(start.Span);
        var separator = Separator(TextEncodings.Sample(encoding, start.Span));
        using var rows = new CsvRows(whole, encoding, separator, limits);
        return await new GridReader(rows, commaIsDecimal: separator != ',', limits).ReadAsync(stop);
    }

    /// <summary>The separator that splits the first lines into most columns.</summary>
    private static char Separator(string sample)
    {
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0 };
        var best = new Dictionary<char, int>(counts);
        var (quoted, lines) = (false, 0);
        foreach (var c in sample)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && counts.TryGetValue(c, out var count))
            {
                counts[c] = count + 1;
            }
            else if (!quoted && c is '\n' or '\r')
            {
                foreach (var (key, seen) in counts)
                {
                    // Semicolons and tabs hardly ever stand in text or numbers; commas do.
                    best[key] += key == ',' ? Math.Min(seen, 1) : seen * 2;
                    counts[key] = 0;
                }

                if (++lines == 20)
                {
                    break;
                }
            }
        }

        return best.MaxBy(b => b.Value).Key;
    }

    private sealed class CsvRows : IGridRows, IDisposable
    {
        private readonly CsvReader _csv;
        private readonly ReadLimits _limits;
        private bool _unclosed;

        public CsvRows(Stream body, Encoding encoding, char separator, ReadLimits limits)
        {
            _limits = limits;
            _csv = CsvReader.Create(
                body,
                new CsvReaderOptions
                {
                    Separator = separator,
                    HasHeader = false,
                    SkipEmptyLines = true,
                    TrackLineNumbers = true,
                    MaxRecordSize = limits.StringBytes * 4,
                    PoolStrings = true,
                    Encoding = encoding,
                    OnMalformedRecord = record => _unclosed |= record.Reason == CsvMalformedReason.UnterminatedQuote,
                },
                leaveOpen: true);
        }

        public int Line => (int)_csv.LineNumber;

        public async ValueTask<string[]?> NextAsync(CancellationToken stop)
        {
            try
            {
                if (!await _csv.ReadAsync(stop))
                {
                    return null;
                }
            }
            catch (DecoderFallbackException e)
            {
                throw new SourceFormatException($"row {Line}", "the text changes encoding; save the file as UTF-8", e);
            }
            catch (Exception e) when (e is CsvFormatException or InvalidDataException or InvalidOperationException)
            {
                throw new SourceFormatException($"row {Line}", $"a row is longer than the {_limits.StringBytes * 4} bytes that are allowed; a quotation mark may be missing", e);
            }

            if (_unclosed)
            {
                throw new SourceFormatException(
                    $"row {Line}", "a text in quotes does not end; the file was cut or a quotation mark is missing", new EndOfStreamException("The file may be incomplete."));
            }

            return _csv.FieldCount <= _limits.Categories
                ? _csv.Current.ToArray()
                : throw new SourceFormatException($"row {Line}", "the row has more columns than are allowed");
        }

        public void Dispose() => _csv.Dispose();
    }
}
