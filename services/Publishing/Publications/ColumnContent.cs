using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Publishing.Publications;

/// <summary>A part of a column: a figure for each of its areas, null where there is none.</summary>
internal sealed record ColumnPart(string Name, IReadOnlyList<double?> Values);

/// <summary>
/// What a published column is, byte for byte, so that it can be recomputed and compared. The bytes: the text <c>column/1</c>, division and period, the number of
/// areas and their codes in ordinal order; then the number of parts and, in ordinal order of their names, each part's name and a value for each area. Numbers of
/// things are 32 bits, texts are UTF-8 led by their length, values are the 64 bits of the double, all little-endian. Two zeros are one (plus zero), and a missing
/// value is the quiet NaN <c>7FF8000000000000</c>, which no figure is.
/// </summary>
internal static class ColumnContent
{
    private const string Form = "column/1";
    private const long Missing = 0x7FF8_0000_0000_0000;

    /// <summary>SHA-256 of the bytes of a published column, in hexadecimal. Classes are numbers as the others are; needs are among the parts.</summary>
    /// <param name="results">The column's results by area.</param>
    /// <param name="listed">The areas in the order of the parts' values: the same as those of the results.</param>
    /// <param name="parts">What else the method tells of each area.</param>
    public static string Hash(
        string division, string period, IReadOnlyDictionary<string, Result> results, IReadOnlyList<string> listed, IReadOnlyList<PartColumn> parts)
    {
        var places = listed.Index().ToDictionary(area => area.Item, area => area.Index, StringComparer.Ordinal);
        string[] areas = [.. results.Keys.Order(StringComparer.Ordinal)];
        return Hash(Bytes(division, period, areas,
        [
            new("class", [.. areas.Select(a => (double?)results[a].Class)]),
            new("index", [.. areas.Select(a => results[a].Index)]),
            new("population", [.. areas.Select(a => results[a].Population)]),
            .. parts.Select(part => new ColumnPart($"part/{part.Id}", [.. areas.Select(a => part.Values[places[a]])])),
        ]));
    }

    /// <summary>SHA-256 over a whole state: a line <c>division/period hash</c> for each column, in ordinal order of the lines.</summary>
    public static string HashOfState(IEnumerable<(string Division, string Period, string Hash)> columns) => Hash(Encoding.UTF8.GetBytes(string.Concat(
        columns.Select(c => $"{c.Division}/{c.Period} {c.Hash}\n").Order(StringComparer.Ordinal))));

    /// <summary>The canonical bytes of a column.</summary>
    /// <param name="areas">In ordinal order.</param>
    /// <param name="parts">In any order; as many values each as there are areas.</param>
    public static byte[] Bytes(string division, string period, IReadOnlyList<string> areas, IReadOnlyList<ColumnPart> parts)
    {
        using var bytes = new MemoryStream();
        Write(bytes, Form);
        Write(bytes, division);
        Write(bytes, period);
        Write(bytes, areas.Count);
        foreach (var area in areas)
        {
            Write(bytes, area);
        }

        Write(bytes, parts.Count);
        foreach (var part in parts.OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            if (part.Values.Count != areas.Count)
            {
                throw new ArgumentException($"{part.Name} has {part.Values.Count} values for {areas.Count} areas.", nameof(parts));
            }

            Write(bytes, part.Name);
            foreach (var value in part.Values)
            {
                Write(bytes, value);
            }
        }

        return bytes.ToArray();
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static void Write(MemoryStream bytes, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Write(bytes, utf8.Length);
        bytes.Write(utf8);
    }

    private static void Write(MemoryStream bytes, int number)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(four, number);
        bytes.Write(four);
    }

    private static void Write(MemoryStream bytes, double? value)
    {
        Span<byte> eight = stackalloc byte[8];
        var bits = value switch
        {
            null => Missing,
            double.NaN => Missing,
            0 => 0L,
            { } figure => BitConverter.DoubleToInt64Bits(figure),
        };
        BinaryPrimitives.WriteInt64LittleEndian(eight, bits);
        bytes.Write(eight);
    }
}
