using System.Text.Json;

namespace Utanforskap.Console.Tests.Analysis;

/// <summary><c>utan index compute</c> and <c>validate</c>: what they give, and how bad input is told.</summary>
[Collection(TakesTheConsole.Name)]
public sealed class IndexCommandsTests : IDisposable
{
    private const string Compute = "index compute --method @m.yaml --data @d.csv";
    private readonly AnalysisRun _run = new();

    public IndexCommandsTests() =>
        _run.Write("m.yaml", "index: made", "version: 1.0.0", "inputs: { a: { range: [0, 100] }, b: { suffix: \"%\", missing: [-9] } }", "series: { z: { from: a, steps: [standardise] }, x: { mean: [a, b] }, r: { from: x, steps: [rank] } }");

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Areas_have_values_or_the_reason_why_not()
    {
        _run.Write("d.csv", "area;a;b", "A1;1;4%", "A2;3;", "A3;5;2");
        var (exitCode, said, complained) = await _run.UtanAsync(Compute);

        exitCode.ShouldBe(0, complained);
        said.Split('\n')[..4].Select(line => line.Split(',')[2..]).ShouldBe([["x", "r", "status"], ["2.5", "2", ""], ["", "", "x: missing b; r: missing b"], ["3.5", "1", ""]]);
    }

    [Fact]
    public async Task Areas_that_take_no_part_are_not_counted_as_undecided()
    {
        _run.Write("m.yaml", "index: made", "version: 1.0.0", "areas: { at-least: { a: 2 } }", "inputs: [a, b]", "series: { x: { from: b, steps: [negate] }, high: { from: b, steps: [limit: { side: above, value: 3 }] } }");
        _run.Write("d.csv", "area,a,b", "A1,1,9", "A2,3,", "A3,3,4", "A4,3,0");

        var high = JsonDocument.Parse((await _run.UtanAsync(Compute + " --json")).Said).RootElement.GetProperty("series")[1].GetProperty("yes");
        (high.GetProperty("lowest").GetInt32(), high.GetProperty("highest").GetInt32()).ShouldBe((1, 2), "A1 is left out; only A2 cannot be decided.");
        (await _run.UtanAsync(Compute)).Said.ShouldContain("A4,0,0,");
    }

    [Fact]
    public async Task Classes_are_counted_from_lowest_to_highest_where_figures_are_missing()
    {
        _run.Write(
            "m.yaml", "index: made", "version: 1.0.0", "areas: { at-least: { n: 2 } }", "inputs: [a, b, n]",
            "series:", "  f-{}: { each: [a, b], from: \"{}\", steps: [limit: { side: above, value: 3 }] }", "  both: { all: [f-a, f-b] }", "  either: { any: [f-a, f-b] }", "  x: { first-true: [both, either] }");
        _run.Write("d.csv", "area,a,b,n", "A1,9,9,1", "A2,9,9,2", "A3,9,,2", "A4,0,,2", "A5,9,0,2");

        var report = JsonDocument.Parse((await _run.UtanAsync(Compute + " --json")).Said).RootElement.GetProperty("series").EnumerateArray().Last();
        report.GetProperty("classes").EnumerateArray().Select(c => $"{c.GetProperty("class")}: {c.GetProperty("areas").GetProperty("lowest")}–{c.GetProperty("areas").GetProperty("highest")}").ShouldBe(
            ["1: 1–2", "2: 1–3", "3: 0–1"], "A1 takes no part, A3 is of class 1 or 2, A4 of 2 or 3");
    }

    [Fact]
    public async Task An_optional_input_may_lack_all_figures()
    {
        _run.Write("m.yaml", "index: made", "version: 1.0.0", "inputs: { a: , b: { optional: true } }", "series: { x: { mean: [a, b], missing: drop }, y: { from: b, steps: [standardise] } }");
        _run.Write("d.csv", "area,a,b", "A1,1,", "A2,3,");

        (await _run.UtanAsync(Compute)).ShouldBe((0, "area,x,y,status\nA1,1,,y: missing b\nA2,3,,y: missing b\n", ""));
    }

