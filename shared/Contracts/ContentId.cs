using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Utanforskap.Contracts;

/// <summary>
/// Ids that come from content: the same parts give the same id on every machine. SHA-256 over the parts, each led by its length in bytes
/// (so that ("ab","c") and ("a","bc") differ; null differs from empty), written as 32 lower-case hexadecimal digits (128 bits).
/// </summary>
public static class ContentId
{
    /// <summary>The id of a sequence of parts; the first part should name the kind of id, e.g. "release".</summary>
    public static string Of(params ReadOnlySpan<string?> parts) => Convert.ToHexStringLower(Hash(parts).AsSpan(0, 16));

    /// <summary>The same hash as a Guid, for messages.</summary>
    public static Guid GuidOf(params ReadOnlySpan<string?> parts) => new(Hash(parts).AsSpan(0, 16));

    private static byte[] Hash(ReadOnlySpan<string?> parts)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = part is null ? [] : Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, part is null ? -1 : bytes.Length);
            sha.AppendData(length);
            sha.AppendData(bytes);
        }

        return sha.GetHashAndReset();
    }
}
