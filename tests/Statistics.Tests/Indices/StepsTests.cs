using Utanforskap.Statistics.Indices;

namespace Utanforskap.Statistics.Tests.Indices;

public sealed class StepsTests
{
    private const double Missing = double.NaN;

    [Theory]
    [InlineData("min-max: { from: 0, to: 100 }", new[] { 2, 6, Missing, 4 }, new[] { 0, 100, Missing, 50 })]
    [InlineData("min-max: { minimum: 0, maximum: 8 }", new[] { 2, 6, Missing, 10.0 }, new[] { 0.25, 0.75, Missing, 1.25 })]
    [InlineData("standardise: { mean: 1000, deviation: 100 }", new[] { 2.0, 4, 4, 4, 5, 5, 7, 9 }, new[] { 850.0, 950, 950, 950, 1000, 1000, 1100, 1200 })]
    [InlineData("goalposts: { lower: 20, upper: 85 }", new[] { 20.0, 52.5, 90, 10 }, new[] { 0, 0.5, 1, 0 })]
    [InlineData("goalposts: { lower: 20, upper: 85, falling: true, cap: false }", new[] { 20.0, 52.5, 98 }, new[] { 1, 0.5, -0.2 })]
    [InlineData("distance-to-target: { target: 10 }", new[] { 0.0, 5, 10, 20 }, new[] { 0, 0.5, 1, 1 })]
    [InlineData("distance-to-target: { target: 10, falling: true }", new[] { 30.0, 20, 10, 5 }, new[] { 0, 0.5, 1, 1 })]
    [InlineData("share", new[] { 1.0, 3, Missing }, new[] { 0.25, 0.75, Missing })]
    [InlineData("share: true", new[] { 1.0, 4 }, new[] { 0.25, 1 })]
    [InlineData("rank", new[] { 5.0, 7, 7, Missing, 1 }, new[] { 3, 1, 1, Missing, 4 })]
    [InlineData("rank: { ties: average }", new[] { 5.0, 7, 7, 1 }, new[] { 3, 1.5, 1.5, 4 })]
    [InlineData("rank: { ties: maximum, highest-first: false }", new[] { 5.0, 7, 7, 1 }, new[] { 2.0, 4, 4, 1 })]
    [InlineData("percentile-rank", new[] { 10.0, 20, 20, 40, Missing }, new[] { 0, 1 / 3.0, 1 / 3.0, 1, Missing })]
    [InlineData("rank-share: (N-r+1)/N", new[] { 1.0, 2, 4, 3 }, new[] { 1, 0.75, 0.25, 0.5 })]
    [InlineData("rank-share: (N-r)/N", new[] { 1.0, 2, 4, 3 }, new[] { 0.75, 0.5, 0, 0.25 })]
    [InlineData("rank-share: r/N", new[] { 1.0, 2, 4, 3 }, new[] { 0.25, 0.5, 1, 0.75 })]
    [InlineData("cumulative-share", new[] { 10.0, 20, 20, 40, Missing }, new[] { 0.25, 0.75, 0.75, 1, Missing })]
    [InlineData("cumulative-share: { counting: half, highest-first: true }", new[] { 10.0, 20, 20, 40 }, new[] { 0.875, 0.5, 0.5, 0.125 })]
    [InlineData("cumulative-share: before", new[] { 10.0, 20, 20, 40 }, new[] { 0, 0.25, 0.25, 0.75 })]
    [InlineData("rank-share: r/(N+1)", new[] { 1.0, 2, 4, 3 }, new[] { 0.2, 0.4, 0.8, 0.6 })]
    [InlineData("normal-score", new[] { 0.5, 0.975, 0.025 }, new[] { 0, 1.959963984540054, -1.959963984540054 })]
    [InlineData("exponential", new[] { 1.0, 0 }, new[] { 100.0, 0 })]
    [InlineData("inverse-hyperbolic-sine", new[] { 0.0, 1 }, new[] { 0, 0.881373587019543 })]
    [InlineData("log: 1", new[] { 0.0, Math.E - 1 }, new[] { 0.0, 1 })]
    [InlineData("log: { range-share: 0.01 }", new[] { 100.0, 200 }, new[] { 0, 4.61512051684126 })]
    [InlineData("box-cox: 0.5", new[] { 1.0, 4, 9 }, new[] { 0.0, 2, 4 })]
    [InlineData("round: 1", new[] { 0.25, -0.25, 1.449 }, new[] { 0.3, -0.3, 1.4 })]
    [InlineData("round: { decimals: 1, halves: to-even }", new[] { 0.25, 0.35 }, new[] { 0.2, 0.4 })]
    [InlineData("complement", new[] { 0.25, Missing }, new[] { 0.75, Missing })]
    [InlineData("negate", new[] { 0.25 }, new[] { -0.25 })]
    [InlineData("clamp: { lower: 0, upper: 1 }", new[] { -1, 0.5, 2 }, new[] { 0, 0.5, 1 })]
    [InlineData("scale: { multiply: 2, add: 1 }", new[] { 3.0 }, new[] { 7.0 })]
    [InlineData("impute: mean", new[] { 1, Missing, 3 }, new[] { 1.0, 2, 3 })]
    [InlineData("impute: median", new[] { 1, Missing, 3, 8 }, new[] { 1.0, 3, 3, 8 })]
    [InlineData("impute: { by: value, value: 7 }", new[] { 1, Missing }, new[] { 1.0, 7 })]
    [InlineData("trim: { lower-share: 0.25, upper-share: 0.75 }", new[] { 0.0, 1, 2, 3, 4 }, new[] { 1.0, 1, 2, 3, 3 })]
    [InlineData("limit: { side: at-least, value: 2 }", new[] { 1, 2, Missing }, new[] { 0, 1, Missing })]
    [InlineData("limit: { side: below, value: 2 }", new[] { 1.0, 2 }, new[] { 1.0, 0 })]
    [InlineData("limit: { side: above, percentile: 50 }", new[] { 1.0, 2, 3 }, new[] { 0.0, 0, 1 })]
    [InlineData("limit: { side: at-most, of-median: 0.6 }", new[] { 5.0, 6, 10, 12, 14 }, new[] { 1.0, 1, 0, 0, 0 })]
    [InlineData("rank-group: 4", new[] { 1.0, 2, 3, 4, 5, 6 }, new[] { 1.0, 2, 2, 3, 4, 4 })]
    [InlineData("rank-group: { count: 4, rule: floor }", new[] { 1.0, 2, 3, 4, 5, 6 }, new[] { 1.0, 1, 2, 3, 3, 4 })]
    [InlineData("rank-group: { count: 4, rule: first-larger }", new[] { 1.0, 2, 3, 4, 5, 6 }, new[] { 1.0, 1, 2, 2, 3, 4 })]
    [InlineData("classes: { by: limits, cuts: [10, 5] }", new[] { 12, 10, 7, 1, Missing }, new[] { 1, 1, 2, 3, Missing })]
    [InlineData("classes: { by: limits, cuts: [10, 5], lowest-first: true }", new[] { 12.0, 10, 7, 1 }, new[] { 3.0, 3, 2, 1 })]
    [InlineData("classes: { by: quantiles, count: 2 }", new[] { 1.0, 2, 3, 4 }, new[] { 2.0, 2, 1, 1 })]
    [InlineData("classes: { by: natural-breaks, count: 3 }", new[] { 1.0, 2, 10, 11, 100, 101 }, new[] { 3.0, 3, 2, 2, 1, 1 })]
    public void A_step_gives_what_its_formula_says(string step, double[] values, double[] expected)
    {
        var x = Made.Compute($"x: {{ from: a, steps: [{step}] }}", values);

        x.Length.ShouldBe(expected.Length);
        for (var i = 0; i < x.Length; i++)
        {
            Made.ShouldBeNear(x[i], expected[i], $"value {i} of {step}");
        }
    }

