using System.Buffers;
using System.Text.Json;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>
/// JSON from a stream, a token at a time, in a buffer that holds no more than the token at hand: for bodies too large to be text or a tree.
/// The current token is valid until the next read. Not safe for several threads.
/// </summary>
internal sealed class JsonTokens(Stream stream, ReadLimits limits) : IDisposable
{
    private readonly Stream _stream = new BoundedStream(stream, limits.Bytes);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
    private int _start;
    private int _end;
    private bool _final;
    private bool _begun;
    private long _passed;
    private long _kept;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = limits.Depth });
    private int _valueStart;
    private int _valueLength;
    private bool _escaped;

    /// <summary>Takes numbers and nulls of an array as they come.</summary>
    public interface INumberSink
    {
        void Add(double value);

        void AddNull();
    }

    /// <summary>The kind of the current token; None before the first and after the last.</summary>
    public JsonTokenType Kind { get; private set; }

    /// <summary>Where the reader stands, for messages.</summary>
    public string Place => $"byte {_passed + _start}";

    /// <summary>The raw bytes of the current string, name or number, escapes as they stand.</summary>
    public ReadOnlySpan<byte> Raw => _buffer.AsSpan(_valueStart, _valueLength);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _end = 0;
    }

    /// <summary>Moves to the next token; false at the end of a complete document.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken stop)
    {
        while (true)
        {
            if (_begun && TryRead())
            {
                return true;
            }

            if (_final)
            {
                Kind = JsonTokenType.None;
                return false;
            }

            await FillAsync(stop);
        }
    }

    /// <summary>Moves to the next token, which must be there.</summary>
    public async ValueTask<JsonTokenType> NextAsync(CancellationToken stop) =>
        await ReadAsync(stop) ? Kind : throw Truncated(null);

    /// <summary>Passes over the value at hand, with all that it holds.</summary>
    public async ValueTask SkipAsync(CancellationToken stop)
    {
        var open = 0;
        while (true)
        {
            open += Kind switch
            {
                JsonTokenType.StartArray or JsonTokenType.StartObject => 1,
                JsonTokenType.EndArray or JsonTokenType.EndObject => -1,
                _ => 0,
            };
            if (open == 0)
            {
                return;
            }

            await NextAsync(stop);
        }
    }

    /// <summary>Hands the rest of the array at hand to the sink, which must hold numbers and nulls only.</summary>
    public async ValueTask ReadNumbersAsync<TSink>(TSink sink, CancellationToken stop)
        where TSink : class, INumberSink
    {
        while (!TakeNumbers(sink))
        {
            if (_final)
            {
                throw Truncated(null);
            }

            await FillAsync(stop);
        }
    }

    /// <summary>The current string or name as text.</summary>
    public string Text()
    {
        try
        {
            string text;
            if (_escaped)
            {
                var reader = new Utf8JsonReader(_buffer.AsSpan(_valueStart - 1, _valueLength + 2));
                reader.Read();
                text = reader.GetString()!;
            }
            else
            {
                text = new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Raw);
            }

            _kept += text.Length;
            return _kept <= limits.KeptCharacters
                ? text
                : throw new SourceFormatException(Place, $"codes, labels and notes come to more than the {limits.KeptCharacters} characters that are allowed");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new SourceFormatException(Place, "a text is not valid UTF-8; the source must send UTF-8", e);
        }
    }

    /// <summary>An error that says what should have stood here.</summary>
    public SourceFormatException Unexpected(string expected) => new(Place, $"expected {expected}, found {Describe(Kind)}");

    private static string Describe(JsonTokenType kind) => kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.EndObject or JsonTokenType.EndArray => "the end of a list",
        JsonTokenType.PropertyName => "a name",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Null => "null",
        _ => "the end",
    };

    private bool TryRead()
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _final, _state);
        try
        {
            if (!reader.Read())
            {
                Advance(ref reader);
                return false;
            }
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }

        var isText = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
        _valueLength = reader.ValueSpan.Length;
        _valueStart = _start + (int)reader.TokenStartIndex + (isText ? 1 : 0);
        _escaped = isText && reader.ValueIsEscaped;
        Kind = reader.TokenType;
        Advance(ref reader);
        return true;
    }

    private bool TakeNumbers<TSink>(TSink sink)
        where TSink : class, INumberSink
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _final, _state);
        var done = false;
        try
        {
            while (!done && reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.Number:
                        sink.Add(Finite(reader.GetDouble(), reader.BytesConsumed));
                        break;
                    case JsonTokenType.Null:
                        sink.AddNull();
                        break;
                    case JsonTokenType.EndArray:
                        done = true;
                        break;
                    default:
                        throw new SourceFormatException(
                            $"byte {_passed + _start + reader.BytesConsumed}",
                            $"expected a number or null among the values, found {Describe(reader.TokenType)}");
                }
            }
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }

        Kind = reader.TokenType;
        Advance(ref reader);
        return done;
    }

    /// <summary>The current number, which must be one that a double can hold.</summary>
    public double Number()
    {
        if (Kind != JsonTokenType.Number || !System.Buffers.Text.Utf8Parser.TryParse(Raw, out double value, out var used) || used != _valueLength)
        {
            throw Unexpected("a number");
        }

        return Finite(value, 0);
    }

    private double Finite(double value, long ahead) => double.IsFinite(value)
        ? value
        : throw new SourceFormatException($"byte {_passed + _start + ahead}", "a number is larger than a double can hold");

    private void Advance(ref Utf8JsonReader reader)
    {
        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
    }

    private async ValueTask FillAsync(CancellationToken stop)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _passed += _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= limits.StringBytes)
            {
                throw new SourceFormatException(Place, $"a single text or number is longer than the {limits.StringBytes} bytes that are allowed");
            }

            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var read = await _stream.ReadAsync(_buffer.AsMemory(_end), stop);
        _final = read == 0;
        _end += read;
        if (_begun || (_end < 3 && !_final))
        {
            return;
        }

        _begun = true;
        if (_end >= 3 && _buffer.AsSpan(0, 3).SequenceEqual("\uFEFF"u8))
        {
            _start = 3;
        }
    }

    /// <summary>What the parser took for unfinished before the last byte and rejects after it, stops short; anything else is wrong.</summary>
    private SourceFormatException Malformed(JsonException e) => _final
        ? Truncated(e)
        : new SourceFormatException($"byte {_passed + _start}, line {e.LineNumber + 1}", "this is not valid JSON: " + Sentence(e.Message), e);

    private static string Sentence(string message) => message.Split(" LineNumber:", 2)[0].TrimEnd('.');

    private SourceFormatException Truncated(JsonException? cause) => new(
        $"byte {_passed + _end}",
        "the body ends in the middle of the document; it was cut on the way, fetch it again",
        new EndOfStreamException("The document is incomplete.", cause));
}