    [Theory]
    [InlineData("index compute --method @m.yaml --data @d.csv --period soon", "--period cannot be \"soon\": The year that the figures are for, where inputs have a highest age; see `./utan index compute --help`.")]
    [InlineData("index certainty --method @m.yaml --data @d.csv --layer luck", "--layer cannot be \"luck\": Only this layer: precision, chance or choice")]
    [InlineData("segregation --data @d.csv --groups a,b --replicates many", "--replicates cannot be \"many\": How many resamples")]
    [InlineData("segregation --data @d.csv --groups a,b --replicates 3", "--replicates is at least 20; see `./utan segregation --help`.")]
    public async Task An_option_that_cannot_be_read_is_told_with_what_it_is_for(string line, string sentence)
    {
        var (exitCode, _, complained) = await _run.UtanAsync(line);

        exitCode.ShouldBe(2);
        complained.ShouldContain(sentence);
        complained.ShouldNotContain("System.");
    }

    [Fact]
    public async Task A_folder_is_no_definition()
    {
        var (exitCode, _, complained) = await _run.UtanAsync("index validate @.");
        exitCode.ShouldBe(1);
        complained.ShouldContain("there is no file");
        complained.ShouldNotContain("--state");
    }

    [Fact]
    public async Task A_report_counts_what_is_missing()
    {
        _run.Write("d.csv", "area,a,b", "A1,1,4", "A2,3,", "A3,5,2");
        var series = JsonDocument.Parse((await _run.UtanAsync(Compute + " --json")).Said).RootElement.GetProperty("series").EnumerateArray().Single(one => one.GetProperty("id").GetString() == "x");

        (series.GetProperty("areas").GetInt32(), series.GetProperty("missing").GetInt32()).ShouldBe((2, 1));
    }

    [Theory]
    [InlineData("area,a|A1,1", "d.csv line 1: there is no column \"b\"")]
    [InlineData("area,a,b|A1,1,2|A1,2,3", "d.csv line 3: area A1 stands on line 2 already")]
    [InlineData("area,a,b|A1,1,2|A2,x,3", "d.csv line 3, column a, area A2: \"x\" is not a number")]
    [InlineData("area,a,b|A1,1,2|A2,3", "d.csv line 3: 2 fields, but the first line names 3 columns")]
    [InlineData("area,a,b|A1,1,-9%|A2,2,-9", "d.csv, column b: no area has a figure there")]
    [InlineData("area,a,b|A1,1,|A2,2,..", "d.csv, column b: no area has a figure there")]
    [InlineData("area,a,b|A1,7,1|A2,7,2", "series \"z\", column \"a\", standardise: the values have no spread")]
    [InlineData("area,a,b|A1,7,1", "series \"z\", column \"a\", standardise: the values have no spread")]
    [InlineData("area,a,b|A1,7,1|A2,101,2", "input \"a\", area A2: 101 is outside its range, 0 to 100")]
    public async Task Bad_figures_are_one_sentence_that_names_their_place(string lines, string sentence)
    {
        _run.Write("d.csv", lines.Split('|'));
        var (exitCode, said, complained) = await _run.UtanAsync(Compute);

        (exitCode, said).ShouldBe((1, ""));
        complained.ShouldContain(sentence);
    }

    [Theory]
    [InlineData("series: { x: { mean: { a: 0, b: 0 } } }", "m.yaml(4,22): the weights sum to zero")]
    [InlineData("series: { x: { mean: [y, b] }, y: { from: x } }", "m.yaml(4,11): a circle: x reads y reads x")]
    [InlineData("series: { x: { mean: [a, c] } }", "m.yaml(4,11): series \"x\" reads \"c\", which is no input or series")]
    [InlineData("series: { x: { from: a, steps: [rnak] } }", "there is no step \"rnak\"; did you mean \"rank\"?")]
    public async Task A_wrong_definition_is_told_with_line_and_column(string series, string sentence)
    {
        _run.Write("m.yaml", "index: made", "version: 1.0.0", "inputs: [a, b]", series);
        var (exitCode, _, complained) = await _run.UtanAsync("index validate @m.yaml");

        exitCode.ShouldBe(1);
        complained.ShouldContain(sentence);
    }

    [Fact]
    public async Task One_area_alone_is_ranked_and_nothing_is_not_a_number()
    {
        _run.Write("m.yaml", "index: made", "version: 1.0.0", "inputs: [a, b]", "series: { x: { mean: [a, b] }, r: { from: x, steps: [rank] }, d: { from: r, steps: [rank-group: 10] } }");
        _run.Write("d.csv", "area,a,b", "A1,7,1");

        (await _run.UtanAsync(Compute)).ShouldBe((0, "area,x,r,d\nA1,4,1,10\n", ""));
    }
}
