using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Reading;

namespace Utanforskap.Statistics.Tests.Indices;

public sealed class IndexRunTests
{
    private const string Sei = "x: { mean: [a, b, c] }\nrank: { from: x, steps: [rank] }\ntype: { from: x, steps: [classes: { by: deviations, cuts: [2, 1, 0, -1] }] }";

    /// <summary>Columns of shares with one decimal, some missing.</summary>
    private static readonly Arbitrary<double[][]> Columns = Gen.Choose(3, 40)
        .SelectMany(areas => Gen.ArrayOf(Gen.Frequency((9, Gen.Choose(0, 1000).Select(tenths => tenths / 10.0)), (1, Gen.Constant(double.NaN))), areas).ArrayOf(3))
        .Where(columns => Enumerable.Range(0, columns[0].Length).Count(area => columns.All(column => !double.IsNaN(column[area]))) >= 3).ToArbitrary();

    [Fact]
    public void Results_do_not_depend_on_the_order_of_areas() => Prop.ForAll(Columns, columns =>
    {
        int[] order = [.. Enumerable.Range(0, columns[0].Length).Reverse()];
        var run = IndexComputation.Compute(Made.Definition(Sei), Made.Figures(columns));
        var turned = IndexComputation.Compute(Made.Definition(Sei), Made.Figures(Array.ConvertAll(columns, column => Array.ConvertAll(order, area => column[area]))));

        return run["x"].ToArray().SequenceEqual(order.Select(area => turned["x"][area])) && run["rank"].ToArray().SequenceEqual(order.Select(area => turned["rank"][area]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Standardised_and_ranked_results_do_not_depend_on_units() => Prop.ForAll(Columns, columns =>
    {
        const string scaled = "z-{}: { each: inputs, from: \"{}\", steps: [min-max] }\nx: { mean: [z-a, z-b, z-c] }\nr: { from: a, steps: [rank] }";
        var other = columns.Select(column => Array.ConvertAll(column, value => value * 8)).ToArray();
        try
        {
            var (run, eight) = (IndexComputation.Compute(Made.Definition(scaled), Made.Figures(columns)), IndexComputation.Compute(Made.Definition(scaled), Made.Figures(other)));
            return run["x"].ToArray().SequenceEqual(eight["x"].ToArray()) && run["r"].ToArray().SequenceEqual(eight["r"].ToArray());
        }
        catch (IndexException)
        {
            return true;
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Computing_again_with_the_parameters_that_were_found_gives_the_same_bits() => Prop.ForAll(Columns, columns =>
    {
        var run = IndexComputation.Compute(Made.Definition(Sei), Made.Figures(columns));
        var again = IndexComputation.ComputeWith(Made.Definition(Sei), Made.Figures(columns), run.Fits);

        return run.Definition.Series.All(series => ColumnHash.Of(run[series.Id]) == ColumnHash.Of(again[series.Id]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_missing_value_says_what_it_lacks()
    {
        var run = IndexComputation.Compute(Made.Definition(Sei), Made.Figures([1, double.NaN, 3], [1, double.NaN, 3], [1, 2, 4]));

        run.WhyMissing("type", 0).ShouldBeNull();
        run.WhyMissing("type", 1).ShouldBe("missing a, b");
    }

    [Fact]
    public void Every_step_is_logged_with_arguments_and_hashes_that_chain()
    {
        var run = IndexComputation.Compute(Made.Definition(Sei), Made.Figures([1, 2, 3], [1, 2, 3], [1, 2, 4]));

        run.Log.Select(step => (step.Number, step.Series, step.Operation)).ShouldBe(
            [(1, "a", "column"), (2, "b", "column"), (3, "c", "column"), (4, "x", "mean"), (5, "rank", "rank"), (6, "type", "classes")]);
        run.Log[3].Inputs.ShouldBe([run.Log[0].Output, run.Log[1].Output, run.Log[2].Output]);
        run.Log[5].Inputs.ShouldBe([run.Log[3].Output]);
        run.Log[5].Arguments.Select(argument => argument.Key).ShouldBe(["by", "cuts", "count", "sample", "lowest-first", "limit-1", "limit-2", "limit-3", "limit-4"]);
        run.Log[0].Output.ShouldBe(run.Log[1].Output, "Equal columns have equal hashes.");
        run.Log[0].Output.ShouldNotBe(run.Log[2].Output);
    }

    [Fact]
    public void An_area_that_lacks_too_much_takes_no_part()
    {
        var definition = Made.Definition("x: { mean: [a, b, c], missing: drop }\nr: { from: x, steps: [rank] }", more: "areas: { available: 0.6 }");
        var run = IndexComputation.Compute(definition, Made.Figures([1, double.NaN, 3], [1, double.NaN, double.NaN], [1, 9, 4]));

        run["r"].ToArray().ShouldBe([2, double.NaN, 1]);
        run.WhyMissing("r", 1).ShouldBe("left out: 1 of 3 inputs are there");
    }

    [Fact]
    public void A_figure_of_the_previous_period_is_logged_as_imputed()
    {
        var run = IndexComputation.Compute(Made.Definition("x: { first-present: [a, b] }", "[a, b]"), Made.Figures([1, double.NaN, double.NaN], [7, 8, double.NaN]));

        run.Log.Single(step => step.Series == "x").Cells.ShouldBe([new CellRecord("A2", null, 8)]);
    }

    [Fact]
    public void Inputs_of_one_column_have_each_their_own_marks_of_missing()
    {
        var run = IndexComputation.Compute(Made.Definition("x: { from: all }\ny: { from: above }", "{ all: a, above: { column: a, missing: [0] } }"), Made.Figures([0, 3]));

        run["x"].ToArray().ShouldBe([0, 3]);
        run["y"].ToArray().ShouldBe([double.NaN, 3], "Nil is a figure to one of them and none to the other.");
    }

    [Theory]
    [InlineData("standardise: { within: county }")]
    [InlineData("classes: { by: deviations, cuts: [0], within: county }")]
    public void A_group_without_figures_stays_missing_and_a_replay_finds_it_so(string step)
    {
        var definition = Made.Definition($"x: {{ from: a, steps: [{step}] }}", "[a]");
        var run = IndexComputation.Compute(definition, Grouped("01", "01", "02"));
        var log = StepLogFile.Read("log.json", StepLogFile.Write(StepLog.Of(run)));

        double.IsNaN(run["x"][2]).ShouldBeTrue();
        double.IsNaN(run["x"][0]).ShouldBeFalse();
        LogComparison.Of(log, StepLog.Of(IndexComputation.Replay(definition, Grouped("01", "01", "02"), log))).IsEqual.ShouldBeTrue();
        log.Steps[^1].Fit.ShouldNotBeNull("A group without figures does not keep the others' parameters out of the log.");
    }

    [Fact]
    public void An_area_with_a_figure_and_no_group_is_told() =>
        Should.Throw<IndexException>(() => IndexComputation.Compute(Made.Definition("x: { from: a, steps: [min-max: { within: county }] }", "[a]"), Grouped("", "01", "02")))
            .Message.ShouldContain("area A1 has no county, within which the step is fitted");

    private static IndexFigures Grouped(params string[] counties) =>
        new(["A1", "A2", "A3"], [KeyValuePair.Create("a", new[] { 1, 2, double.NaN })], [KeyValuePair.Create("county", counties)]);

    [Theory]
    [InlineData("x: { from: a, steps: [scale: 1.0e308, scale: 100, scale: 0] }", "series \"x\", scale, area A2: the value is too large for a number")]
    [InlineData("y: { from: a, steps: [scale: 1.0e308] }\nx: { sum: { y: 100 } }", "series \"x\", sum, area A2")]
    [InlineData("y: { from: a, steps: [scale: 1.0e-308] }\nx: { ratio: { numerator: a, denominator: y, per: 100 } }", "series \"x\", ratio, area A2")]
    public void A_value_that_no_number_can_hold_is_told_with_its_area_and_goes_no_further(string series, string sentence) =>
        Should.Throw<IndexException>(() => IndexComputation.Compute(Made.Definition(series, "[a]"), Made.Figures([0, 1.5, 0]))).Message.ShouldContain(sentence);

    [Fact]
    public void An_indicator_without_spread_is_told_with_its_column() =>
        Should.Throw<IndexException>(() => IndexComputation.Compute(Made.Definition("y: { from: first }\nx: { from: y, steps: [standardise] }", "{ first: a }"), Made.Figures([3, 3, 3])))
            .Message.ShouldBe("series \"x\", column \"a\", standardise: the values have no spread (standard deviation 0), so they cannot be standardised.");

    [Fact]
    public void An_area_beyond_a_limit_takes_no_part()
    {
        var definition = Made.Definition("r: { from: a, steps: [rank] }", more: "areas: { at-least: { b: 30 }, at-most: { c: 0.3 } }");
        var run = IndexComputation.Compute(definition, Made.Figures([4, 3, 2, 1], [30, 29, double.NaN, 50], [0.3, 0, 0, 0.1]));

        run["r"].ToArray().ShouldBe([1, double.NaN, double.NaN, 2]);
        run.WhyMissing("r", 1).ShouldBe("left out: b is below 30");
        run.WhyMissing("r", 2).ShouldBe("left out: b is missing");
    }

    [Fact]
    public void A_figure_that_is_too_old_is_missing()
    {
        var definition = Made.Definition("x: { from: a }", "{ a: { period-column: b, maximum-age: 4 } }");
        var run = IndexComputation.Compute(definition, Made.Figures([70, 71], [2018, 2019]), period: 2023);

        run["x"].ToArray().ShouldBe([double.NaN, 71]);
        run.WhyMissing("x", 0).ShouldBe("missing a, whose figure of 2018 is older than 4 years");
        Should.Throw<IndexException>(() => IndexComputation.Compute(definition, Made.Figures([70, 71], [2018, 2019]))).Message.ShouldContain("--period");
    }

    [Fact]
    public void Limits_are_for_one_version_of_an_indicator_until_another_is_bridged()
    {
        var figures = new IndexFigures(["A1"], [KeyValuePair.Create("a", new double[] { 10 })], versions: new Dictionary<string, string> { ["a"] = "3" });
        const string limit = "x: { from: a, steps: [limit: { side: at-least, value: 15 }] }";

        var unbridged = IndexComputation.Compute(Made.Definition(limit, "{ a: { definition-version: \"2\" } }"), figures);
        unbridged.WhyMissing("x", 0).ShouldBe("missing a, whose definition is version 3 and has no bridge to 2");
        unbridged.Log[0].Arguments.ShouldContain(new KeyValuePair<string, string>("no bridge from version", "3"));
        var bridged = IndexComputation.Compute(Made.Definition(limit, "{ a: { definition-version: \"2\", bridges: { \"3\": { multiply: 2 } } } }"), figures);
        bridged["x"].ToArray().ShouldBe([1]);
        bridged.Log[0].Arguments.ShouldBe([new("column", "a"), new("multiply", "2"), new("add", "0")]);
        IndexComputation.Compute(Made.Definition(limit, "{ a: { definition-version: \"3\" } }"), figures)["x"].ToArray().ShouldBe([0]);
    }

    [Fact]
    public void A_figure_outside_its_range_is_told_with_its_area() =>
        Should.Throw<IndexException>(() => IndexComputation.Compute(Made.Definition("x: { from: a }", "{ a: { range: [0, 100] } }"), Made.Figures([10, 101])))
            .Message.ShouldBe("input \"a\", area A2: 101 is outside its range, 0 to 100.");

    [Fact]
    public void A_share_of_nobody_is_missing() =>
        IndexComputation.Compute(Made.Definition("x: { from: s }", "{ s: { numerator: a, denominator: b, per: 100 } }"), Made.Figures([0, 1], [0, 4]))["x"].ToArray()
            .ShouldBe([double.NaN, 25]);
}
