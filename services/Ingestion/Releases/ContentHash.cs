using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Regions;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Ingestion.Releases;

/// <summary>
/// Names a table's content: SHA-256 over dimension codes, category codes and cells, all in ordinal order, so that the order, format and
/// <c>updated</c> of a source make no difference. A cell outside its division's validity counts as such whatever the source wrote there, and an area
/// that has no other cells does not count at all.
/// Written as 64 hexadecimal digits.
/// </summary>
internal static class ContentHash
{
    private const int CellBytes = 9;

    public static string Of(RegisterTable table)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var cube = table.Cube;
        var axes = new List<Axis>();
        var stride = 1;
        for (var i = cube.Dimensions.Count - 1; i >= 0; i--)
        {
            var dimension = cube.Dimensions[i];
            axes.Add(new Axis(dimension, Order(dimension.Codes, ReferenceEquals(dimension, table.Region) ? table.IsEverInside : _ => true), stride));
            stride *= dimension.Codes.Count;
        }

        axes.Sort(static (a, b) => string.CompareOrdinal(a.Dimension.Code, b.Dimension.Code));
        foreach (var axis in axes)
        {
            AddText(hash, axis.Dimension.Code);
            foreach (var category in axis.Categories)
            {
                AddText(hash, axis.Dimension.Codes[category]);
            }

            AddText(hash, null);
        }

        AddCells(hash, table, axes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AddCells(IncrementalHash hash, RegisterTable table, List<Axis> axes)
    {
        var cube = table.Cube;
        var region = axes.FindIndex(a => ReferenceEquals(a.Dimension, table.Region));
        var time = axes.FindIndex(a => ReferenceEquals(a.Dimension, table.Time));
        var inside = new bool[table.Region.Codes.Count, table.Time.Codes.Count];
        for (var r = 0; r < inside.GetLength(0); r++)
        {
            for (var t = 0; t < inside.GetLength(1); t++)
            {
                inside[r, t] = table.IsInside(r, t);
            }
        }

        var at = new int[axes.Count];
        var buffer = new byte[CellBytes * 8192];
        var filled = 0;
        for (var left = axes.Aggregate(1L, (cells, axis) => cells * axis.Categories.Length); left > 0; left--)
        {
            var cell = 0;
            for (var axis = 0; axis < at.Length; axis++)
            {
                cell += axes[axis].Categories[at[axis]] * axes[axis].Stride;
            }

            var status = inside[axes[region].Categories[at[region]], axes[time].Categories[at[time]]]
                ? (FigureStatus)cube.Status[cell]
                : FigureStatus.OutsideDivision;

            // Adding zero makes the two zeros one.
            var value = Column.HasFigure(status) ? cube.Values[cell] + 0.0 : 0;
            BinaryPrimitives.WriteDoubleLittleEndian(buffer.AsSpan(filled), value);
            buffer[filled + 8] = (byte)status;
            filled += CellBytes;
            if (filled == buffer.Length)
            {
                hash.AppendData(buffer);
                filled = 0;
            }

            for (var axis = at.Length - 1; axis >= 0 && ++at[axis] == axes[axis].Categories.Length; axis--)
            {
                at[axis] = 0;
            }
        }

        hash.AppendData(buffer.AsSpan(0, filled));
    }

    private static int[] Order(IReadOnlyList<string> codes, Func<int, bool> counts)
    {
        var order = Enumerable.Range(0, codes.Count).Where(counts).ToArray();
        Array.Sort(order, (a, b) => string.CompareOrdinal(codes[a], codes[b]));
        return order;
    }

    private static void AddText(IncrementalHash hash, string? text)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        hash.AppendData(length);
        hash.AppendData(Encoding.UTF8.GetBytes(text ?? ""));
    }

    /// <param name="Dimension">The dimension.</param>
    /// <param name="Categories">Places of its categories, in ordinal order of their codes.</param>
    /// <param name="Stride">How far apart its neighbours lie in the cube.</param>
    private sealed record Axis(CubeDimension Dimension, int[] Categories, int Stride);
}
