namespace Utanforskap.Ingestion.Parsing;

/// <summary>Looks at the beginning of a body without using it up.</summary>
internal static class LeadingBytes
{
    /// <summary>Up to <paramref name="count"/> first bytes, and a stream of the whole body.</summary>
    public static async Task<(ReadOnlyMemory<byte> Start, Stream Whole)> PeekAsync(Stream stream, int count, CancellationToken stop)
    {
        var start = new byte[count];
        var read = await stream.ReadAtLeastAsync(start, count, throwOnEndOfStream: false, stop);
        var memory = start.AsMemory(0, read);
        return (memory, new Rejoined(memory, stream));
    }

    private sealed class Rejoined(ReadOnlyMemory<byte> start, Stream rest) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) =>
            Take(buffer.AsSpan(offset, count)) is > 0 and var taken ? taken : rest.Read(buffer, offset, count);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Take(buffer.Span) is > 0 and var taken ? ValueTask.FromResult(taken) : rest.ReadAsync(buffer, cancellationToken);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Take(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, start.Length - _at);
            start.Span.Slice(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }
    }
}
