using System.Text.Json;

namespace Utanforskap.Console.Tests.Analysis;

/// <summary><c>utan index compute --log</c>, <c>replay</c> and <c>compare</c>, and versions of indicators' own definitions.</summary>
[Collection(TakesTheConsole.Name)]
public sealed class IndexLogTests : IDisposable
{
    private readonly AnalysisRun _run = new();

    public IndexLogTests()
    {
        _run.Write(
            "m.yaml",
            "index: made",
            "version: 1.0.0",
            "inputs: { a: , b: , n: , rate: { numerator: a, denominator: n, per: 100 } }",
            "series:",
            "  za: { from: a, steps: [impute: median, winsorise: { skew: 1, kurtosis: 1 }, standardise: { weight: n }] }",
            "  zb: { from: b, steps: [min-max: { within: county, to: 100 }] }",
            "  zr: { from: rate, steps: [rank: { highest-first: false, ties: average }, rank-share: r/(N+1), normal-score] }",
            "  whole: { sum: [za, zb, zr], weights: principal-component, missing: drop }",
            "  rank: { from: whole, steps: [rank] }",
            "  type: { from: whole, steps: [classes: { by: deviations, cuts: [1, 0, -1] }] }");
        _run.Write("d.csv", Lines(area => area == 7 ? "" : area == 3 ? "900" : $"{area * 7 % 13}"));
    }

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(14)]
    public async Task A_run_is_regenerated_from_any_step_of_its_log(int from)
    {
        await OkAsync("index compute --method @m.yaml --data @d.csv --out @o.csv --log @l.json");
        var said = await OkAsync($"index replay --method @m.yaml --data @d.csv --log @l.json --from {from} --out @again.csv");

        said.ShouldBe("All 14 steps are the same.\n");
        File.ReadAllBytes(_run.Path("again.csv")).ShouldBe(File.ReadAllBytes(_run.Path("o.csv")));
    }

    [Fact]
    public async Task A_parameter_that_the_definition_gives_stands_in_the_log_once()
    {
        _run.Write(
            "given.yaml",
            "index: given",
            "version: 1.0.0",
            "inputs: [a]",
            "series: { x: { from: a, steps: [impute: { by: value, value: 0 }, winsorise: { upper: 10 }, min-max: { minimum: 0 }, standardise: { centre: 0.5 }] } }");
        await OkAsync("index compute --method @given.yaml --data @d.csv --out @o.csv --log @l.json");

        (await OkAsync("index replay --method @given.yaml --data @d.csv --log @l.json")).ShouldBe("All 5 steps are the same.\n");
        JsonDocument.Parse(File.ReadAllText(_run.Path("l.json"))).RootElement.GetProperty("steps")[3].GetProperty("arguments").GetProperty("minimum").GetString().ShouldBe("0");
    }

    [Fact]
    public async Task A_replay_measures_other_figures_by_the_logged_parameters_from_the_step_that_is_asked_for()
    {
        await OkAsync("index compute --method @m.yaml --data @d.csv --log @l.json");
        _run.Write("d2.csv", Lines(area => area == 7 ? "" : area == 3 ? "900" : area == 5 ? "11" : $"{area * 7 % 13}"));

        var (exitCode, said, _) = await _run.UtanAsync("index replay --method @m.yaml --data @d2.csv --log @l.json --json");
        exitCode.ShouldBe(1, "Other figures give other results.");
        var differences = JsonDocument.Parse(said).RootElement.GetProperty("differences").EnumerateArray().ToArray();
        differences.SelectMany(step => step.GetProperty("arguments").EnumerateArray()).ShouldBeEmpty("No parameter is found anew, those of ranks aside, whose count is the same.");
        differences.First().GetProperty("step").GetProperty("series").GetString().ShouldBe("a");

        (exitCode, said, _) = await _run.UtanAsync("index replay --method @m.yaml --data @d2.csv --log @l.json --from 8 --json");
        exitCode.ShouldBe(1);
        JsonDocument.Parse(said).RootElement.GetProperty("differences").EnumerateArray().SelectMany(step => step.GetProperty("arguments").EnumerateArray()).Select(argument => argument.GetProperty("name").GetString())
            .ShouldContain("centre", "Steps before the one that is asked for are fitted to the figures at hand.");
    }

    [Fact]
    public async Task Two_logs_are_equal_or_tell_where_they_part()
    {
        await OkAsync("index compute --method @m.yaml --data @d.csv --log @l1.json");
        await OkAsync("index compute --method @m.yaml --data @d.csv --log @l2.json");
        File.ReadAllBytes(_run.Path("l2.json")).ShouldBe(File.ReadAllBytes(_run.Path("l1.json")), "The same run has the same log.");
        (await OkAsync("index compare @l1.json @l2.json")).ShouldBe("All 14 steps are the same.\n");

        File.WriteAllText(_run.Path("m2.yaml"), File.ReadAllText(_run.Path("m.yaml")).Replace("to: 100 }", "to: 10 }", StringComparison.Ordinal).Replace("normal-score]", "normal-score, round: 3]", StringComparison.Ordinal));
        await OkAsync("index compute --method @m2.yaml --data @d.csv --log @l2.json");
        var (exitCode, said, _) = await _run.UtanAsync("index compare @l1.json @l2.json --json");

        exitCode.ShouldBe(1);
        var report = JsonDocument.Parse(said).RootElement;
        report.GetProperty("equal").GetBoolean().ShouldBeFalse();
        report.GetProperty("first").GetProperty("operation").GetString().ShouldBe("min-max");
        var differences = report.GetProperty("differences").EnumerateArray().ToArray();
        differences[0].GetProperty("arguments")[0].ToString().ShouldContain("\"to\"");
        differences.Where(step => step.GetProperty("origin").GetBoolean()).Select(step => step.GetProperty("step").GetProperty("operation").GetString()).ShouldBe(["min-max", "round"], "What follows from these steps begins nothing.");
        differences[1].GetProperty("onlyIn").GetString().ShouldBe(_run.Path("l2.json"));
        differences.Select(step => step.GetProperty("step").GetProperty("series").GetString()).ShouldNotContain("za", "A step that is the same in both is not listed.");

        said = (await _run.UtanAsync("index compare @l1.json @l2.json")).Said;
        said.ShouldContain("part at step 8, min-max of zb");
        said.ShouldContain("to: 100 → 10");
    }

    [Fact]
    public async Task A_cell_that_is_treated_otherwise_is_told_with_its_area()
    {
        await OkAsync("index compute --method @m.yaml --data @d.csv --log @l1.json");
        File.WriteAllText(_run.Path("m2.yaml"), File.ReadAllText(_run.Path("m.yaml")).Replace("impute: median", "impute: mean", StringComparison.Ordinal));
        await OkAsync("index compute --method @m2.yaml --data @d.csv --log @l2.json");

        var said = (await _run.UtanAsync("index compare @l1.json @l2.json --json")).Said;
        var cell = JsonDocument.Parse(said).RootElement.GetProperty("differences")[0].GetProperty("cells")[0];
        cell.GetProperty("area").GetString().ShouldBe("A07");
        cell.GetProperty("first").GetProperty("before").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_log_of_other_areas_says_so()
    {
        await OkAsync("index compute --method @m.yaml --data @d.csv --log @l1.json");
        _run.Write("turned.csv", [Lines(_ => "1").First(), .. File.ReadAllLines(_run.Path("d.csv")).Skip(1).Reverse()]);
        await OkAsync("index compute --method @m.yaml --data @turned.csv --log @l2.json");

        var (exitCode, said, _) = await _run.UtanAsync("index compare @l1.json @l2.json");
        exitCode.ShouldBe(1);
        said.ShouldContain("The areas, or their order, are not the same");
    }

    [Theory]
    [InlineData("version: 1.0.0", "version: 1.1.0", "the log is of made 1.0.0, the definition is made 1.1.0")]
    [InlineData("normal-score]", "negate]", "step 11 of the log is normal-score of \"zr\", the definition goes on with negate of \"zr\"")]
    public async Task A_log_of_another_definition_is_not_replayed(string was, string now, string sentence)
    {
        await OkAsync("index compute --method @m.yaml --data @d.csv --log @l.json");
        File.WriteAllText(_run.Path("m2.yaml"), File.ReadAllText(_run.Path("m.yaml")).Replace(was, now, StringComparison.Ordinal));

        var (exitCode, _, complained) = await _run.UtanAsync("index replay --method @m2.yaml --data @d.csv --log @l.json");
        exitCode.ShouldBe(1);
        complained.ReplaceLineEndings(" ").ShouldContain(sentence);
    }

    [Theory]
    [InlineData("{ \"index\": ", "line 2: this is no log of an index")]
    [InlineData("{ \"index\": \"made\" }", "it lacks")]
    public async Task A_file_that_is_no_log_is_told(string content, string sentence)
    {
        _run.Write("l.json", content);
        var (exitCode, _, complained) = await _run.UtanAsync("index compare @l.json @l.json");

        exitCode.ShouldBe(1);
        complained.ReplaceLineEndings(" ").ShouldContain(sentence);
    }

    [Fact]
    public async Task An_indicator_of_another_version_is_missing_unless_it_is_bridged()
    {
        _run.Write(
            "v.yaml",
            "index: limited",
            "version: 1.0.0",
            "inputs: { crime: { column: crime-rate, definition-version: \"1\", bridges: { \"3\": { multiply: 10 } } } }",
            "series: { high: { from: crime, steps: [limit: { side: at-least, value: 50 }] } }");
        _run.Write("v.csv", "area,crime-rate", "A1,60", "A2,6");

        (await OkAsync("index compute --method @v.yaml --data @v.csv")).ShouldBe("area,high\nA1,1\nA2,0\n");
        (await OkAsync("index compute --method @v.yaml --data @v.csv --versions crime-rate=1")).ShouldBe("area,high\nA1,1\nA2,0\n");
        (await OkAsync("index compute --method @v.yaml --data @v.csv --versions crime-rate=3")).ShouldBe("area,high\nA1,1\nA2,1\n");
        (await OkAsync("index compute --method @v.yaml --data @v.csv --versions crime-rate=2")).ShouldContain("whose definition is version 2 and has no bridge to 1");
    }

    [Theory]
    [InlineData("crime_rat=2", "a version is given for \"crime_rat\", which no input of limited reads; did you mean \"crime-rate\"?")]
    [InlineData("crime-rate", "\"crime-rate\" is not COLUMN=VERSION")]
    [InlineData("crime-rate=1,crime-rate=2", "two versions are given for \"crime-rate\", 1 and 2")]
    public async Task A_version_of_no_column_is_an_error(string versions, string sentence)
    {
        _run.Write("v.yaml", "index: limited", "version: 1.0.0", "inputs: [crime-rate]", "series: { x: { from: crime-rate } }");
        _run.Write("v.csv", "area,crime-rate", "A1,60");

        var (exitCode, _, complained) = await _run.UtanAsync($"index compute --method @v.yaml --data @v.csv --versions {versions}");
        exitCode.ShouldBe(1);
        complained.ReplaceLineEndings(" ").ShouldContain(sentence);
    }

    private static IEnumerable<string> Lines(Func<int, string> a) =>
        ["area,county,a,b,n", .. Enumerable.Range(1, 24).Select(area => $"A{area:D2},{(area % 2 == 0 ? "east" : "west")},{a(area)},{area * 5 % 17},{100 + area}")];

    private async Task<string> OkAsync(string line)
    {
        var (exitCode, said, complained) = await _run.UtanAsync(line);
        exitCode.ShouldBe(0, complained + said);
        return said;
    }
}
