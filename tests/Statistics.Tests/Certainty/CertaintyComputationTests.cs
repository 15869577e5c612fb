using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics;
using Utanforskap.Definitions;
using Utanforskap.Statistics.Certainty;
using Utanforskap.Statistics.Certainty.Sensitivity;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Reading;
using Utanforskap.Testing;

namespace Utanforskap.Statistics.Tests.Certainty;

public sealed class CertaintyComputationTests
{
    [Fact]
    public void A_mean_of_three_rounded_parts_reaches_a_fixed_limit_by_the_distribution_of_a_sum_of_uniforms()
    {
        var definition = Sei.Definition(Sei.Rounded, "classes: { by: limits, cuts: [10] }");
        var figures = Figures(("v1", [10.0, 10, 10]), ("v2", [10.0, 10.1, 9.9]), ("v3", [10.1, 9.8, 10]), ("n", [1.0, 1, 1]));

        var areas = Sei.Of(definition, figures, new DrawOptions(100_000)).Areas;

        // Sum of three figures − 30 is an excess in units of 0.1; P(sum of three U(−½, ½) ≥ −excess), Irwin and Hall.
        foreach (var (area, excess) in areas.Zip([1.0, -1, -1]))
        {
            var x = 1.5 + excess;
            var below = (Math.Pow(x, 3) - (3 * Math.Pow(Math.Max(0, x - 1), 3)) + (3 * Math.Pow(Math.Max(0, x - 2), 3))) / 6;
            area.Probabilities[0].ShouldBe(below, 4 * Math.Sqrt(below * (1 - below) / 100_000), area.Area);
        }
    }

    [Fact]
    public void A_share_beyond_a_fixed_limit_has_the_tail_of_the_binomial_exactly()
    {
        var definition = Read(
            """
            inputs: [v]
            series: { flag: { from: v, steps: [limit: { side: at-least, value: 10 }] } }
            certainty: { chance: { inputs: { v: { size: n, per: 100, household: 2 } } } }
            """);

        var certainty = Sei.Of(definition, Figures(("v", [8.0, 9.5, double.NaN]), ("n", [400.0, 20_000, 1000])), new DrawOptions(20_000));

        certainty.Probabilities.ShouldBe(Found.Exactly);

        // P(K ≥ k) of n trials is the regularised incomplete beta function I_p(k, n − k + 1).
        certainty.Areas[0].Probabilities[1].ShouldBe(SpecialFunctions.BetaRegularized(20, 181, 0.08), 1e-12);
        certainty.Areas[1].Probabilities[1].ShouldBe(SpecialFunctions.BetaRegularized(1000, 9001, 0.095), 1e-10);
        certainty.Areas[2].ShouldSatisfyAllConditions(missing => missing.None.ShouldBe(1), missing => missing.Category.ShouldBeNull());
    }

    [Fact]
    public void Draws_of_chance_agree_with_the_tail_of_the_binomial()
    {
        // A series of its own between two inputs cannot be had by formula, so it is drawn; the second input is fixed.
        var definition = Read(
            """
            inputs: [v, w]
            series: { x: { sum: [v, w] }, flag: { from: x, steps: [limit: { side: at-least, value: 10 }] } }
            certainty: { chance: { inputs: { v: { size: n, per: 100 } } } }
            """);
        var figures = Figures(("v", [8.0, 9.5, 0]), ("w", [0.0, 0, 12]), ("n", [200.0, 10_000, 10]));

        var certainty = Sei.Of(definition, figures, new DrawOptions(100_000));

        certainty.Probabilities.ShouldBe(Found.Draws);
        certainty.Areas[0].Probabilities[1].ShouldBe(SpecialFunctions.BetaRegularized(20, 181, 0.08), 0.005);
        certainty.Areas[1].Probabilities[1].ShouldBe(SpecialFunctions.BetaRegularized(1000, 9001, 0.095), 0.005);
        certainty.Areas[2].Probabilities[1].ShouldBe(1);
    }

