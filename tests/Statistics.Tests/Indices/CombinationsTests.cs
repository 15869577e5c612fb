using Utanforskap.Statistics.Certainty;
using Utanforskap.Statistics.Indices;

namespace Utanforskap.Statistics.Tests.Indices;

public sealed class CombinationsTests
{
    private const double Missing = double.NaN;

    [Theory]
    [InlineData("mean: [a, b, c]", 1, 2, 6, 3)]
    [InlineData("mean: { a: 1, b: 2, c: 1 }", 1, 2, 6, 2.75)]
    [InlineData("sum: { a: 0.5, b: 0.25, c: 0.1 }", 1, 2, 6, 1.6)]
    [InlineData("sum: { a: 1, b: -1 }", 5, 2, 0, 3)]
    [InlineData("product: [a, b, c]", 1, -2, 6, -12)]
    [InlineData("product: { a: 1, b: -1, c: 2 }", 6, 2, 3, 27)]
    [InlineData("geometric-mean: [a, b, c]", 1, 2, 4, 2)]
    [InlineData("geometric-mean: [a, b, c]", 1, 0, 4, 0)]
    [InlineData("geometric-mean: { a: 1, b: 0, c: 1 }", 1, 0, 4, 2)]
    [InlineData("power-mean: [a, b, c]\n  exponent: 0.5", 1, 0, 4, 1)]
    [InlineData("harmonic-mean: [a, b, c]", 1, 2, 4, 12.0 / 7)]
    [InlineData("power-mean: [a, b, c]\n  exponent: 2", 1, 2, 6, 3.6968455021364721)]
    [InlineData("minimum: [a, b, c]", 3, 2, 6, 2)]
    [InlineData("maximum: [a, b, c]", 3, 2, 6, 6)]
    [InlineData("first-present: [a, b, c]", Missing, 2, 6, 2)]
    [InlineData("ratio: { numerator: a, denominator: b, per: 100 }", 1, 4, 0, 25)]
    [InlineData("ratio: { numerator: a, denominator: b }", 1, 0, 0, Missing)]
    [InlineData("mean: [a, b, c]", 1, Missing, 6, Missing)]
    [InlineData("mean: { a: 1, b: 2, c: 1 }\n  missing: drop", 1, Missing, 6, 3.5)]
    [InlineData("mean: [a, b, c]\n  missing: drop\n  available: 0.6", 1, Missing, 6, 3.5)]
    [InlineData("mean: [a, b, c]\n  missing: drop\n  available: 0.7", 1, Missing, 6, Missing)]
    [InlineData("sum: [a, b, c]\n  missing: drop", 1, Missing, 6, 7)]
    [InlineData("sum: [a, b, c]\n  missing: drop\n  renormalise: true", 1, Missing, 6, 10.5)]
    [InlineData("mean: [a, b, c]\n  missing: drop", Missing, Missing, Missing, Missing)]
    public void Parts_are_combined_as_their_kind_says(string origin, double a, double b, double c, double expected) =>
        Made.ShouldBeNear(Made.Compute($"x:\n  {origin}", [a], [b], [c]).Single(), expected, origin);

