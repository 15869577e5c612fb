using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>The cells of a PX file: numbers and quoted symbols in order, or rows that begin with their keys.</summary>
internal sealed class PxData
{
    private static readonly SearchValues<byte> _ends = SearchValues.Create(" ,\t\r\n;\""u8);
    private readonly ByteWindow _bytes;
    private readonly Encoding _encoding;
    private readonly int _cells;
    private readonly FigureStatus[] _dots;
    private readonly FigureStatus _nil;
    private readonly List<Dictionary<string, int>> _keys = [];
    private readonly int _rowCells;
    private int _filled;

    public PxData(ByteWindow bytes, PxHeader header, List<CubeDimension> dimensions, int stubs, int cells, Encoding encoding)
    {
        _bytes = bytes;
        _encoding = encoding;
        _cells = cells;
        Values = new double[cells];
        Status = new byte[cells];

        // A symbol means what the file shows in its place: DATASYMBOL3=".." makes "..." a "..".
        _dots = [.. Enumerable.Range(1, 6).Select(n => Shown(header.First($"DATASYMBOL{n}")) ?? n switch
        {
            1 => FigureStatus.NotApplicable,
            2 => FigureStatus.Missing,
            _ => FigureStatus.OtherSymbol,
        })];
        _nil = Shown(header.First("DATASYMBOLNIL")) ?? FigureStatus.Nil;

        _rowCells = dimensions.Skip(stubs).Aggregate(1, (product, d) => product * d.Codes.Count);
        var keyed = dimensions.Take(stubs).Select(d => header.First("KEYS", d.Label)).ToList();
        if (keyed.All(k => k is null))
        {
            return;
        }

        for (var d = 0; d < stubs; d++)
        {
            var names = keyed[d]?.ToUpperInvariant() switch
            {
                "CODES" => dimensions[d].Codes,
                "VALUES" => dimensions[d].Labels,
                _ => throw new SourceFormatException($"KEYS(\"{dimensions[d].Label}\")", "with KEYS, every variable of STUB needs it, as CODES or VALUES"),
            };
            CubeShape.DemandUnique(dimensions[d].Code, names);
            _keys.Add(names.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i, StringComparer.Ordinal));
        }
    }

    public double[] Values { get; }

    public byte[] Status { get; }

    public async ValueTask ReadAsync(CancellationToken stop)
    {
        while (!(_keys.Count == 0 ? TakeCells() : TakeRows()))
        {
            if (!await _bytes.FillAsync(stop))
            {
                throw new SourceFormatException(
                    _bytes.Place,
                    $"the data end without a semicolon after {_filled} of {_cells} cells; the file was cut, deliver it again",
                    new EndOfStreamException("The data are incomplete."));
            }
        }

        if (_keys.Count == 0 && _filled != _cells)
        {
            throw new SourceFormatException("DATA", $"the variables make {_cells} cells, but there are {_filled}");
        }
    }

    private static FigureStatus? Shown(string? text) =>
        text is { Length: > 0 } && DataSymbols.Find(text.AsSpan().Trim()) is { } status ? status : null;

    /// <summary>Takes all whole cells at hand; true at the semicolon that ends the data.</summary>
    private bool TakeCells()
    {
        while (Token(out var token, out var used))
        {
            if (token is [(byte)';'])
            {
                _bytes.Skip(used);
                return true;
            }

            if (_filled == _cells)
            {
                throw new SourceFormatException(_bytes.Place, $"the variables make {_cells} cells, but there are more");
            }

            Put(_filled++, token);
            _bytes.Skip(used);
        }

        return false;
    }

    /// <summary>Takes all whole rows at hand. Rows of zeros are left out of such files, so that what is not there is 0.</summary>
    private bool TakeRows()
    {
        while (true)
        {
            var row = 0;
            var whole = 0;
            for (var d = 0; d < _keys.Count; d++)
            {
                if (!Token(out var token, out var used, whole))
                {
                    return false;
                }

                if (d == 0 && token is [(byte)';'])
                {
                    return true;
                }

                if (token is not [(byte)'"', .. var name, (byte)'"'])
                {
                    throw new SourceFormatException(_bytes.Place, "expected a row's key in quotes");
                }

                var key = TextEncodings.Decode(_encoding, name).Trim();
                row = (row * _keys[d].Count) + (_keys[d].TryGetValue(key, out var index)
                    ? index
                    : throw new SourceFormatException(_bytes.Place, $"the key '{CubeShape.Excerpt(key)}' is none of its variable's categories"));
                whole += used;
            }

            var first = whole;
            for (var i = 0; i < _rowCells; i++)
            {
                if (!Token(out _, out var used, whole))
                {
                    return false;
                }

                whole += used;
            }

            if (_filled >= _cells)
            {
                throw new SourceFormatException(_bytes.Place, "there are more rows than the variables make; a key stands twice");
            }

            for (var (i, at) = (0, first); i < _rowCells; i++)
            {
                Token(out var token, out var used, at);
                Put((row * _rowCells) + i, token);
                at += used;
                _filled++;
            }

            _bytes.Skip(whole);
        }
    }

    /// <summary>The next cell, key or final semicolon; false if it is not whole yet. Commas, blanks and tabs separate.</summary>
    private bool Token(out ReadOnlySpan<byte> token, out int used, int from = 0)
    {
        var span = _bytes.Span[from..];
        var start = span.IndexOfAnyExcept(" ,\t\r\n"u8);
        token = default;
        used = 0;
        if (start < 0)
        {
            return false;
        }

        int end;
        if (span[start] == '"')
        {
            end = span[(start + 1)..].IndexOf((byte)'"');
            end = end < 0 ? -1 : start + end + 2;
        }
        else if (span[start] == ';')
        {
            end = start + 1;
        }
        else
        {
            end = span[start..].IndexOfAny(_ends);
            end = end < 0 ? -1 : start + end;
        }

        if (end < 0)
        {
            return false;
        }

        token = span[start..end];
        used = end;
        return true;
    }

    private void Put(int cell, ReadOnlySpan<byte> token)
    {
        if (Utf8Parser.TryParse(token, out double value, out var used) && used == token.Length && double.IsFinite(value))
        {
            Values[cell] = value;
            return;
        }

        var symbol = token is [(byte)'"', .. var inner, (byte)'"'] ? inner : token;
        var status = symbol switch
        {
            [(byte)'-'] => _nil,
            _ when symbol.Length is >= 1 and <= 6 && !symbol.ContainsAnyExcept((byte)'.') => _dots[symbol.Length - 1],
            _ => throw new SourceFormatException(
                _bytes.Place,
                $"the cell '{CubeShape.Excerpt(Encoding.Latin1.GetString(token))}' is neither a number nor one of the symbols \"-\" and \".\" to \"......\""),
        };
        Status[cell] = (byte)status;
        Values[cell] = DataSymbols.HasFigure(status) ? 0 : double.NaN;
    }
}