    [Fact]
    public void K_of_n_independent_flags_follow_the_poisson_binomial_distribution_and_correlated_ones_are_drawn()
    {
        const string template =
            """
            inputs: [a, b]
            series:
              over-{}: { each: inputs, from: "{}", steps: [limit: { side: above, value: 50 }] }
              both: { all: [over-a, over-b] }
            certainty: { chance: { inputs: { a: { size: 101, per: 100 }, b: { size: 101, per: 100 } }, correlation: CORRELATION } }
            """;
        var figures = Figures(("a", [50.0, 50]), ("b", [50.0, double.NaN]));

        var independent = Sei.Of(Read(template.Replace("CORRELATION", "0", StringComparison.Ordinal)), figures);
        var correlated = Sei.Of(Read(template.Replace("CORRELATION", "0.6", StringComparison.Ordinal)), figures, new DrawOptions(200_000));

        independent.Probabilities.ShouldBe(Found.Exactly);
        independent.Areas[0].Probabilities[1].ShouldBe(0.25, 1e-9, "An odd number of persons is above one half by even chances.");
        independent.Areas[1].ShouldSatisfyAllConditions(
            open => open.Probabilities[1].ShouldBe(0), open => open.Probabilities[0].ShouldBe(0.5, 1e-9), open => open.None.ShouldBe(0.5, 1e-9));
        correlated.Probabilities.ShouldBe(Found.Draws);
        correlated.Areas[0].Probabilities[1].ShouldBe(0.25 + (Math.Asin(0.6) / (2 * Math.PI)), 0.005, "Sheppard's formula of the normal quadrant.");
    }

    [Theory]
    [InlineData(Sei.Rounded)]
    [InlineData(Sei.Chance)]
    [InlineData(Sei.Choice)]
    public void The_same_seed_gives_the_same_bits_on_any_number_of_threads(string certainty)
    {
        var (definition, figures) = (Sei.Definition(certainty), Sei.Country(301));

        var one = Sei.Of(definition, figures, new DrawOptions(1000, 42) { Threads = 1 });

        Text(Sei.Of(definition, figures, new DrawOptions(1000, 42) { Threads = 7 })).ShouldBe(Text(one));
        Text(Sei.Of(definition, figures, new DrawOptions(1000, 43) { Threads = 1 })).ShouldNotBe(Text(one), "Another seed, other draws.");
    }