    [Theory]
    [InlineData("min-max", new[] { 3.0, 3 }, "all values are 3")]
    [InlineData("standardise", new[] { 3.0, 3 }, "no spread")]
    [InlineData("standardise: { sample: true }", new[] { 3.0 }, "too few, or too large, for a standard deviation")]
    [InlineData("classes: { by: deviations, cuts: [1, 0] }", new[] { 3.0, 3 }, "the values have no spread (all are 3), so deviations set no limits")]
    [InlineData("limit: { side: at-least, deviations: 1 }", new[] { 3.0, 3 }, "the values have no spread (all are 3), so deviations set no limits")]
    [InlineData("worse-than: { deviations: 1 }", new[] { 3.0 }, "the values have no spread (all are 3), so deviations set no limits")]
    [InlineData("rank-share: r/(N+1)", new[] { Missing }, "all values are missing")]
    [InlineData("percentile-rank", new[] { 3.0 }, "at least two areas")]
    [InlineData("classes: { by: quantiles, count: 3 }", new[] { 3.0, 3, 4 }, "fewer distinct values than 3 classes")]
    [InlineData("log", new[] { 1.0, -2 }, "area A2: the value -2 has no logarithm")]
    [InlineData("normal-score", new[] { 0.5, 1 }, "area A2: the value 1 has no normal score")]
    [InlineData("exponential", new[] { 0.5, 2 }, "area A2: the value 2 is not a share")]
    [InlineData("distance-to-target: { target: 1 }", new[] { 2.0, 3 }, "not beyond the lowest value 2")]
    public void What_cannot_be_computed_is_told_with_series_step_and_area(string step, double[] values, string sentence) =>
        Should.Throw<IndexException>(() => Made.Compute($"x: {{ from: a, steps: [{step}] }}", values)).Message.ShouldSatisfyAllConditions(
            message => message.ShouldStartWith("series \"x\", "),
            message => message.ShouldContain(sentence));

