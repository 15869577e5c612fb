using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.ServiceDefaults.Tests.Columns;

/// <summary>Random columns and what must become of them, written independently of the store.</summary>
internal static class RandomColumns
{
    private static readonly string[] Codes =
        ["0114R001", "0114R002", "0114R010", "0115R001", "0180R001", "1780R001", "2584R001", "A101R001", "Å", "x"];

    private static readonly double[] SpecialValues =
        [0, -0.0, 1, -1, 0.1, 438.3, 12.345, 1e-300, 1e300, 9007199254740993, 0.30000000000000004, 1 / 3.0, double.MaxValue, double.Epsilon];

    /// <summary>Up to six successive states of a column; neighbours often share most cells.</summary>
    public static Arbitrary<Column[]> Histories { get; } = Gen.ArrayOf(Columns()).Where(h => h.Length is > 0 and <= 6).ToArbitrary();

    public static Column Copy(Column column) => new([.. column.Areas], [.. column.Values], [.. column.Status]);

    public static Dictionary<string, (double Value, FigureStatus Status)> Cells(Column column) =>
        Enumerable.Range(0, column.Areas.Length).ToDictionary(i => column.Areas[i], i => (column.Values[i], column.Status[i]));

    public static Column WithWithdrawn(Column before, Column after)
    {
        var cells = Cells(before).ToDictionary(c => c.Key, _ => (double.NaN, FigureStatus.Withdrawn));
        foreach (var (area, cell) in Cells(after))
        {
            cells[area] = cell;
        }

        var areas = cells.Keys.Order(StringComparer.Ordinal).ToArray();
        return new Column(areas, [.. areas.Select(a => cells[a].Item1)], [.. areas.Select(a => cells[a].Item2)]);
    }

    public static void ShouldBeSame(Column? actual, Column expected)
    {
        actual.ShouldNotBeNull();
        actual.Areas.ShouldBe(expected.Areas);
        actual.Values.ShouldBe(expected.Values);
        actual.Status.ShouldBe(expected.Status);
    }

    private static Gen<Column> Columns() =>
        from present in Gen.ArrayOf(Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false))), Codes.Length)
        from values in Gen.ArrayOf(Gen.OneOf(Gen.Elements(0.0, 1, 2), Gen.Elements(SpecialValues)), Codes.Length)
        from status in Gen.ArrayOf(
            Gen.Frequency((6, Gen.Constant(FigureStatus.Figure)), (1, Gen.Elements(Enum.GetValues<FigureStatus>()))), Codes.Length)
        let ordinals = Enumerable.Range(0, Codes.Length).Where(i => present[i]).OrderBy(i => Codes[i], StringComparer.Ordinal).ToArray()
        select new Column(
            [.. ordinals.Select(i => Codes[i])],
            [.. ordinals.Select(i => status[i] switch
            {
                FigureStatus.Figure => values[i],
                FigureStatus.Nil => 0,
                _ => double.NaN,
            })],
            [.. ordinals.Select(i => status[i])]);
}
