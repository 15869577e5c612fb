using System.Globalization;
using System.Text.Json;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>
/// The cells of a JSON-stat 2 dataset while it is read: figures as array or sparse object, status as array, object or one text.
/// Members come in any order, so the number of cells may not be known yet.
/// </summary>
internal sealed class JsonStat2Cells(ReadLimits limits) : JsonTokens.INumberSink
{
    private double[] _values = [];
    private byte[] _status = [];
    private int _statusCount;
    private int? _expected;
    private bool _sparse;

    /// <summary>Whether the document has its figures: false for metadata, where <c>value</c> is null or absent.</summary>
    public bool Present { get; private set; }

    /// <summary>How many positions have been seen (for a sparse object, the highest one and one more).</summary>
    public int Count { get; private set; }

    /// <summary>Sets the number of cells, from <c>size</c>; room is then made once.</summary>
    public void Expect(int cells) => _expected = cells;

    public void Add(double value)
    {
        if (Count == _values.Length)
        {
            GrowValues(Count);
        }

        _values[Count++] = value;
    }

    public void AddNull() => Add(double.NaN);

    /// <summary>Reads the member <c>value</c>.</summary>
    public async ValueTask ReadValuesAsync(JsonTokens json, CancellationToken stop)
    {
        if (Present)
        {
            throw new SourceFormatException(json.Place, "'value' stands twice");
        }

        switch (await json.NextAsync(stop))
        {
            case JsonTokenType.Null:
                return;
            case JsonTokenType.StartArray:
                Present = true;
                await json.ReadNumbersAsync(this, stop);
                return;
            case JsonTokenType.StartObject:
                Present = _sparse = true;
                while (await json.NextAsync(stop) != JsonTokenType.EndObject)
                {
                    await ReadSparseAsync(json, stop);
                }

                return;
            default:
                throw json.Unexpected("'value' as an array or object");
        }
    }

    /// <summary>Reads the member <c>status</c>.</summary>
    public async ValueTask ReadStatusAsync(JsonTokens json, CancellationToken stop)
    {
        if (_statusCount > 0)
        {
            throw new SourceFormatException(json.Place, "'status' stands twice");
        }

        switch (await json.NextAsync(stop))
        {
            case JsonTokenType.Null:
                return;
            case JsonTokenType.String:
                _statusForAll = Mark(json);
                return;
            case JsonTokenType.StartArray:
                while (await json.NextAsync(stop) != JsonTokenType.EndArray)
                {
                    SetStatus(_statusCount, json.Kind == JsonTokenType.Null ? NoMark : Mark(json), json);
                }

                return;
            case JsonTokenType.StartObject:
                while (await json.NextAsync(stop) != JsonTokenType.EndObject)
                {
                    var position = Position(json);
                    await json.NextAsync(stop);
                    SetStatus(position, json.Kind == JsonTokenType.Null ? NoMark : Mark(json), json);
                }

                return;
            default:
                throw json.Unexpected("'status' as an array, an object or one text");
        }
    }

    /// <summary>The finished cells: a value is NaN exactly where the status has no figure.</summary>
    public (double[] Values, byte[] Status) Finish(int cells)
    {
        if (_sparse ? Count > cells : Count != cells)
        {
            throw new SourceFormatException("value", $"the sizes make {cells} cells, but there are {Count} values; the answer is incomplete or its sizes are wrong");
        }

        if (_statusCount > cells)
        {
            throw new SourceFormatException("status", $"the sizes make {cells} cells, but there are {_statusCount} statuses");
        }

        var known = Count;
        Array.Resize(ref _values, cells);
        Array.Resize(ref _status, cells);
        _values.AsSpan(known).Fill(double.NaN);
        for (var i = 0; i < cells; i++)
        {
            var mark = i < _statusCount && _status[i] != NoMark ? _status[i] : _statusForAll;
            var status = Combine(_values[i], mark);
            _status[i] = (byte)status;
            if (status == FigureStatus.Nil)
            {
                _values[i] = 0;
            }
            else if (status != FigureStatus.Figure)
            {
                _values[i] = double.NaN;
            }
        }

        return (_values, _status);
    }

    private const byte NoMark = 0;

    private const byte UnknownMark = byte.MaxValue;

    private byte _statusForAll = NoMark;

    /// <summary>
    /// A figure that the source itself marks as missing is missing; a mark that is no symbol of absence (preliminary, estimated) leaves the figure.
    /// </summary>
    private static FigureStatus Combine(double value, byte mark) => (double.IsNaN(value), mark) switch
    {
        (true, NoMark) => FigureStatus.Missing,
        (false, NoMark or UnknownMark) => FigureStatus.Figure,
        (true, UnknownMark) => FigureStatus.OtherSymbol,
        (false, (byte)FigureStatus.Nil) when value != 0 => FigureStatus.Figure,
        _ => (FigureStatus)mark,
    };

    /// <summary>The status as a byte: none of the enumeration's absences is 0, so 0 is free to say "not marked".</summary>
    private static byte Mark(JsonTokens json)
    {
        if (json.Kind != JsonTokenType.String)
        {
            throw json.Unexpected("a status as text");
        }

        return json.Raw.IsEmpty ? NoMark : (byte?)DataSymbols.Find(json.Raw) ?? UnknownMark;
    }

    private async ValueTask ReadSparseAsync(JsonTokens json, CancellationToken stop)
    {
        var position = Position(json);
        await json.NextAsync(stop);
        if (position >= _values.Length)
        {
            GrowValues(position);
        }

        if (position >= Count)
        {
            _values.AsSpan(Count, position - Count).Fill(double.NaN);
            Count = position + 1;
        }
        else if (!double.IsNaN(_values[position]))
        {
            throw new SourceFormatException(json.Place, $"cell {position} has two values");
        }

        _values[position] = json.Kind == JsonTokenType.Null ? double.NaN : json.Number();
    }

    private int Position(JsonTokens json)
    {
        var text = json.Raw;
        if (!System.Buffers.Text.Utf8Parser.TryParse(text, out int position, out var used) || used != text.Length || position < 0)
        {
            throw new SourceFormatException(json.Place, $"'{CubeShape.Excerpt(json.Text())}' is not the number of a cell");
        }

        return position < (_expected ?? limits.Cells) ? position : throw TooMany(position);
    }

    private void SetStatus(int position, byte mark, JsonTokens json)
    {
        if (position >= _status.Length)
        {
            if (position >= (_expected ?? limits.Cells))
            {
                throw new SourceFormatException(json.Place, $"there are more statuses than the table's {_expected ?? limits.Cells} cells");
            }

            Array.Resize(ref _status, Capacity(position, _status.Length));
        }

        _status[position] = mark;
        _statusCount = Math.Max(_statusCount, position + 1);
    }

    private void GrowValues(int position)
    {
        if (position >= (_expected ?? limits.Cells))
        {
            throw TooMany(position);
        }

        Array.Resize(ref _values, Capacity(position, _values.Length));
    }

    private int Capacity(int position, int now) =>
        _expected ?? (int)Math.Min(limits.Cells, Math.Max(position + 1L, Math.Max(1024L, now * 2L)));

    private SourceFormatException TooMany(int position) => _expected is { } cells
        ? new("value", string.Create(CultureInfo.InvariantCulture, $"the sizes make {cells} cells, but there are more values"))
        : new("value", string.Create(CultureInfo.InvariantCulture, $"cell {position} is beyond the {limits.Cells} cells that are allowed; select fewer categories"));
}
