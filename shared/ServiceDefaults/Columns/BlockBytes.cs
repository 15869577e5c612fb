using System.Buffers;
using System.Buffers.Binary;

namespace Utanforskap.ServiceDefaults.Columns;

/// <summary>Writes the small units of the store's blocks: bytes, unsigned variable-length integers (7 bits a byte, low first), doubles.</summary>
internal sealed class BlockWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    public void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    public void Number(ulong value)
    {
        var span = _bytes.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        _bytes.Advance(length);
    }

    public void Number(int value) => Number((ulong)value);

    /// <summary>Signed: zigzag, so that small magnitudes are short.</summary>
    public void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    public void Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    public void Bytes(ReadOnlySpan<byte> value) => _bytes.Write(value);

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}

/// <summary>Reads what <see cref="BlockWriter"/> wrote; a block that ends early or says impossible things is an <see cref="InvalidDataException"/>.</summary>
internal ref struct BlockReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public byte Byte() => Take(1)[0];

    public ulong Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number in a stored block has more than ten bytes.");
    }

    public int Count(int atMost)
    {
        var value = Number();
        return value <= (ulong)atMost ? (int)value : throw new InvalidDataException($"A stored block counts {value} where at most {atMost} fit.");
    }

    public long Signed()
    {
        var value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            throw new InvalidDataException("A stored block ends early.");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw new InvalidDataException($"A stored block has {_rest.Length} bytes more than it should.");
        }
    }
}