    [Theory]
    [InlineData(new[] { 5.0, -1 }, "the weight \"b\" of area A2 is -1; weights are 0 or more")]
    [InlineData(new[] { 0.0, Missing }, "no area with a value has a weight \"b\" above 0")]
    public void Weights_that_weigh_nothing_are_told_as_such(double[] weights, string sentence) =>
        Should.Throw<IndexException>(() => Made.Compute("x: { from: a, steps: [standardise: { weight: b }] }", [1, 2], weights)).Message.ShouldContain(sentence);

    [Theory]
    [InlineData("cumulative-share: { weight: b }", new[] { 0.1, 0.5, 0.6, 1.0 })]
    [InlineData("cumulative-share: { counting: half, highest-first: true, weight: b }", new[] { 0.95, 0.7, 0.45, 0.2 })]
    [InlineData("classes: { by: quantiles, count: 2, lowest-first: true, weight: b }", new[] { 1.0, 1, 2, 2 })]
    [InlineData("classes: { by: quantiles, count: 3, lowest-first: true, weight: b }", new[] { 1.0, 2, 2, 3 })]
    [InlineData("limit: { side: above, percentile: 50, weight: b }", new[] { 0.0, 0, 1, 1 })]
    [InlineData("limit: { side: at-least, of-median: 1.4, weight: b }", new[] { 0.0, 0, 1, 1 })]
    public void Weights_make_shares_and_quantiles_those_of_the_population(string step, double[] expected)
    {
        var x = Made.Compute($"x: {{ from: a, steps: [{step}] }}", [1, 2, 3, 4], [100, 400, 100, 400]);

        for (var i = 0; i < x.Length; i++)
        {
            Made.ShouldBeNear(x[i], expected[i], $"value {i} of {step}");
        }
    }