    [Theory]
    [InlineData(Sei.Rounded)]
    [InlineData(Sei.Chance)]
    [InlineData(Sei.Choice)]
    public void Probabilities_sum_to_one_and_intervals_hold_the_ranks_that_are_possible(string certainty) => Prop.ForAll(
        Gen.Choose(8, 60).SelectMany(areas => Gen.Choose(0, 1_000_000).Select(seed => (areas, seed))).ToArbitrary(),
        country =>
        {
            var found = Sei.Of(Sei.Definition(certainty), Sei.Country(country.areas, country.seed), new DrawOptions(300));

            found.Areas.ShouldAllBe(area => Math.Abs(area.Probabilities.Sum() + area.None - 1) < 1e-12);
            found.Areas.ShouldAllBe(area => area.Ranks!.Value.Lowest >= 1 && area.Ranks.Value.Lowest <= area.Ranks.Value.Highest && area.Ranks.Value.Highest <= country.areas);
            found.Areas.Where(area => area.Possible is not null).ShouldAllBe(area => area.Probabilities.Select((p, i) => p == 0 || (i + 1 >= area.Possible!.Value.Lowest && i + 1 <= area.Possible.Value.Highest)).All(inside => inside));
            found.Areas.Where(area => area.PossibleRanks is not null).ShouldAllBe(area => area.PossibleRanks!.Value.Lowest <= area.Ranks!.Value.Lowest && area.Ranks.Value.Highest <= area.PossibleRanks.Value.Highest);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rounding_to_fewer_decimals_never_decides_more() => Prop.ForAll(
        Gen.Choose(0, 1_000_000).ToArbitrary(),
        seed =>
        {
            var figures = Sei.Country(40, seed);
            var found = new[] { 2, 1, 0 }.Select(decimals => Sei.Of(Sei.Definition(Sei.Rounded.Replace("decimals: 1", $"decimals: {decimals}", StringComparison.Ordinal)), figures, new DrawOptions(1))).ToArray();

            foreach (var (finer, coarser) in found.Zip(found.Skip(1)))
            {
                finer.Decisions.ShouldBe(Found.Exactly);
                finer.Areas.Zip(coarser.Areas).All(pair => Holds(pair.Second.Possible, pair.First.Possible) && Holds(pair.Second.PossibleRanks, pair.First.PossibleRanks))
                    .ShouldBeTrue("What finer figures leave possible, coarser ones do.");
            }

            static bool Holds(RankInterval? outer, RankInterval? inner) => outer!.Value.Lowest <= inner!.Value.Lowest && inner.Value.Highest <= outer.Value.Highest;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_area_on_a_limit_cannot_be_decided_and_one_far_from_all_is()
    {
        var figures = Sei.Country(3363);

        var certainty = Sei.Of(Sei.Definition(Sei.Rounded), figures, new DrawOptions(500));

        var open = certainty.Areas.Where(area => !area.IsDecided).ToArray();
        open.Length.ShouldBeInRange(10, 200, "A few areas of a hundred lie within the rounding of a limit.");
        certainty.Areas.Except(open).ShouldAllBe(area => area.Probabilities[area.Category!.Value - 1] == 1, "A decided area has its class in all draws.");
        open.Count(area => area.Probabilities.Max() < 0.999).ShouldBeGreaterThan(open.Length / 4, "Many open areas are seen in two classes.");
    }

    [Fact]
    public void A_suppressed_count_is_any_below_the_threshold_and_one_that_is_unknown_stays_missing()
    {
        var definition = Read(
            """
            inputs: { share: { numerator: poor, denominator: all, per: 100 } }
            series: { flag: { from: share, steps: [limit: { side: at-least, value: 2 }] } }
            certainty: { precision: { share: { suppressed-below: 5, suppressed-where: hidden } } }
            """);
        var figures = Figures(("poor", [double.NaN, double.NaN, 3]), ("all", [100.0, 100, 100]), ("hidden", [1.0, 0, 0]));

        var certainty = Sei.Of(definition, figures, new DrawOptions(50_000));

        certainty.Areas[0].Probabilities[1].ShouldBe(0.6, 0.01, "2, 3 and 4 of 0 to 4.");
        certainty.Areas[0].Category.ShouldBeNull("The published figures have no value.");
        certainty.Areas[1].None.ShouldBe(1);
        certainty.Areas[2].ShouldSatisfyAllConditions(exact => exact.Probabilities[1].ShouldBe(1), exact => exact.IsDecided.ShouldBeTrue());
    }

    [Fact]
    public void Weights_within_a_range_give_the_class_by_the_share_of_weights_that_do()
    {
        // x = (w1·10 + w2·20)/(w1 + w2) ≥ 15 exactly where w2 ≥ w1: one half. With limit 20 never.
        var definition = Read(
            """
            inputs: [a, b]
            series: { x: { mean: [a, b] }, type: { from: x, steps: [classes: { by: limits, cuts: [15] }] } }
            certainty: { choice: { weights: { x: 0.3 } } }
            """);

        var certainty = Sei.Of(definition, Figures(("a", [10.0, 10]), ("b", [20.0, 20])), new DrawOptions(40_000));

        certainty.Areas[0].Probabilities[0].ShouldBe(0.5, 0.0125);
        certainty.Areas[0].Ranks.ShouldBe(new RankInterval(1, 1), "Both areas tie, and ties take the lowest rank.");
    }

    [Fact]
    public void Choices_that_matter_have_indices_and_dropping_an_indicator_has_its_effect()
    {
        var (definition, figures) = (Sei.Definition(Sei.Choice), Sei.Country(400));

        var sensitivity = MethodSensitivity.Of(definition, figures, 256, new DrawOptions());
        var drops = MethodSensitivity.DropOne(definition, figures);

        sensitivity.Choices.ShouldBe(["weight sei/part-v1", "weight sei/part-v2", "weight sei/part-v3", "limit type/1", "limit type/2", "limit type/3", "limit type/4", "parts"]);
        sensitivity.RankChange!.Factors[7].Total.Value.ShouldBeGreaterThan(0.5, "Standard scores instead of per cent lift the third part most.");
        sensitivity.RankChange.Factors[3].Total.ShouldBe(new SobolIndex(0, 0, 0), "A limit of classes moves no rank.");
        sensitivity.ClassChanges.Mean.ShouldBeGreaterThan(1);
        drops.Select(drop => drop.Input).ShouldBe(["v1", "v2", "v3"]);
        drops.ShouldAllBe(drop => drop.RankChange > 1 && drop.ClassChanges > 10);
    }

    [Theory]
    [InlineData("0", 0.5)]
    [InlineData("0.6", 0.7048)]
    [InlineData("1", 1)]
    public void A_change_of_class_is_the_surer_the_more_the_years_hang_together(string years, double same)
    {
        var definition = Read(
            $$"""
            inputs: [v]
            series: { flag: { from: v, steps: [limit: { side: above, value: 50 }] } }
            certainty: { chance: { inputs: { v: { size: 101, per: 100 } }, years: {{years}} } }
            """);
        var before = new IndexFigures(["A", "B", "C", "D"], [new("v", [50, 20, 50, double.NaN])]);
        var after = new IndexFigures(["D", "B", "A"], [new("v", [50, 90, 50])]);

        var changes = CertaintyComputation.OfChange(definition, before, after, new DrawOptions(100_000));

        changes.Select(change => change.Area).ShouldBe(["D", "B", "A"], "Areas that are in both years, in the later one's order.");
        changes[0].None.ShouldBe(1);
        changes[1].Higher.ShouldBe(1);

        // Two even chances agree with 1/2 + asin(ρ)/π.
        changes[2].Same.ShouldBe(same, 0.005);
        changes[2].Lower.ShouldBe((1 - same) / 2, 0.005);
        (changes[2].Lower + changes[2].Same + changes[2].Higher + changes[2].None).ShouldBe(1, 1e-12);
        CertaintyComputation.OfChange(definition, before, after, new DrawOptions(500) { Threads = 1 })
            .ShouldBe(CertaintyComputation.OfChange(definition, before, after, new DrawOptions(500) { Threads = 6 }));
    }

    [Theory]
    [InlineData(Sei.Rounded)]
    [InlineData(Sei.Chance)]
    [InlineData(Sei.Choice)]
    [InlineData("certainty: { of: type, precision: { v1: { cell-key: { variance: 1.5, largest: 4 }, suppressed-below: 5, suppressed-where: n } }, choice: { alternatives: { a: { b: { part-v1: [negate, min-max: { from: 1, to: 2 }] } } } } }")]
    public void What_is_written_is_read_as_the_same(string certainty)
    {
        var definition = Sei.Definition(certainty);

        var again = IndexFile.Read("again.yaml", IndexWriter.Write(definition));

        JsonSerializer.Serialize(again.Certainty).ShouldBe(JsonSerializer.Serialize(definition.Certainty));
        again.Certainty!.Choice?.Alternatives[0].Options[0].Steps["part-v1"].ShouldBe(definition.Certainty!.Choice!.Alternatives[0].Options[0].Steps["part-v1"]);
    }

    [Fact]
    public void Figures_of_another_version_are_rounded_before_their_bridge()
    {
        var definition = Read(
            """
            inputs: { v: { definition-version: "2", bridges: { "1": { multiply: 10, add: 1 } } } }
            series: { flag: { from: v, steps: [limit: { side: at-least, value: 21.25 }] } }
            certainty: { precision: { v: { decimals: 1 } } }
            """);
        var figures = new IndexFigures(["A", "B"], [new("v", [2.0, 2.1])], versions: new Dictionary<string, string> { ["v"] = "1" });

        var certainty = Sei.Of(definition, figures, new DrawOptions(50_000));

        certainty.Areas[0].Probabilities[1].ShouldBe(0.25, 0.01, "From 20.5 to 21.5, a quarter of it above the limit.");
        certainty.Areas[1].IsDecided.ShouldBeTrue();
    }

    [Fact]
    public void The_areas_of_Karlstad_have_the_classes_that_open_figures_decide()
    {
        var figures = Karlstad();

        // The limits of 2022 with the published index: the whole country is not in the file, so they are fixed here.
        var definition = Sei.Definition(Sei.Rounded, "classes: { by: limits, cuts: [20.04, 14.57, 9.1, 3.63] }");
        var certainty = Sei.Of(definition, figures, new DrawOptions(20_000));
        var sums = figures.Areas.Select((_, i) => Math.Round(10 * (figures.Numbers("v1")![i] + figures.Numbers("v2")![i] + figures.Numbers("v3")![i]))).ToArray();

        certainty.Decisions.ShouldBe(Found.Exactly);
        certainty.Areas.Count.ShouldBe(31);
        for (var i = 0; i < 31; i++)
        {
            // The index lies within 0.05 of the published parts' mean: half a unit of a tenth in each of three parts.
            var near = new[] { 20.04, 14.57, 9.1, 3.63 }.Any(limit => Math.Abs((sums[i] / 30) - limit) <= 0.05);
            certainty.Areas[i].IsDecided.ShouldBe(!near, figures.Areas[i]);
        }

        var relative = Sei.Of(Sei.Definition(Sei.Rounded), figures, new DrawOptions(5_000));
        relative.Decisions.ShouldBe(Found.Exactly);
        relative.Areas.Where(area => area.IsDecided).ShouldAllBe(area => area.Probabilities[area.Category!.Value - 1] == 1);
        relative.Areas.ShouldAllBe(area => area.PossibleRanks!.Value.Lowest <= area.Rank && area.Rank <= area.PossibleRanks.Value.Highest);
    }

    [Theory]
    [InlineData("certainty: {}", "4:12", "at least one of precision, chance, choice")]
    [InlineData("certainty: { precision: { w: { decimals: 1 } } }", "4:27", "there is no input \"w\"")]
    [InlineData("certainty: { precision: { v: { decimals: x } } }", "4:42", "\"decimals\" must be a whole number from -9 to 12")]
    [InlineData("certainty: { precision: { v: { cell-key: { variance: 9, largest: 3 } } } }", "4:42", "variance\" above 0 and below")]
    [InlineData("certainty: { precision: { v: { decimals: 1, cell-key: { variance: 2, largest: 3 } } } }", "4:30", "exclude each other")]
    [InlineData("certainty: { precision: { v: { suppressed-below: 5 } } }", "4:30", "goes with \"suppressed-where\"")]
    [InlineData("certainty: { chance: { inputs: { v: { per: 100 } } } }", "4:37", "needs \"size\"")]
    [InlineData("certainty: { chance: { inputs: { v: { size: n } }, correlation: [[1, 2]] } }", "4:65", "1 lists of 1 numbers")]
    [InlineData("certainty: { chance: { inputs: { v: { size: n } }, years: 2 } }", "4:59", "from 0 to 1")]
    [InlineData("certainty: { choice: { weights: { type: 0.2 } } }", "4:35", "no given weights")]
    [InlineData("certainty: { choice: { limits: { type: 0.5 } } }", "4:34", "would change places")]
    [InlineData("certainty: { choice: { alternatives: { a: { b: { typ: [negate] } } } } }", "4:50", "there is no series \"typ\"; did you mean \"type\"?")]
    [InlineData("certainty: { of: v }", "4:18", "there is no series \"v\"")]
    public void Mistakes_are_told_with_their_place(string certainty, string place, string sentence)
    {
        var yaml = $"index: x\nversion: 1.0.0\n{{0}}\n{certainty}".Replace("{0}", "inputs: [v]\nseries: { type: { from: v, steps: [classes: { by: limits, cuts: [2, 1] }] } }", StringComparison.Ordinal)
            .Replace("inputs: [v]\nseries", "inputs: [v]\n#\nseries", StringComparison.Ordinal);
        var line = yaml.Split('\n').Index().Single(at => at.Item.StartsWith("certainty", StringComparison.Ordinal)).Index + 1;

        var mistakes = Should.Throw<DefinitionException>(() => IndexFile.Read("x.yaml", yaml));

        mistakes.Errors.ShouldContain(
            error => error.Message.Contains(sentence, StringComparison.Ordinal) && $"{error.Line - line + 4}:{error.Column}" == place,
            $"expected \"{sentence}\" at {place}, got {string.Join(" | ", mistakes.Errors.Select(error => $"{error.Line - line + 4}:{error.Column} {error.Message}"))}");
    }

    [Fact]
    public void Figures_that_do_not_go_with_what_is_stated_are_named()
    {
        var (chance, figures) = (Sei.Definition(Sei.Chance), Sei.Country(20));
        Should.Throw<IndexException>(() => Sei.Of(chance, figures.With([new("v1", [.. Enumerable.Repeat(120.0, 20)])]))).Message.ShouldContain("chance of \"v1\", area A000000: 120 is no share of 100");
        Should.Throw<IndexException>(() => Sei.Of(chance, figures.With([new("n", new double[20])]))).Message.ShouldContain("a share of 0 persons");
        Should.Throw<IndexException>(() => CertaintyComputation.Compute(chance, figures, CertaintyLayer.Precision, new DrawOptions(1))).Message.ShouldContain("states no \"precision\"");
        var noise = Sei.Definition("certainty: { precision: { v1: { cell-key: { variance: 1, largest: 2 } } } }");
        Should.Throw<IndexException>(() => Sei.Of(noise, figures)).Message.ShouldContain("is no count");
        var hidden = Sei.Definition("certainty: { precision: { v1: { suppressed-below: 5, suppressed-where: nowhere } } }");
        Should.Throw<IndexException>(() => Sei.Of(hidden, figures)).Message.ShouldContain("\"nowhere\"");
    }

    private static IndexDefinition Read(string yaml) => IndexFile.Read("x.yaml", "index: x\nversion: 1.0.0\n" + yaml);

    private static IndexFigures Figures(params (string Name, double[] Values)[] columns) => new(
        [.. Enumerable.Range(0, columns[0].Values.Length).Select(i => $"A{i}")], columns.Select(column => KeyValuePair.Create(column.Name, column.Values)));

    private static string Text(LayerCertainty certainty) => JsonSerializer.Serialize(certainty);

    private static IndexFigures Karlstad()
    {
        var folder = SharedData.Find("karlstad/TAB6586");
        using var table = JsonDocument.Parse(File.ReadAllText(Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Last()));
        var root = table.RootElement;
        string[] Codes(string dimension) => [.. root.GetProperty("dimension").GetProperty(dimension).GetProperty("category").GetProperty("index").EnumerateObject().OrderBy(code => code.Value.GetInt32()).Select(code => code.Name)];
        var (areas, contents) = (Codes("Region"), Codes("ContentsCode"));
        var values = root.GetProperty("value").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        double[] Column(string code) => [.. areas.Select((_, area) => values[(area * contents.Length) + Array.IndexOf(contents, code)])];
        return new IndexFigures(areas, [new("v1", Column("V1")), new("v2", Column("V2")), new("v3", Column("V3"))]);
    }
}
