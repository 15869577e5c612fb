using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Utanforskap.Contracts;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Refusals;

/// <summary>
/// A table as compressed bytes, so that a refused one can be accepted later exactly as it was read: length and JSON of all but the cells, values
/// and statuses. Bytes of this machine's order; read back by the same service.
/// </summary>
internal static class CubeBytes
{
    public static MemoryStream Write(StatCube cube)
    {
        var bytes = new MemoryStream();
        using (var packed = new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new BinaryWriter(packed))
        {
            var frame = JsonSerializer.SerializeToUtf8Bytes(cube with { Values = [], Status = [] }, WireJson.Options);
            writer.Write(frame.Length);
            writer.Write(frame);
            writer.Write(cube.Values.Length);
            writer.Write(MemoryMarshal.AsBytes<double>(cube.Values));
            writer.Write(cube.Status);
        }

        bytes.Position = 0;
        return bytes;
    }

    public static StatCube Read(Stream bytes)
    {
        using var packed = new BrotliStream(bytes, CompressionMode.Decompress);
        using var reader = new BinaryReader(packed);
        var frame = JsonSerializer.Deserialize<StatCube>(reader.ReadBytes(reader.ReadInt32()), WireJson.Options)!;
        var values = new double[reader.ReadInt32()];
        packed.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        var status = new byte[values.Length];
        packed.ReadExactly(status);
        return frame with { Values = values, Status = status };
    }
}