    [Fact]
    public void Missing_values_are_filled_with_the_median_of_the_population() =>
        Made.Compute("x: { from: a, steps: [impute: { by: median, weight: b }] }", [1, 5, Missing], [1, 3, 9]).ShouldBe([1, 5, 5]);

    [Fact]
    public void Natural_breaks_have_the_least_squares_within_of_all_divisions()
    {
        double[] values = [4, 1, 7, 7.5, 30, 2, 29, 12, 13, 5.5];
        var classes = Made.Compute("x: { from: a, steps: [classes: { by: natural-breaks, count: 4 }] }", values);
        double Within(IEnumerable<IEnumerable<double>> groups) => groups.Sum(group => group.Sum(value => Math.Pow(value - group.Average(), 2)));

        var found = Within(values.Zip(classes).GroupBy(pair => pair.Second, pair => pair.First));
        var sorted = values.Order().ToArray();
        var least = double.PositiveInfinity;
        for (var i = 1; i < 8; i++)
        {
            for (var j = i + 1; j < 9; j++)
            {
                for (var k = j + 1; k < 10; k++)
                {
                    least = Math.Min(least, Within([sorted[..i], sorted[i..j], sorted[j..k], sorted[k..]]));
                }
            }
        }

        found.ShouldBe(least, 1e-9, "The search is exact.");
    }

    [Fact]
    public void A_likeliest_power_makes_lognormal_values_logarithmic()
    {
        double[] normal = [.. Enumerable.Range(1, 99).Select(i => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, i / 100.0))];
        var run = IndexComputation.Compute(Made.Definition("x: { from: a, steps: [box-cox] }", "[a]"), Made.Figures([.. normal.Select(Math.Exp)]));

        run.Fits["x"].Steps[0].Whole!.Parameters.Single().Value.ShouldBe(0, 1e-4, "The logarithm is Box–Cox with λ = 0.");
    }

    [Fact]
    public void A_step_within_groups_is_fitted_to_each_group_alone()
    {
        var figures = new IndexFigures(
            ["A1", "A2", "A3", "A4"], [KeyValuePair.Create("a", new double[] { 1, 3, 10, 30 })], [KeyValuePair.Create("county", new[] { "01", "01", "03", "03" })]);
        var run = IndexComputation.Compute(Made.Definition("x: { from: a, steps: [min-max: { within: county }] }", "[a]"), figures);

        run["x"].ToArray().ShouldBe([0, 1, 0, 1]);
    }

    [Fact]
    public void A_mean_may_be_weighed_by_the_population() =>
        Made.Compute("x: { from: a, steps: [standardise: { weight: b, unit: 1 }] }", [1, 5], [3, 1]).ShouldBe([-1, 3], "(3·1 + 1·5) / 4 = 2");

    [Fact]
    public void Outliers_are_drawn_in_until_skewness_and_kurtosis_are_within_limits_and_each_is_reported()
    {
        double[] values = [.. Enumerable.Range(1, 20), 500, 90];
        var run = IndexComputation.Compute(Made.Definition("x: { from: a, steps: [winsorise] }", "[a]"), Made.Figures(values));

        run.Log.Single(step => step.Operation == "winsorise").Cells.Select(cell => (cell.Area, cell.Before, cell.After))
            .ShouldBe([("A21", 500, 20), ("A22", 90, 20)]);
    }

    [Fact]
    public void Where_too_many_points_would_have_to_be_drawn_in_the_values_are_left_for_another_treatment()
    {
        double[] values = [.. Enumerable.Range(1, 20), 500, 90];
        Made.Compute("x: { from: a, steps: [winsorise: { at-most: 1 }] }", values).ShouldBe(values);
        Made.Compute("x: { from: a, steps: [winsorise: { at-most: 1 }, log: { when-skew: 2, when-kurtosis: 3.5 }] }", values)[0].ShouldBe(0, "log 1");
    }
}
