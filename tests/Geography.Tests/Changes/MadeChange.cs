using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Geography.Changes;

namespace Utanforskap.Geography.Tests.Changes;

/// <summary>Two divisions of the same cells, each of which lies in one area of both (or in none).</summary>
/// <param name="Before">For each cell the number of its area before; −1: none.</param>
/// <param name="After">For each cell the number of its area after; −1: none.</param>
/// <param name="Sizes">Surface of each cell.</param>
/// <param name="Counts">What is counted in each area before; null where it is missing.</param>
public sealed record MadeChange(int[] Before, int[] After, int[] Sizes, double?[] Counts)
{
    public static readonly Division From = Division.Find("RegSO2020")!;
    public static readonly Division To = Division.Find("RegSO2025")!;

    private const int Most = 8;

    public static Arbitrary<MadeChange> Any { get; } = (
        from cells in Gen.Choose(1, 14)
        from before in Gen.ArrayOf(Gen.Choose(0, Most - 1), cells)
        from moved in Gen.ArrayOf(Gen.Choose(0, 3), cells)
        from elsewhere in Gen.ArrayOf(Gen.Choose(0, Most - 1), cells)
        from sizes in Gen.ArrayOf(Gen.Choose(1, 50), cells)
        from counts in Gen.ArrayOf(Gen.Frequency((1, Gen.Constant((double?)null)), (9, Gen.Choose(0, 30_000).Select(n => (double?)n / 3))), Most)
        select new MadeChange(before, [.. before.Select((b, i) => moved[i] == 0 ? elsewhere[i] : b)], sizes, counts)).ToArbitrary();

    public static string Code(int area) => $"0114R{area + 1:000}";

    public DivisionChange Related(bool shuffled = false)
    {
        var common = Enumerable.Range(0, Sizes.Length).Where(i => Before[i] >= 0 && After[i] >= 0)
            .GroupBy(i => (Before[i], After[i]), i => (double)Sizes[i]).Select(g => new CommonSurface(Code(g.Key.Item1), Code(g.Key.Item2), g.Sum())).ToList();
        return shuffled
            ? Relating.Relate(From, To, [.. AreasOf(Before).Reverse()], [.. AreasOf(After).Reverse()], Enumerable.Reverse(common))
            : Relating.Relate(From, To, [.. AreasOf(Before)], [.. AreasOf(After)], common);
    }

    public Dictionary<string, double> Counted() =>
        Before.Where(b => b >= 0).Distinct().ToDictionary(Code, b => Counts[b] ?? double.NaN, StringComparer.Ordinal);

    private IEnumerable<SizedArea> AreasOf(int[] of) => of.Select((area, i) => (area, i)).Where(c => c.area >= 0)
        .GroupBy(c => c.area, c => (double)Sizes[c.i]).Select(g => new SizedArea(Code(g.Key), $"Area {g.Key}", g.Sum()));
}
