using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Utanforskap.ServiceDefaults.Columns;

/// <summary>
/// A list of area codes as bytes: version, count, then for each code how many bytes it shares with the one before, how many follow, and those.
/// The same codes give the same bytes, and the list is named by their hash.
/// </summary>
internal static class AreaListBlock
{
    private const byte Version = 1;
    private const int LongestCode = 1000;

    // Lists never change and are few (one per division, more or less), so a process decodes each once and all columns share the strings.
    private static readonly ConcurrentDictionary<string, string[]> Known = new(StringComparer.Ordinal);

    public static (string Hash, byte[] Bytes) Write(string[] areas)
    {
        var block = new BlockWriter();
        block.Byte(Version);
        block.Number(areas.Length);
        byte[] before = [];
        foreach (var area in areas)
        {
            var code = Encoding.UTF8.GetBytes(area);
            if (code.Length > LongestCode)
            {
                throw new ArgumentException($"An area code of {code.Length} bytes is no area code.");
            }

            var shared = before.AsSpan().CommonPrefixLength(code);
            block.Number(shared);
            block.Number(code.Length - shared);
            block.Bytes(code.AsSpan(shared));
            before = code;
        }

        var bytes = block.ToArray();
        return (HashOf(bytes), bytes);
    }

    public static string[] Read(AreaList row)
    {
        if (HashOf(row.Codes) != row.Hash)
        {
            throw new InvalidDataException($"The area list {row.Hash} does not have the hash that names it.");
        }

        return Known.GetOrAdd(row.Hash, static (_, bytes) => Decode(bytes), row.Codes);
    }

    public static string[]? Find(string hash) => Known.GetValueOrDefault(hash);

    private static string[] Decode(byte[] bytes)
    {
        var block = new BlockReader(bytes);
        if (block.Byte() is var version and not Version)
        {
            throw new InvalidDataException($"An area list of version {version} cannot be read by this build.");
        }

        var areas = new string[block.Count(bytes.Length)];
        Span<byte> code = stackalloc byte[LongestCode];
        var length = 0;
        for (var i = 0; i < areas.Length; i++)
        {
            var shared = block.Count(length);
            length = shared + block.Count(LongestCode - shared);
            block.Take(length - shared).CopyTo(code[shared..]);
            areas[i] = Encoding.UTF8.GetString(code[..length]);
        }

        block.End();
        return areas;
    }

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
}
