using System.IO.Compression;
using System.Security.Cryptography;

namespace Utanforskap.Ingestion.Sources;

/// <summary>
/// One or more bodies exactly as they came, gzip-compressed in a temporary file that goes when this is disposed.
/// Each body is a gzip member of its own; unpacked, they stand one after the other. Not safe for several threads.
/// </summary>
public sealed class RawBody : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly List<byte[]> _hashes = [];

    private RawBody(FileStream file) => _file = file;

    /// <summary>Bytes of the bodies as they came.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes of the compressed file.</summary>
    public long CompressedBytes => _file.Length;

    /// <summary>How many bodies it holds.</summary>
    public int Parts => _hashes.Count;

    /// <summary>SHA-256 in lower-case hex of the body as it came; of several bodies, of their hashes in order.</summary>
    public string Sha256 => Convert.ToHexStringLower(_hashes is [var only] ? only : SHA256.HashData([.. _hashes.SelectMany(h => h)]));

    /// <summary>An empty one.</summary>
    /// <param name="folder">Where the temporary file lies; null means the system's temporary folder.</param>
    public static RawBody Create(string? folder = null)
    {
        var path = Path.Combine(folder ?? Path.GetTempPath(), "utan-" + Path.GetRandomFileName());
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new RawBody(new FileStream(path, options));
    }

    /// <summary>Copies a body in whole.</summary>
    public async Task RecordAsync(Stream source, CancellationToken stop) =>
        await RecordAsync(source, async body =>
        {
            await body.CopyToAsync(Stream.Null, 1 << 16, stop);
            return true;
        }, stop);

    /// <summary>Keeps every byte that <paramref name="read"/> reads of the source, and the rest of it; where that fails, nothing of this body is kept.</summary>
    public async Task<T> RecordAsync<T>(Stream source, Func<Stream, Task<T>> read, CancellationToken stop)
    {
        var start = _file.Length;
        _file.Position = start;
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long length;
            T result;
            await using (var packed = new GZipStream(_file, CompressionLevel.Fastest, leaveOpen: true))
            {
                await using var body = new RecordingStream(source, packed, hash);
                result = await read(body);
                await body.CopyToAsync(Stream.Null, 1 << 16, stop);
                length = body.Position;
            }

            await _file.FlushAsync(stop);
            Bytes += length;
            _hashes.Add(hash.GetHashAndReset());
            return result;
        }
        catch
        {
            _file.SetLength(start);
            throw;
        }
    }

    /// <summary>Forgets all bodies.</summary>
    public void Clear()
    {
        _file.SetLength(0);
        _hashes.Clear();
        Bytes = 0;
    }

    /// <summary>The bodies as they came. One reader at a time.</summary>
    public Stream OpenRead() => new GZipStream(OpenCompressed(), CompressionMode.Decompress, leaveOpen: true);

    /// <summary>The gzip file itself, from its start; closed with this object. One reader at a time.</summary>
    public Stream OpenCompressed()
    {
        _file.Position = 0;
        return _file;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    /// <summary>Passes a body through, and what passes into the file and the hash.</summary>
    private sealed class RecordingStream(Stream source, Stream copy, IncrementalHash hash) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = source.Read(buffer, offset, count);
            hash.AppendData(buffer, offset, read);
            copy.Write(buffer, offset, read);
            _position += read;
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await source.ReadAsync(buffer, cancellationToken);
            hash.AppendData(buffer.Span[..read]);
            await copy.WriteAsync(buffer[..read], cancellationToken);
            _position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
