using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Classification.Classifying;
using Utanforskap.Classification.Methods;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Tests.Classifying;

public sealed class ClassifierTests
{
    private static readonly MethodDefinition Sei = MethodCatalogue.Load("Methods").Find("sei")!;
    private static readonly MethodDefinition Published = MethodCatalogue.Load("Methods").Find("scb-omradestyp")!;

    [Fact]
    public void The_index_and_its_classes_agree_with_an_independent_recomputation() => Prop.ForAll(
        Parts(),
        parts =>
        {
            var result = Sei.Of([.. parts.Select(Of)]);

            // Exact integers instead: tenths of per cent, a third of their sum; s² = Σ(xi−xj)²/2n² over all pairs; a class by comparing squares.
            var sums = Enumerable.Range(0, parts[0].Length).Select(i => (long)(parts[0][i] + parts[1][i] + parts[2][i])).ToArray();
            var n = sums.Length;
            var total = sums.Sum();
            var pairs = sums.Sum(a => sums.Sum(b => (a - b) * (a - b)));
            for (var i = 0; i < n; i++)
            {
                result.Index!.Values[i].ShouldBe(sums[i] / 30.0, 1e-12);
                var z = (sums[i] - (total / (double)n)) / Math.Sqrt(pairs / (2.0 * n * n));
                if (new[] { 2, 1, 0, -1 }.All(k => Math.Abs(z - k) > 1e-9))
                {
                    result.Classes.Values[i].ShouldBe(5 - new[] { -1, 0, 1, 2 }.Count(k => z > k));
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_area_is_classified_and_each_class_lies_above_the_next() => Prop.ForAll(
        Parts(),
        parts =>
        {
            var result = Sei.Of([.. parts.Select(Of)]);

            result.Classes.Values.ShouldAllBe(c => c >= 1 && c <= 5);
            var byIndex = result.Index!.Values.Zip(result.Classes.Values).OrderByDescending(r => r.First).Select(r => r.Second);
            byIndex.ShouldBeInOrder();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Other_threads_and_other_areas_in_between_give_the_same_bits()
    {
        double[][] parts = [.. Enumerable.Range(1, 3).Select(p => Enumerable.Range(0, 3363).Select(i => (double)(i * 7919 * p % 601)).ToArray())];
        var expected = Bits(Sei.Of([.. parts.Select(Of)]));
        var withGone = parts.Select(p => Of(p).With(new Column(["0000R000x", "0114R000x"], [double.NaN, double.NaN], [FigureStatus.Withdrawn, FigureStatus.OutsideDivision])));

        var results = Enumerable.Range(0, 6).AsParallel().WithDegreeOfParallelism(3)
            .Select(i => Bits(Sei.Of([.. i % 2 == 0 ? parts.Select(Of) : withGone]))).ToList();

        results.Distinct().ShouldBe([expected]);
    }

    [Fact]
    public void An_area_with_a_missing_part_has_no_class_and_does_not_move_the_limits()
    {
        double[][] parts = [[10, 20, 300, 15], [10, 20, 300, 15], [10, 20, 300, 15]];
        var missing = Of([10, 20, 300, 0]);
        missing.Values[3] = double.NaN;
        missing.Status[3] = FigureStatus.Missing;

        var result = Sei.Of(Of(parts[0]), missing, Of(parts[2]));

        result.Unclassified.ShouldBe(1);
        result.Classes.Status[3].ShouldBe(FigureStatus.NotComputable);
        result.Index!.Values[3].ShouldBe(double.NaN);
        result.Limits.ShouldBe(Sei.Of([.. parts.Select(p => Of(p[..3]))]).Limits);
    }

    [Fact]
    public void A_result_without_a_picture_is_refused()
    {
        var nobody = new Column(["0114R001"], [double.NaN], [FigureStatus.Missing]);
        Refusal(Sei, nobody, nobody, nobody).ShouldBe("series \"type\", classes: 0 values have no mean and deviation to class by.");
        Refusal(Published, nobody).ShouldBe("No area has a class.");
        Refusal(Sei, Of([5, 5]), Of([5, 5]), Of([5, 5])).ShouldBe("series \"type\", classes: the values have no spread (all are 0.5), so deviations set no limits.");
        Refusal(Published, Of([10, 10])).ShouldBe("All 2 areas are in class 1.");
        Refusal(Published, Of([10, 70])).ShouldBe("0000R001 has the published class 7, which is none of 1 to 5.");
        Refusal(Published, Of([10, 25])).ShouldBe("0000R001 has the published class 2.5, which is none of 1 to 5.");
    }

    /// <summary>Three lists of tenths of per cent for as many areas, not all of the same sum.</summary>
    private static Arbitrary<double[][]> Parts() =>
        (from n in Gen.Choose(2, 12)
         from parts in Gen.ArrayOf(Gen.ArrayOf(Gen.Choose(0, 400).Select(v => (double)v), n), 3)
         where Enumerable.Range(0, n).Select(i => parts[0][i] + parts[1][i] + parts[2][i]).Distinct().Count() > 1
         select parts).ToArbitrary();

    private static Column Of(double[] tenths) =>
        new([.. tenths.Select((_, i) => $"{i / 1000:0000}R{i % 1000:000}")], [.. tenths.Select(t => t / 10)], new FigureStatus[tenths.Length]);

    private static string Bits(MethodResult result) => ContentId.Of(
        [.. result.Index!.Areas, .. result.Index.Values.Concat(result.Classes.Values).Concat(result.Parts.SelectMany(p => p.Value.Values)).Select(v => $"{BitConverter.DoubleToInt64Bits(v)}")]);

    private static string Refusal(MethodDefinition method, params Column[] inputs) =>
        Should.Throw<RefusedResultException>(() => method.Of(inputs)).Message;
}
