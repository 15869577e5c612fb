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

    /// <summary>Two definitions of the same series: other cuts and limits, other weights, areas left out, other kinds of limits.</summary>
    private static readonly Arbitrary<(IndexDefinition Before, IndexDefinition After)> TwoMethods = Gen.Elements(
        Method("[1, 0]", "deviations: 1"),
        Method("[0.8, -0.3]", "deviations: 0.5"),
        Method("[0]", "value: 3"),
        Method("[1, 0]", "percentile: 70", x: "sum: { a: 2, b: 1 }"),
        Method("[1, 0]", "deviations: 1", areas: "areas: { at-least: { b: 1 } }")).Two().Where(two => two.Item1 != two.Item2).Select(two => (two.Item1, two.Item2)).ToArbitrary();

    /// <summary>Two definitions that read other columns: under the same ids, under new ones, one more, one less.</summary>
    private static readonly Arbitrary<(IndexDefinition Before, IndexDefinition After)> TwoReadings = Gen.Elements(
        Reading("v, w", "v: { column: a }, w: { column: b }"),
        Reading("v, w", "v: { column: c }, w: { column: b }"),
        Reading("v, w", "v: { column: b }, w: { column: a, direction: falling }"),
        Reading("v, w", "v: { numerator: a, denominator: c, per: 100 }, w: { column: b }"),
        Reading("w, u", "w: { column: b }, u: { column: c }"),
        Reading("v, w, u", "v: { column: a }, w: { column: b }, u: { column: c }")).Two().Where(two => two.Item1 != two.Item2).Select(two => (two.Item1, two.Item2)).ToArbitrary();

    /// <summary>Small whole figures, often the same in both years and now and then missing.</summary>
    private static readonly Arbitrary<(double[][] Before, double[][] After)> TwoSmallYears = Gen.Choose(4, 10)
        .SelectMany(areas => Gen.Choose(0, 40).Select(n => n == 40 ? double.NaN : n % 7).ArrayOf(areas).ArrayOf(4)
            .SelectMany(_ => Gen.Elements(false, false, true).ArrayOf(areas), (columns, moved) => (columns, moved)))
        .Select(drawn => (Before: drawn.columns[..2], After: drawn.columns[2..].Zip(drawn.columns, (later, earlier) => later.Select((value, area) => drawn.moved[area] ? value : earlier[area]).ToArray()).ToArray()))
        .Where(years => new[] { years.Before, years.After }.All(year => new[] { 1, 2 }.All(weight =>
            year[0].Zip(year[1]).Where(area => area.Second >= 1 && !double.IsNaN(area.First)).Select(area => (weight * area.First) + area.Second).Distinct().Count() > 1)))
        .ToArbitrary();

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

    [Theory]
    [InlineData(3, 2, 3, 3, 3, 2, ClassCause.Method)]
    [InlineData(3, 2, 3, 3, 3, 3, ClassCause.BothNeeded)]
    [InlineData(3, 2, 2, 2, 3, 2, ClassCause.Method)]
    [InlineData(3, 2, 2, 3, 2, 2, ClassCause.EitherSuffices)]
    [InlineData(3, 2, 2, 2, 2, 3, ClassCause.EitherSuffices)]
    [InlineData(3, 2, 2, 3, 2, 3, ClassCause.Own)]
    [InlineData(3, 1, 3, 2, 2, 3, ClassCause.Relative)]
    [InlineData(3, 2, 3, 3, 2, 3, ClassCause.BothNeeded)]
    [InlineData(3, 3, 3, 2, 2, 4, ClassCause.Unchanged)]
    [InlineData(3, 3, 2, 3, 2, 4, ClassCause.Masked)]
    public void Between_two_definitions_the_method_is_the_cause_where_it_alone_would_have_changed_the_class(
        int before, int after, int ownNew, int limitsNew, int figuresNew, int methodNew, ClassCause cause) =>
        Explaining.CauseOf(before, after, ownNew, limitsNew, new ClassesByDefinition(figuresNew, methodNew)).ShouldBe(cause);

    [Fact]
    public void The_method_is_the_cause_exactly_where_the_earlier_definition_leaves_the_class_over_all_later_figures_and_the_later_one_changes_it_over_the_earlier() => Prop.ForAll(TwoMethods, TwoSmallYears, (methods, years) =>
    {
        var change = Change(methods, years);
        var byEarlier = IndexComputation.Compute(methods.Before, Made.Figures(years.After));
        return Explaining.OfClasses(change, ["type", "flag"]).Zip(["type", "flag"]).All(one => one.First.Index().Where(area => area.Item.Cause is not null).All(area =>
            area.Item.MethodNew is not null
            && area.Item.FiguresNew == (int)byEarlier[one.Second][area.Index]
            && (area.Item.Cause == ClassCause.Method) == (area.Item.Before != area.Item.After && area.Item.FiguresNew == area.Item.Before && area.Item.MethodNew != area.Item.Before)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Over_the_same_figures_every_change_is_the_methods_and_no_limits_moved() => Prop.ForAll(TwoMethods, TwoSmallYears, (methods, years) =>
        Explaining.OfClasses(Change(methods, (years.Before, years.Before)), ["type", "flag"]).SelectMany(areas => areas).Where(area => area.Cause is not null).All(area =>
            area.Cause == (area.Before == area.After ? ClassCause.Unchanged : ClassCause.Method)
            && area.LimitsNew == area.Before && area.OwnNew == area.Before && area.MethodNew == area.After)).QuickCheckThrowOnFailure();

    [Fact]
    public void By_one_definition_the_cause_follows_from_own_figures_and_limits_alone() => Prop.ForAll(TwoMethods, TwoSmallYears, (methods, years) =>
    {
        var change = Change((methods.After, methods.After), years);
        return new[] { "type", "flag" }.All(series =>
        {
            double[][] classes =
            [
                change.Values(series, _ => false, false, false), change.Values(series, _ => true, true, true),
                change.Values(series, _ => true, newParameters: false, newDefinition: true), change.Values(series, _ => false, newParameters: true, newDefinition: true),
            ];
            return Explaining.OfClass(change, series).Index().All(area => area.Item.MethodNew is null
                && area.Item.Cause == (classes.Any(one => double.IsNaN(one[area.Index])) ? null : Rule(classes[0][area.Index], classes[1][area.Index], classes[2][area.Index], classes[3][area.Index])));
        });

        static ClassCause Rule(double before, double after, double ownNew, double limitsNew) => (before == after, ownNew == before, limitsNew == before) switch
        {
            (true, true, _) => ClassCause.Unchanged,
            (true, false, _) => ClassCause.Masked,
            (false, false, false) => ClassCause.EitherSuffices,
            (false, false, true) => ClassCause.Own,
            (false, true, false) => ClassCause.Relative,
            (false, true, true) => ClassCause.BothNeeded,
        };
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Several_series_are_explained_as_each_of_them_alone() => Prop.ForAll(TwoMethods, TwoSmallYears, (methods, years) =>
    {
        var change = Change(methods, years);
        return Explaining.OfClasses(change, ["type", "flag"]).Zip(["type", "flag"]).All(one => one.First.SequenceEqual(Explaining.OfClass(change, one.Second)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Areas_that_only_the_later_definition_leaves_out_set_the_earlier_ones_limits_all_the_same()
    {
        const string series = "x: { from: a }\ntype: { from: x, steps: [classes: { by: deviations, cuts: [0] }] }";
        var (all, fewer) = (Made.Definition(series, "[a, b]"), Made.Definition(series, "[a, b]", "areas: { at-least: { b: 1 } }"));
        var classes = Explaining.OfClass(Change((all, fewer), ([[9, 1, 3, 4], [0, 1, 1, 1]], [[9, 1, 3, 4], [0, 1, 1, 1]])), "type");

        classes[0].NotComparable.ShouldBe("not comparable: no class in one of the two");
        classes[2].ShouldBe(new ClassChange("A3", 2, 1, 2, 2, 1, ClassCause.Method, null) { FiguresNew = 2 }, "the mean was 4.25 and is 2.67, since A1 takes no part");
    }

    [Fact]
    public void Classes_that_the_later_definition_has_more_of_are_compared_by_number()
    {
        var classes = Explaining.OfClass(
            Change((Made.Definition("type: { from: a, steps: [classes: { by: limits, cuts: [5] }] }", "[a]"), Made.Definition("type: { from: a, steps: [classes: { by: limits, cuts: [8, 5, 2] }] }", "[a]")),
                ([[9, 6, 1, 1]], [[9, 6, 3, 1]])), "type");

        classes.Select(area => $"{area.Before} {area.After} {area.MethodNew} {area.Cause}").ShouldBe(["1 1 1 Unchanged", "1 2 2 Method", "2 3 4 Method", "2 4 4 Method"]);
    }

    [Fact]
    public void An_area_whose_figures_stand_still_changes_class_only_because_others_moved()
    {
        var change = Change("x: { from: a }\ntype: { from: x, steps: [classes: { by: deviations, cuts: [0] }] }", ([[5, 1, 8]], [[5, 9, 8]]), "[a]");
        var classes = Explaining.OfClass(change, "type");

        classes[0].ShouldBe(new ClassChange("A1", 1, 2, 1, 2, null, ClassCause.Relative, null));
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

    [Fact]
    public void Over_the_same_figures_inputs_that_read_other_columns_or_are_new_are_a_change_of_the_method_alone() => Prop.ForAll(TwoReadings, TwoYears, (methods, years) =>
    {
        var change = Change(methods, (years.Before, years.Before));
        var split = Explaining.OfIndex(change, "x");
        var rank = Explaining.OfRank(change, "x");
        return split.Areas.All(area => area.NotComparable is not null || area.Parts.SkipLast(1).All(part => Math.Abs(part) < 1e-9) && Math.Abs(area.Parts[^1] - (area.After - area.Before)) < 1e-9)
            && rank.Areas.All(area => area.Parts.SkipLast(1).All(part => Math.Abs(part) < 1e-9))
            && Explaining.OfClass(change, "type").Where(area => area.Cause is not null).All(area =>
                area.Cause == (area.Before == area.After ? ClassCause.Unchanged : ClassCause.Method) && area.OwnNew == area.Before && area.LimitsNew == area.Before && area.MethodNew == area.After);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Between_definitions_of_other_columns_the_parts_sum_to_the_change() => Prop.ForAll(TwoReadings, TwoYears, (methods, years) =>
    {
        var change = Change(methods, years);
        return new[] { Explaining.OfIndex(change, "x"), Explaining.OfRank(change, "x") }.All(split =>
            split.Areas.All(area => area.NotComparable is not null || Math.Abs(area.Parts.Sum() - (area.After - area.Before)) < 1e-9));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_input_of_the_same_id_that_reads_another_column_is_no_change_of_the_input()
    {
        const string series = "x: { from: v }\ntype: { from: x, steps: [classes: { by: limits, cuts: [5] }] }";
        double[][] figures = [[9, 1, 9], [1, 2, 8]];
        var change = Change((Made.Definition(series, "{ v: { column: a } }"), Made.Definition(series, "{ v: { column: b } }")), (figures, figures));

        Explaining.OfIndex(change, "x").Causes.ShouldBe(["v", "renormalisation", "definition"]);
        double[][] parts = [[0, 0, -8], [0, 0, 1], [0, 0, -1]];
        foreach (var (area, expected) in Explaining.OfIndex(change, "x").Areas.Zip(parts))
        {
            area.Parts.ShouldBe(expected, 1e-12);
        }

        Explaining.OfClass(change, "type").Select(area => area.Cause).ShouldBe([ClassCause.Method, ClassCause.Unchanged, ClassCause.Unchanged]);
    }

    [Fact]
    public void A_new_input_that_the_earlier_figures_lack_is_missing_there_and_what_is_not_made_of_it_is_explained()
    {
        const string series = "y: { from: a }\nflag: { from: y, steps: [limit: { side: above, value: LIMIT }] }\nx: { sum: [a, z] }\ntype: { from: x, steps: [classes: { by: deviations, cuts: [0] }] }";
        var before = Made.Definition("z: { from: b, steps: [standardise] }\n" + series.Replace("LIMIT", "5", StringComparison.Ordinal), "[a, b]");
        var after = Made.Definition("z: { from: c, steps: [standardise: { weight: b }] }\n" + series.Replace("LIMIT", "3", StringComparison.Ordinal), "[a, b, c]");
        var change = Change((before, after), ([[9, 4, 1], [1, 2, 3]], [[9, 4, 1], [1, 2, 3], [5, 4, 6]]));

        string[] reasons = ["not comparable: c missing in one of the two", "not comparable: c missing in one of the two", "not comparable: c missing in one of the two"];
        Explaining.OfIndex(change, "x").Areas.Select(area => area.NotComparable).ShouldBe(reasons);
        Explaining.OfClass(change, "type").Select(area => area.NotComparable).ShouldBe(reasons);
        Explaining.OfClass(change, "flag").Select(area => area.Cause).ShouldBe([ClassCause.Unchanged, ClassCause.Method, ClassCause.Unchanged]);
        Explaining.OfIndex(change, "y").Areas.ShouldAllBe(area => area.NotComparable == null);
    }

    [Fact]
    public void An_area_that_lacks_a_new_inputs_figure_in_one_of_the_two_is_told_with_the_input()
    {
        var (before, after) = (Made.Definition("x: { mean: [a] }", "[a]"), Made.Definition("x: { mean: [a, b] }", "[a, b]"));
        var change = Change((before, after), ([[1, 2], [1, double.NaN]], [[1, 2], [3, 4]]));

        Explaining.OfIndex(change, "x").Areas.Select(area => area.NotComparable).ShouldBe([null, "not comparable: b missing in one of the two"]);
    }

    [Fact]
    public void Figures_without_the_groups_of_the_other_definition_are_told()
    {
        var (before, after) = (Made.Definition("x: { from: a }", "[a]"), Made.Definition("x: { from: a, steps: [standardise: { within: county }] }", "[a]"));
        var grouped = new IndexFigures(["A1", "A2"], [KeyValuePair.Create("a", new double[] { 1, 2 })], [KeyValuePair.Create("county", new[] { "C", "C" })]);

        Should.Throw<IndexException>(() => new ChangeOfRuns(IndexComputation.Compute(before, Made.Figures([[1, 2]])), IndexComputation.Compute(after, grouped)))
            .Message.ShouldBe("a step is fitted within \"county\", which the earlier figures do not have.");
    }

    private static IndexDefinition Reading(string mean, string inputs) =>
        Made.Definition($"x: {{ mean: [{mean}] }}\ntype: {{ from: x, steps: [classes: {{ by: deviations, cuts: [1, 0] }}] }}", $"{{ {inputs} }}");

    private static IndexDefinition Method(string cuts, string limit, string x = "sum: [a, b]", string areas = "") => Made.Definition(
        $"x: {{ {x} }}\ntype: {{ from: x, steps: [classes: {{ by: deviations, cuts: {cuts} }}] }}\nflag: {{ from: x, steps: [limit: {{ side: above, {limit} }}] }}", "[a, b]", areas);

    private static ChangeOfRuns Change((IndexDefinition Before, IndexDefinition After) methods, (double[][] Before, double[][] After) years) =>
        new(IndexComputation.Compute(methods.Before, Made.Figures(years.Before)), IndexComputation.Compute(methods.After, Made.Figures(years.After)));

    private static ChangeOfRuns Change(string series, (double[][] Before, double[][] After) years, string inputs = "[a, b, c]")
    {
        var (before, after) = Runs(series, years, inputs);
        return new ChangeOfRuns(before, after);
    }

    private static (IndexRun Before, IndexRun After) Runs(string series, (double[][] Before, double[][] After) years, string inputs = "[a, b, c]") =>
        (IndexComputation.Compute(Made.Definition(series, inputs), Made.Figures(years.Before)), IndexComputation.Compute(Made.Definition(series, inputs), Made.Figures(years.After)));
}
