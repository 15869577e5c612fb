using Utanforskap.Definitions;
using Utanforskap.Statistics.Indices.Reading;

namespace Utanforskap.Statistics.Tests.Indices;

public sealed class IndexFileTests
{
    private const string Head = "index: made\nversion: 1.0.0\ninputs: { a: , b: { direction: falling } }\n";

    [Theory]
    [InlineData("series: { x: { from: c } }", "made.yaml(4,11): series \"x\" reads \"c\", which is no input or series")]
    [InlineData("series: { x: { from: y }, y: { mean: [x, a] } }", "made.yaml(4,11): a circle: x reads y reads x")]
    [InlineData("series: { x: { from: x } }", "made.yaml(4,11): a circle: x reads x")]
    [InlineData("series: { a: { from: b } }", "made.yaml(4,11): there is an input or series \"a\" already")]
    [InlineData("series: { x: { from: a, mean: [a] } }", "made.yaml(4,31): series \"x\" needs exactly one of from, ratio, mean")]
    [InlineData("series: { x: { steps: [rank] } }", "made.yaml(4,14): series \"x\" needs exactly one of")]
    [InlineData("series: { x: { from: a, steps: [rnk] } }", "made.yaml(4,33): there is no step \"rnk\"; did you mean \"rank\"?")]
    [InlineData("series: { x: { from: a, steps: [rank: { tie: average }] } }", "made.yaml(4,41): unknown field \"tie\" in rank; did you mean \"ties\"?")]
    [InlineData("series: { x: { from: a, steps: [rank: { ties: mean }] } }", "made.yaml(4,47): \"mean\" is not known here; ")]
    [InlineData("series: { x: { from: a, steps: [min-max: { from: none }] } }", "made.yaml(4,50): \"from\" must be a number")]
    [InlineData("series: { x: { from: a, steps: [goalposts: { lower: 1 }] } }", "made.yaml(4,33): goalposts needs the field \"upper\"")]
    [InlineData("series: { x: { from: a, steps: [limit: { side: above }] } }", "made.yaml(4,40): limit: needs exactly one of \"value\"")]
    [InlineData("series: { x: { from: a, steps: [classes: { by: deviations, cuts: [1, 2] }] } }", "made.yaml(4,42): classes: \"cuts\" are numbers, each lower")]
    [InlineData("series: { x: { sum: [a, b], steps: [orient] } }", "made.yaml(4,37): orient goes by the direction of an input")]
    [InlineData("series: { x: { mean: { a: 1, b: -1 } } }", "made.yaml(4,22): the weights sum to zero")]
    [InlineData("series: { x: { sum: { a: 0, b: 0 } } }", "made.yaml(4,21): all weights are zero")]
    [InlineData("series: { x: { product: [a, b], weights: principal-component } }", "a product's weights are exponents")]
    [InlineData("series: { x: { from: a, steps: [rank: { weight: b }] } }", "rank weighs nothing as it is set")]
    [InlineData("series: { x: { from: a } }\nareas: { at-least: { c: 5 } }", "made.yaml(5,22): there is no input \"c\"")]
    [InlineData("series: { x: { from: a } }\nsummaries: { s: { by: county, measures: { m: { kind: rank, of: a } } } }", "there is no measure \"a\" before this one")]
    [InlineData("series: { x: { mean: [a, a] } }", "made.yaml(4,22): \"a\" stands in \"mean\" 2 times")]
    [InlineData("series: { x: { at-least: [a, b], count: 3 } }", "made.yaml(4,41): 3 of 2 can never be reached")]
    [InlineData("series: { x: { any: { a: 2 } } }", "\"any\" takes no weights")]
    [InlineData("series: { x: { mean: [a], available: 2, missing: drop } }", "made.yaml(4,38): \"available\" is a share from 0 to 1")]
    [InlineData("series: { x: { mean: [a], available: 0.5 } }", "\"available\" goes with missing: drop")]
    [InlineData("series: { x: { power-mean: [a, b] } }", "a power mean needs an \"exponent\"")]
    [InlineData("series: { x: { each: [a, b], from: \"{}\" } }", "a series for each of a list has {} in its name")]
    [InlineData("series: { x: { from: a, steps: [rank, standardise: { weight: people }] } }", "there is no input or series \"people\" to weigh by")]
    [InlineData("series: { x: { from: a, steps: [classes: { by: limits, cuts: [1] }], class-names: [{ sv: en, en: one }] } }", "series \"x\" has 2 classes and 1 names")]
    [InlineData("series: { x: { from: a } }\nsummaries: { s: { by: county, measures: { m: { kind: average, of: y } } } }", "made.yaml(5,67): there is no input or series \"y\"")]
    [InlineData("series: { x: { from: a } }\nareas: { require: [c] }", "made.yaml(5,19): there is no input \"c\"")]
    [InlineData("series: { x: { from: a }, x: { from: b } }", "not YAML")]
    [InlineData("sries: { x: { from: a } }", "unknown field \"sries\" in an index; did you mean \"series\"?")]
    public void A_mistake_is_told_with_line_and_column(string series, string sentence) =>
        Should.Throw<DefinitionException>(() => IndexFile.Read("made.yaml", Head + series)).Message.ShouldContain(sentence);

