using System.Buffers;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>A body's bytes, a buffer at a time. Not safe for several threads.</summary>
internal sealed class ByteWindow(Stream stream, ReadLimits limits) : IDisposable
{
    private readonly Stream _stream = new BoundedStream(stream, limits.Bytes);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
    private int _start;
    private int _end;
    private long _passed;

    /// <summary>Where the window stands, for messages.</summary>
    public string Place => $"byte {_passed + _start}";

    /// <summary>What is at hand.</summary>
    public ReadOnlySpan<byte> Span => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Whether nothing is at hand.</summary>
    public bool IsEmpty => _start == _end;

    /// <summary>Takes one byte.</summary>
    public byte Next() => _buffer[_start++];

    /// <summary>Passes over what has been used.</summary>
    public void Skip(int count) => _start += count;

    /// <summary>Brings more bytes behind those at hand; false at the end.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken stop)
    {
        Span.CopyTo(_buffer);
        _passed += _start;
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            if (_end >= limits.StringBytes)
            {
                throw new SourceFormatException(Place, $"a single text or number is longer than the {limits.StringBytes} bytes that are allowed");
            }

            var larger = ArrayPool<byte>.Shared.Rent(_end * 2);
            Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var read = await _stream.ReadAsync(_buffer.AsMemory(_end), stop);
        _end += read;
        return read > 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _end = 0;
    }
}
