using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Statistics.Explanations;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Tests.Indices;

namespace Utanforskap.Statistics.Tests.Explanations;

public sealed class ExplainingTests
{
    private const string Normalised =
        "z-{}: { each: inputs, from: \"{}\", steps: [standardise] }\nx: { geometric-mean: [e-a, e-b, e-c] }\ne-{}: { each: inputs, from: \"z-{}\", steps: [scale: { add: 10 }] }\ntype: { from: x, steps: [classes: { by: deviations, cuts: [1, 0] }] }";

    private static readonly Arbitrary<(double[][] Before, double[][] After)> TwoYears = Gen.Choose(4, 25)
        .SelectMany(areas => Gen.ArrayOf(Gen.Choose(0, 1000).Select(tenths => tenths / 10.0), areas).ArrayOf(6))
        .Where(columns => columns.All(column => column.Distinct().Count() > 1))
        .Select(columns => (columns[..3], columns[3..])).ToArbitrary();

    [Fact]
    public void The_parts_of_an_index_sum_to_its_change_however_they_interact() => Prop.ForAll(TwoYears, years =>
    {
        var split = Explaining.OfIndex(Change(Normalised, years), "x");
        return split.Areas.All(area => area.NotComparable is not null || Math.Abs(area.Parts.Sum() - (area.After - area.Before)) < 1e-9);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_parts_of_a_rank_sum_to_its_change() => Prop.ForAll(TwoYears, years =>
    {
        var (before, after) = Runs(Normalised, years);
        var split = Explaining.OfRank(new ChangeOfRuns(before, after), "x");
        return split.Areas.All(area => area.NotComparable is not null || Math.Abs(area.Parts.Sum() - (area.After - area.Before)) < 1e-9)
            && split.Areas.Select(area => area.After).SequenceEqual(after["x"].ToArray().Select(value => 1.0 + after["x"].ToArray().Count(other => other > value)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_a_mean_each_part_is_the_inputs_own_change_times_its_weight()
    {
        var split = Explaining.OfIndex(Change("x: { mean: [a, b, c] }", ([[3], [6], [9]], [[6], [0], [9]])), "x");

        split.Causes.ShouldBe(["a", "b", "c", "renormalisation"]);
        var parts = split.Areas.Single().Parts;
        parts[0].ShouldBe(1, 1e-12);
        parts[1].ShouldBe(-2, 1e-12);
        parts[2].ShouldBe(0, 1e-12);
        parts[3].ShouldBe(0, 1e-12, "A mean has no parameters that others could move.");
    }

    [Theory]
    [InlineData("2.0.0")]
    [InlineData("1.0.0")]
    public void Other_weights_are_a_cause_of_their_own_whatever_the_definition_calls_itself(string version)
    {
        var before = IndexComputation.Compute(Made.Definition("x: { sum: { a: 1, b: 1 } }", "[a, b]"), Made.Figures([1, 2], [3, 4]));
        var after = IndexComputation.Compute(
            Made.Definition("x: { sum: { a: 2, b: 1 } }", "[a, b]") with { Version = version }, Made.Figures([1, 2], [3, 4]));
        var split = Explaining.OfIndex(new ChangeOfRuns(before, after), "x");

        split.Causes.ShouldBe(["a", "b", "renormalisation", "definition"]);
        split.Areas[1].Parts.ShouldBe([0, 0, 0, 2], 1e-12);
    }

    [Fact]
    public void A_value_that_the_other_years_parameters_have_no_image_for_is_not_comparable()
    {
        const string definition = "z: { from: a, steps: [standardise] }\ne: { from: z, steps: [scale: { add: 3 }] }\nx: { geometric-mean: [e] }";
        var split = Explaining.OfIndex(Change(definition, ([[50, 51, 52, 53]], [[10, 60, 60, 60]]), "[a]"), "x");

        split.Areas[0].NotComparable.ShouldBe("not comparable: no value in one of the two");
        split.Areas[1].NotComparable.ShouldBeNull();
    }

    [Fact]
    public void More_causes_than_can_be_tried_in_all_orders_still_sum_exactly()
    {
        var names = Enumerable.Range(0, 14).Select(i => $"i{i}").ToArray();
        var definition = Made.Definition($"x: {{ geometric-mean: [{string.Join(", ", names)}] }}", $"[{string.Join(", ", names)}]");
        IndexRun Run(int seed) => IndexComputation.Compute(
            definition, new IndexFigures(["A1", "A2"], names.Select((name, i) => KeyValuePair.Create(name, new double[] { 1 + ((i * seed) % 7), 2 + ((i + seed) % 5) }))));
        var split = Explaining.OfIndex(new ChangeOfRuns(Run(3), Run(5)), "x");

        split.Areas.ShouldAllBe(area => Math.Abs(area.Parts.Sum() - (area.After - area.Before)) < 1e-9);
        Explaining.OfIndex(new ChangeOfRuns(Run(3), Run(5)), "x").Areas[0].Parts.ShouldBe(split.Areas[0].Parts, "The orders come from a seed.");
    }

    [Theory]
    [InlineData(3, 3, 3, 3, ClassCause.Unchanged)]
    [InlineData(3, 2, 2, 3, ClassCause.Own)]
    [InlineData(3, 2, 3, 2, ClassCause.Relative)]
    [InlineData(3, 2, 2, 2, ClassCause.EitherSuffices)]
    [InlineData(3, 2, 3, 3, ClassCause.BothNeeded)]
    [InlineData(3, 3, 2, 4, ClassCause.Masked)]
    public void The_cause_of_a_class_follows_from_its_counterfactuals(int before, int after, int ownNew, int limitsNew, ClassCause cause) =>
        Explaining.CauseOf(before, after, ownNew, limitsNew).ShouldBe(cause);

    [Fact]
    public void An_area_whose_figures_stand_still_changes_class_only_because_others_moved()
    {
        var change = Change("x: { from: a }\ntype: { from: x, steps: [classes: { by: deviations, cuts: [0] }] }", ([[5, 1, 8]], [[5, 9, 8]]), "[a]");
        var classes = Explaining.OfClass(change, "type");

        classes[0].ShouldBe(new ClassChange("A1", 1, 2, 1, 2, ClassCause.Relative, null));
        classes[2].Cause.ShouldBe(ClassCause.Unchanged);
    }

    [Fact]
    public void Changed_borders_and_missing_figures_are_not_comparable()
    {
        var (before, after) = Runs("x: { mean: [a] }", ([[1, 2, 3]], [[2, double.NaN, 4]]), "[a]");
        var split = Explaining.OfIndex(new ChangeOfRuns(before, after, new HashSet<string> { "A3" }), "x");

        split.Areas.Select(area => area.NotComparable).ShouldBe([null, "not comparable: a missing in one of the two", "not comparable: its borders changed"]);
        split.Areas[2].Parts.ShouldBeEmpty();
    }

    private static ChangeOfRuns Change(string series, (double[][] Before, double[][] After) years, string inputs = "[a, b, c]")
    {
        var (before, after) = Runs(series, years, inputs);
        return new ChangeOfRuns(before, after);
    }

    private static (IndexRun Before, IndexRun After) Runs(string series, (double[][] Before, double[][] After) years, string inputs = "[a, b, c]") =>
        (IndexComputation.Compute(Made.Definition(series, inputs), Made.Figures(years.Before)), IndexComputation.Compute(Made.Definition(series, inputs), Made.Figures(years.After)));
}
