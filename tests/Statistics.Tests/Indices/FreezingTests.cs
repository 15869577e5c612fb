using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Reading;

namespace Utanforskap.Statistics.Tests.Indices;

public sealed class FreezingTests
{
    private const string Relative =
        "need-{}: { each: inputs, from: \"{}\", steps: [worse-than: { deviations: 1 }] }\nlarge: { at-least: [need-a, need-b, need-c], count: 2 }\ntype: { from: a, steps: [classes: { by: deviations, cuts: [1, 0] }] }";

    [Fact]
    public void A_frozen_definition_gives_the_base_years_list_and_measures_later_years_by_its_limits()
    {
        var run = IndexComputation.Compute(Made.Definition(Relative), Made.Figures([10, 20, 30, 40], [5, 5, 9, 9], [1, 2, 2, 9]));
        var frozen = Freezing.Freeze(run, "made-2018", "2018");
        var read = IndexFile.Read("frozen.yaml", IndexWriter.Write(frozen.Definition));

        frozen.Differences.ShouldBeEmpty();
        read.Id.ShouldBe("made-2018");
        read.Reference.ShouldBe("made 1.0.0, frozen at 2018");
        var later = IndexComputation.Compute(read, Made.Figures([40, 40, 40, 40], [9, 9, 9, 9], [1, 1, 1, 1]));
        later["large"].ToArray().ShouldBe([1, 1, 1, 1], "All are worse than the base year's limits, though none is worse than the others.");
    }

    [Fact]
    public void A_rounded_limit_that_loses_an_area_is_told()
    {
        var run = IndexComputation.Compute(Made.Definition("flag: { from: a, steps: [limit: { side: at-least, percentile: 75 }] }", "[a]"), Made.Figures([1.0, 2.0, 3.04, 4.5]));
        var frozen = Freezing.Freeze(run, "made-2018", "2018", decimals: 0);

        run["flag"].ToArray().ShouldBe([0, 0, 0, 1], "The percentile is 3.405.");
        frozen.Differences.ShouldBe([new FrozenDifference("flag", "A3", 0, 1)], "Rounded to 3, the limit takes in 3.04.");
    }

    [Fact]
    public void A_rank_that_nothing_reads_goes_on_ordering_each_years_areas()
    {
        var run = IndexComputation.Compute(Made.Definition("rank: { from: a, steps: [rank] }\ntype: { from: a, steps: [classes: { by: deviations, cuts: [0] }] }"), Made.Figures([1, 3], [0, 0], [0, 0]));
        var frozen = Freezing.Freeze(run, "made-2018", "2018").Definition;
        var later = IndexComputation.Compute(frozen, Made.Figures([8, 9], [0, 0], [0, 0]));

        later["rank"].ToArray().ShouldBe([2, 1]);
        later["type"].ToArray().ShouldBe([1, 1], "Both lie above the base year's mean.");
    }

    [Theory]
    [InlineData("x: { from: a, steps: [rank] }\ndecile: { from: x, steps: [rank-group: 10] }", "rank: it stays relative by nature")]
    [InlineData("x: { from: a, steps: [rank, rank-share: r/N] }", "rank: it stays relative by nature")]
    [InlineData("x: { from: a, steps: [standardise: { within: county }] }", "it is fitted within county")]
    public void What_stays_relative_by_nature_is_refused(string series, string sentence) =>
        Should.Throw<IndexException>(() => Freezing.Freeze(IndexComputation.Compute(Made.Definition(series, "[a]"), Counties), "f", "2018"))
            .Message.ShouldContain(sentence);

    private static readonly IndexFigures Counties = new(["A1", "A2"], [KeyValuePair.Create("a", new double[] { 1, 2 })], [KeyValuePair.Create("county", new[] { "01", "01" })]);
}
