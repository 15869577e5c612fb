using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Geography.Changes;

namespace Utanforskap.Geography.Tests.Changes;

public sealed class CountConversionTests
{
    private static readonly Division Parts = Division.Find("DeSO2018")!;

    [Fact]
    public void The_total_of_what_is_known_is_conserved() => Prop.ForAll(MadeChange.Any, made =>
    {
        var counts = made.Counted().ToDictionary(c => c.Key, c => double.IsNaN(c.Value) ? 0 : c.Value);
        var converted = CountConversion.Convert(ConversionWeights.OfSurface(made.Related()), counts);
        return Math.Abs(converted.Sum(c => c.Value) - counts.Values.Sum()) <= CountConversion.Tolerance * counts.Values.Sum();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_area_that_gets_a_part_of_a_missing_count_is_missing_and_no_other_is() => Prop.ForAll(MadeChange.Any, made =>
    {
        var (change, counts) = (made.Related(), made.Counted());
        return CountConversion.Convert(ConversionWeights.OfSurface(change), counts)
            .All(c => double.IsNaN(c.Value) == change.FindAfter(c.Key)!.Others.Any(o => double.IsNaN(counts[o.Code])));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_a_change_every_count_stays_as_it_is_to_the_bit() => Prop.ForAll(MadeChange.Any, made =>
    {
        var counts = made.Counted();
        return CountConversion.Convert(ConversionWeights.OfSurface((made with { After = made.Before }).Related()), counts)
            .All(c => BitConverter.DoubleToInt64Bits(c.Value) == BitConverter.DoubleToInt64Bits(counts[c.Key]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Counts_of_whole_parts_are_shared_out_exactly() => Prop.ForAll(MadeChange.Any, made =>
    {
        // Each cell is a part, with a count of its own that has nothing to do with its surface.
        double PartCount(int cell) => 1 + ((cell * 37) % 11);
        var codes = Enumerable.Range(0, made.Sizes.Length).Select(i => $"0114A{i:0000}").ToList();
        DivisionChange PartsTo(Division division, int[] areas) => Relating.Relate(
            Parts, division, [.. codes.Select((c, i) => new SizedArea(c, null, made.Sizes[i]))],
            [.. areas.Select((a, i) => (a, i)).GroupBy(a => a.a).Select(g => new SizedArea(MadeChange.Code(g.Key), null, g.Sum(c => made.Sizes[c.i])))],
            codes.Select((c, i) => new CommonSurface(c, MadeChange.Code(areas[i]), made.Sizes[i])));
        var weights = ConversionWeights.OfParts(
            made.Related(), PartsTo(MadeChange.From, made.Before), PartsTo(MadeChange.To, made.After),
            codes.Select((c, i) => (c, i)).ToDictionary(c => c.c, c => PartCount(c.i)));
        Dictionary<string, double> Sums(int[] areas) => areas.Select((a, i) => (a, i)).GroupBy(a => MadeChange.Code(a.a)).ToDictionary(g => g.Key, g => g.Sum(c => PartCount(c.i)));
        var wanted = Sums(made.After);
        return weights.BySurface.Count == 0
            && CountConversion.Convert(weights, Sums(made.Before)).All(c => Math.Abs(c.Value - wanted[c.Key]) < 1e-9 * wanted[c.Key]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_area_with_a_part_that_is_not_counted_is_shared_out_by_surface_and_says_so()
    {
        var change = new MadeChange([0, 0], [0, 1], [30, 10], new double?[8]).Related();
        var (from, to) = (PartsOf(MadeChange.From, 0, 0), PartsOf(MadeChange.To, 0, 1));

        var known = ConversionWeights.OfParts(change, from, to, new Dictionary<string, double> { ["a"] = 1, ["b"] = 1 });
        var unknown = ConversionWeights.OfParts(change, from, to, new Dictionary<string, double> { ["a"] = 1 });

        (known.Rows[1].Weight, known.BySurface.Count).ShouldBe((0.5, 0));
        (unknown.Rows[1].Weight, unknown.BySurface.Single()).ShouldBe((0.25, MadeChange.Code(0)), "a part that is missing is not a part without people");

        static DivisionChange PartsOf(Division division, int first, int second) => Relating.Relate(
            Parts, division, [new("a", null, 30), new("b", null, 10)],
            first == second ? [new(MadeChange.Code(first), null, 40)] : [new(MadeChange.Code(first), null, 30), new(MadeChange.Code(second), null, 10)],
            [new("a", MadeChange.Code(first), 30), new("b", MadeChange.Code(second), 10)]);
    }

    [Fact]
    public void A_count_that_would_be_lost_is_an_error()
    {
        var weights = ConversionWeights.OfSurface(new MadeChange([0, 1], [0, -1], [10, 10], new double?[8]).Related());

        CountConversion.Convert(weights, new Dictionary<string, double> { [MadeChange.Code(0)] = 5, [MadeChange.Code(1)] = 0 })
            .ShouldBe([KeyValuePair.Create(MadeChange.Code(0), 5.0)], "nobody lived where no area is any more");
        Should.Throw<InvalidDataException>(() => CountConversion.Convert(weights, new Dictionary<string, double> { [MadeChange.Code(0)] = 5, [MadeChange.Code(1)] = 2 }))
            .Message.ShouldContain(MadeChange.Code(1));
        Should.Throw<InvalidDataException>(() => CountConversion.Convert(weights, new Dictionary<string, double> { ["0180R001"] = 2 }));
    }
}