    [Theory]
    [InlineData("geometric-mean: [a, b]", -1, "the value -1 has no place in a geometric mean, which needs values of 0 or more")]
    [InlineData("power-mean: [a, b], exponent: 2", -1, "the value -1 has no place in a power mean, which needs values of 0 or more")]
    [InlineData("power-mean: [a, b], exponent: -1", 0, "the value 0 has no place in a power mean, which needs positive values")]
    [InlineData("harmonic-mean: [a, b]", 0, "the value 0 has no place in a harmonic mean, which needs positive values")]
    public void A_value_that_a_mean_has_no_place_for_is_told_with_its_area(string origin, double a, string sentence) =>
        Should.Throw<IndexException>(() => Made.Compute($"x: {{ {origin} }}", [2, a], [1, 1])).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain("area A2"),
            message => message.ShouldContain(sentence));

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 1, Missing, 1)]
    [InlineData(1, Missing, Missing, Missing)]
    [InlineData(0, 0, Missing, 0)]
    [InlineData(0, 1, Missing, Missing)]
    public void Two_of_three_is_decided_by_bounds_where_flags_are_missing(double a, double b, double c, double expected) =>
        Made.Compute("x: { at-least: [a, b, c], count: 2 }", [a], [b], [c]).Single().ShouldBe(expected);

    [Theory]
    [InlineData(1, 0, 0, 1)]
    [InlineData(0, Missing, 1, Missing)]
    [InlineData(0, 0, 1, 3)]
    [InlineData(0, 0, 0, 4)]
    public void The_first_true_flag_numbers_the_class(double a, double b, double c, double expected) =>
        Made.Compute("x: { first-true: [a, b, c] }", [a], [b], [c]).Single().ShouldBe(expected);

    [Theory]
    [InlineData("b, a", 2)]
    [InlineData("c, b, a", 3)]
    [InlineData("a", 1)]
    public void The_possible_classes_of_an_area_are_those_that_some_figure_in_place_of_each_missing_one_gives(string flags, int count)
    {
        var definition = Made.Definition($"x: {{ first-true: [{flags}] }}", $"[{string.Join(", ", "abc".Take(count))}]");
        double[] values = [0, 1, Missing];
        double[][] rows = [.. Enumerable.Range(0, (int)Math.Pow(3, count)).Select(n => Enumerable.Range(0, count).Select(i => values[n / (int)Math.Pow(3, i) % 3]).ToArray())];

        var run = Run(rows);

        foreach (var (area, row) in rows.Index())
        {
            double[][] whole = [.. Filled(row)];
            double[] classes = [.. Run(whole)["x"].ToArray().Distinct()];
            run.PossibleClasses("x", area).ShouldBe(new RankInterval((int)classes.Min(), (int)classes.Max()), $"flags {string.Join(", ", row)}");
            double.IsNaN(run["x"][area]).ShouldBe(classes.Length > 1, $"flags {string.Join(", ", row)}");
        }

        IndexRun Run(double[][] areas) => IndexComputation.Compute(definition, Made.Figures([.. Enumerable.Range(0, count).Select(i => areas.Select(row => row[i]).ToArray())]));

        static IEnumerable<double[]> Filled(double[] row) => Array.FindIndex(row, double.IsNaN) is >= 0 and var open
            ? new[] { 0.0, 1.0 }.SelectMany(value => Filled([.. row.Select((was, i) => i == open ? value : was)]))
            : [row];
    }

    [Fact]
    public void Bounds_of_counts_leave_only_the_classes_that_can_be_reached()
    {
        var run = IndexComputation.Compute(
            Made.Definition("two: { at-least: [a, b, c], count: 2 }\nthree: { at-least: [a, b, c], count: 3 }\nx: { first-true: [three, two] }"),
            Made.Figures([1, 1, 0, 1, Missing], [1, 0, 0, Missing, Missing], [Missing, Missing, Missing, Missing, Missing]));

        Enumerable.Range(0, 5).Select(area => run.PossibleClasses("x", area)).ShouldBe(
            [new(1, 2), new(2, 3), new(3, 3), new(1, 3), new(1, 3)], "three are out of reach of the second, and two of the third");
    }

    [Fact]
    public void An_area_without_a_value_may_have_any_class_that_is_cut_from_it_and_one_that_takes_no_part_has_none()
    {
        var run = IndexComputation.Compute(
            Made.Definition("x: { from: a, steps: [classes: { by: limits, cuts: [2, 1] }] }", "[a, b]", "areas: { at-least: { b: 50 } }"),
            Made.Figures([5, Missing, Missing], [50, 50, 49]));

        Enumerable.Range(0, 3).Select(area => run.PossibleClasses("x", area)).ShouldBe([new RankInterval(1, 1), new(1, 3), null]);
    }

    /// <summary>Utanförskapets karta 2004: employment below 60 % and (turnout below 70 % or complete grades below 70 %).</summary>
    [Theory]
    [InlineData(59, 80, 60, 1)]
    [InlineData(59, 60, 80, 1)]
    [InlineData(59, 80, 80, 0)]
    [InlineData(60, 60, 60, 0)]
    [InlineData(59, Missing, 60, 1)]
    [InlineData(59, Missing, 80, Missing)]
    [InlineData(70, Missing, Missing, 0)]
    public void The_map_of_2004_is_a_definition(double employment, double turnout, double grades, double expected) =>
        Made.Compute(
            """
            low-{}: { each: [a], from: "{}", steps: [limit: { side: below, value: 60 }] }
            weak-{}: { each: [b, c], from: "{}", steps: [limit: { side: below, value: 70 }] }
            either: { any: [weak-b, weak-c] }
            x: { all: [low-a, either] }
            """,
            [employment], [turnout], [grades]).Single().ShouldBe(expected);

    [Fact]
    public void A_flag_that_is_no_flag_is_told_with_its_area() =>
        Should.Throw<IndexException>(() => Made.Compute("x: { any: [a, b] }", [0, 2], [0, 0])).Message.ShouldBe(
            "series \"x\", at-least, area A2: the value 2 is neither 0 nor 1: only flags (see limit) can be counted.");

    [Fact]
    public void The_first_component_of_two_standardised_parts_weighs_them_the_same()
    {
        var definition = Made.Definition("z-{}: { each: inputs, from: \"{}\", steps: [standardise] }\nx: { sum: [z-a, z-b], weights: principal-component }", "[a, b]");
        var run = IndexComputation.Compute(definition, Made.Figures([1, 2, 3, 4], [2, 1, 4, 3]));

        run.Fits["x"].Weights.ShouldBe([Math.Sqrt(0.5), Math.Sqrt(0.5)], 1e-12, "The unit vector (1, 1) / √2.");
    }

    [Fact]
    public void A_factor_that_made_the_parts_is_found_with_their_loadings()
    {
        // Parts whose correlations are exactly λᵢ·λⱼ: an orthogonal design of a factor and a unique part for each.
        double[] loadings = [0.9, 0.7, 0.5];
        var design = Hadamard();
        var parts = loadings.Select((loading, i) => design[0].Zip(design[i + 1], (factor, unique) => (loading * factor) + (Math.Sqrt(1 - (loading * loading)) * unique)).ToArray()).ToArray();
        var run = IndexComputation.Compute(Made.Definition("x: { mean: [a, b, c], weights: first-factor }"), Made.Figures(parts));

        // Thomson's weights are in proportion to λ / (1 − λ²).
        var expected = loadings.Select(loading => loading / (1 - (loading * loading))).ToArray();
        var weights = run.Fits["x"].Weights;
        for (var i = 0; i < 3; i++)
        {
            (weights[i] / weights[0]).ShouldBe(expected[i] / expected[0], 1e-6);
        }
    }

    [Fact]
    public void Optimised_weights_give_each_part_its_importance()
    {
        double[][] columns = [[1, 5, 2, 8, 7, 3], [2, 9, 3, 4, 5, 1], [5, 6, 9, 7, 9, 2]];
        var run = IndexComputation.Compute(
            Made.Definition("z-{}: { each: inputs, from: \"{}\", steps: [standardise] }\nx: { sum: { z-a: 1, z-b: 1, z-c: 1 }, weights: optimised }"), Made.Figures(columns));

        double Squared(double[] part)
        {
            var whole = run["x"].ToArray();
            var (p, w) = (part.Average(), whole.Average());
            var covariance = part.Zip(whole).Sum(pair => (pair.First - p) * (pair.Second - w));
            return covariance * covariance / (part.Sum(v => (v - p) * (v - p)) * whole.Sum(v => (v - w) * (v - w)));
        }

        var importance = columns.Select(Squared).ToArray();
        importance.ShouldAllBe(one => Math.Abs(one - importance[0]) < 1e-9, "Equal importance was asked for.");
    }

    [Fact]
    public void A_part_that_loads_too_little_is_taken_out()
    {
        var definition = Made.Definition("x: { sum: [a, b, c], weights: principal-component, drop-loadings-below: 0.3 }");
        var run = IndexComputation.Compute(definition, Made.Figures([1, 2, 3, 4], [2, 4, 6, 8.5], [1, -1, -1, 1]));

        run.Fits["x"].Weights[2].ShouldBe(0, "It has nothing to do with the others.");
        run.Fits["x"].Weights[0].ShouldBe(Math.Sqrt(0.5), 1e-6);
    }

    private static double[][] Hadamard() => [.. Enumerable.Range(1, 4).Select(row => Enumerable.Range(0, 8).Select(column => System.Numerics.BitOperations.PopCount((uint)(row & column)) % 2 == 0 ? 1.0 : -1).ToArray())];
}