    [Fact]
    public void All_mistakes_are_told_at_once() =>
        Should.Throw<DefinitionException>(() => IndexFile.Read("made.yaml", Head + "series: { x: { from: c }, y: { from: d } }\nareas: { available: 3 }"))
            .Errors.Select(error => (error.Line, error.Column)).ShouldBe([(4, 11), (4, 27), (5, 21)]);

    [Fact]
    public void A_mistake_in_a_series_for_each_of_a_list_is_told_once() =>
        Should.Throw<DefinitionException>(() => IndexFile.Read("made.yaml", Head + "series: { \"z-{}\": { each: inputs, from: \"{}\", steps: [standardise: { weight: people }] } }"))
            .Errors.ShouldHaveSingleItem();

    [Theory]
    [InlineData("\",\"", ',')]
    [InlineData("\" \"", ' ')]
    public void A_mark_between_thousands_may_be_a_blank(string written, char read) =>
        Made.Definition("x: { from: a }", $"{{ a: {{ thousands: {written} }} }}").Inputs[0].Thousands.ShouldBe(read);

    [Fact]
    public void A_mark_between_thousands_is_one_character() =>
        Should.Throw<DefinitionException>(() => Made.Definition("x: { from: a }", "{ a: { thousands: \", \" } }")).Message.ShouldContain("\"thousands\" must be a single character");

    [Fact]
    public void Series_may_stand_in_any_order() =>
        Made.Definition("x: { mean: [y, z] }\nz: { from: y }\ny: { from: a }").Series.Select(series => series.Id).ShouldBe(["y", "z", "x"]);

    [Fact]
    public void A_step_reads_from_the_input_what_it_is_not_told_itself()
    {
        var definition = IndexFile.Read("made.yaml", "index: made\nversion: 1.0.0\ninputs: { a: { direction: falling, goalposts: [20, 85], target: 3 } }\nseries: { x: { from: y, steps: [goalposts] }, y: { from: a } }");
        definition.Series[1].Steps.Single().ShouldBe(new Statistics.Indices.Steps.Goalposts(20, 85, Falling: true));
    }

    [Theory]
    [InlineData("deviations: 1", null, -1.0, null)]
    [InlineData("percentile: 90", null, null, 10.0)]
    [InlineData("value: 70", 70.0, null, null)]
    public void Worse_than_is_below_for_what_should_be_high(string limit, double? value, double? deviations, double? percentile) =>
        Made.Definition($"x: {{ from: b, steps: [worse-than: {{ {limit} }}] }}", "{ b: { direction: falling } }").Series[0].Steps.Single()
            .ShouldBe(new Statistics.Indices.Steps.Limit(Statistics.Indices.Steps.Side.AtMost, value, deviations, percentile));

    [Fact]
    public void The_schema_that_editors_use_is_made_of_what_the_reader_reads() =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Indices", "index.schema.json")).ShouldBe(
            IndexSchema.Text(), "`./utan index schema > shared/Statistics/Methods/index.schema.json` writes it anew.");

    [Theory]
    [MemberData(nameof(Everything))]
    public void What_is_written_is_read_as_the_same_definition(string yaml)
    {
        var definition = IndexFile.Read("made.yaml", yaml);
        var written = IndexWriter.Write(definition);
        IndexWriter.Write(IndexFile.Read("written.yaml", written)).ShouldBe(written);
    }

    public static TheoryData<string> Everything() => new(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Indices", "sei.yaml")),
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Indices", "utanforskap.yaml")),
        """
        index: all
        version: "2"
        status: example
        name: { sv: "Allt: på en gång", en: "Everything \"at once\"" }
        areas: { key: kod, require: [a], available: 0.5 }
        inputs:
          a: { column: A col, missing: [-999, "*"], thousands: ",", range: [0, 100], goalposts: [1, 2], target: 3, note: "so: it is" }
          b: { numerator: n, denominator: d, per: 100, direction: falling, period-column: year, maximum-age: 4, definition-version: "2", bridges: { "1": { multiply: 2, add: 1 } } }
        series:
          i-{}: { each: inputs, from: "{}", steps: [impute: { by: mean, within: county }, winsorise: { at-most: 3 }, log: { range-share: 0.01, when-skew: 2, when-kurtosis: 3.5 }, orient: negate] }
          s: { sum: { i-a: 0.1, i-b: 2 }, missing: drop, available: 0.5, renormalise: true, shown: false }
          p: { power-mean: [i-a, i-b], exponent: -2 }
          w: { mean: [i-a, i-b], weights: first-factor, drop-loadings-below: 0.3 }
          r: { from: s, steps: [rank: { ties: average, within: county }, rank-share: r/(N+1), normal-score, standardise: { mean: 100, weight: a, sample: true }] }
          c: { from: s, steps: [classes: { by: natural-breaks, count: 3 }], class-names: [{ sv: hög, en: high }, { sv: mellan, en: middle }, { sv: låg, en: low }] }
          f: { from: s, steps: [limit: { side: below, percentile: 10 }] }
          l: { at-least: [f], count: 1 }
          q: { ratio: { numerator: a, denominator: b, per: 1000 } }
        summaries:
          counties: { by: county, population: a, measures: { m: { kind: extent, of: r, share: 0.2 } } }
        """);
}
