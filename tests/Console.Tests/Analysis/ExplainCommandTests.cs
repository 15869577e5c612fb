using System.Text.Json;

namespace Utanforskap.Console.Tests.Analysis;

/// <summary><c>utan index explain</c>: which areas are told, and for which years.</summary>
[Collection(TakesTheConsole.Name)]
public sealed class ExplainCommandTests : IDisposable
{
    private readonly AnalysisRun _run = new();

    public ExplainCommandTests()
    {
        _run.Write(
            "m.yaml",
            "index: made",
            "version: 1.0.0",
            "inputs: { a: , turnout: { period-column: year, maximum-age: 4 } }",
            "series: { x: { mean: [a, turnout] }, high: { from: x, steps: [limit: { side: above, value: 5 }] } }");
        _run.Write("2022.csv", "area,a,turnout,year", "A1,1,3,2022", "A2,8,8,2022", "Gone,1,1,2022");
        _run.Write("2026.csv", "area,a,turnout,year", "A1,3,3,2022", "A2,8,8,2018", "New,2,4,2022");
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Each_file_is_of_its_own_year_and_areas_without_a_counterpart_are_told()
    {
        var (exitCode, said, complained) = await _run.UtanAsync("index explain --method @m.yaml --before @2022.csv --period-before 2022 --after @2026.csv --period 2026 --series x --class high");

        exitCode.ShouldBe(0, complained);
        said.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].Select(line => (line.Split(',')[0], line.Split(',')[1], line.Split(',')[2], line.Split(',')[^1])).ShouldBe(
            [("A1", "2", "3", ""), ("A2", "8", "", "not comparable: turnout missing in one of the two"), ("Gone", "1", "", "not comparable: only in the earlier figures"), ("New", "", "3", "not comparable: only in the later figures")]);
    }

    [Fact]
    public async Task What_only_another_definition_changed_is_told_as_changed_by_the_method()
    {
        _run.Write(
            "m2.yaml",
            "index: made",
            "version: 2.0.0",
            "inputs: { a: , turnout: { period-column: year, maximum-age: 4 } }",
            "series: { x: { mean: [a, turnout] }, high: { from: x, steps: [limit: { side: above, value: 1.5 }] } }");
        const string command = "index explain --method @m2.yaml --method-before @m.yaml --before @2022.csv --period-before 2022 --after @2022.csv --period 2022 --series x --class high";
        var (exitCode, said, complained) = await _run.UtanAsync(command);

        exitCode.ShouldBe(0, complained);
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldEndWith(",class-before,class-after,class-own-new,class-limits-new,class-method-new,cause,status");
        lines[1..].Select(line => string.Join(',', line.Split(',')[^7..])).ShouldBe(["0,1,0,0,1,method,", "1,1,1,1,1,unchanged,", "0,0,0,0,0,unchanged,"]);
        var first = JsonDocument.Parse((await _run.UtanAsync(command + " --json")).Said).RootElement.GetProperty("areas")[0];
        (first.GetProperty("class-limits-new").GetInt32(), first.GetProperty("class-method-new").GetInt32(), first.GetProperty("cause").GetString()).ShouldBe((0, 1, "method"));
        (await _run.UtanAsync(command.Replace("@m2.yaml", "@m.yaml", StringComparison.Ordinal))).Said.ShouldNotContain("class-method-new");
    }

    [Fact]
    public async Task What_another_definition_reads_in_other_columns_of_the_same_figures_is_told_as_changed_by_the_method()
    {
        Write("m1.yaml", "1.0.0", "{ a: , v: { column: turnout } }", "[a, v]");
        Write("m2.yaml", "2.0.0", "{ a: , v: { column: crowded, missing: [none] }, w: { column: debt } }", "[a, v, w]");
        _run.Write("2022.csv", "area,a,turnout", "A1,1,3", "A2,8,8");
        _run.Write("more.csv", "area,crowded,debt", "A1,9,17", "A2,none,8");
        const string command = "index explain --method @m2.yaml --method-before @m1.yaml --before @2022.csv @more.csv --after @2022.csv @more.csv --versions-before debt=1 --series x --class high";
        var (exitCode, said, complained) = await _run.UtanAsync(command);

        exitCode.ShouldBe(0, complained);
        said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(',', line.Split(',').Select(field => field.Contains("E-", StringComparison.Ordinal) ? "0" : field))).ShouldBe(
        [
            "area,before,after,a,v,w,renormalisation,definition,rank-before,rank-after,rank-own,rank-others,rank-definition,class-before,class-after,class-own-new,class-limits-new,class-method-new,cause,status",
            "A1,2,9,0,0,0,0,7,2,1,0,0,-1,0,1,0,0,1,method,",
            "A2,8,,,,,,,1,,,,,1,,1,1,,,not comparable: v missing in one of the two",
        ]);

        // Earlier figures without the columns of the later definition.
        (exitCode, said, complained) = await _run.UtanAsync(command.Replace("--before @2022.csv @more.csv", "--before @2022.csv", StringComparison.Ordinal));
        exitCode.ShouldBe(0, complained);
        said.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].ShouldAllBe(line => line.EndsWith(",\"not comparable: v, w missing in one of the two\"", StringComparison.Ordinal));

        void Write(string file, string version, string inputs, string mean) => _run.Write(
            file, "index: made", $"version: {version}", $"inputs: {inputs}", $"series: {{ x: {{ mean: {mean} }}, high: {{ from: x, steps: [limit: {{ side: above, value: 5 }}] }} }}");
    }

    [Fact]
    public async Task A_series_without_classes_has_no_cause_of_a_class()
    {
        var (exitCode, _, complained) = await _run.UtanAsync("index explain --method @m.yaml --before @2022.csv --period-before 2022 --after @2022.csv --period 2022 --series high --class a2");
        exitCode.ShouldBe(1);
        complained.ShouldContain("has no series \"a2\"");

        _run.Write("2022.csv", "area,a,turnout,year", "A1,1,2,2022", "A2,8,8,2022");
        (exitCode, _, complained) = await _run.UtanAsync("index explain --method @m.yaml --before @2022.csv --period-before 2022 --after @2022.csv --period 2022 --series x --class x");
        exitCode.ShouldBe(1);
        complained.ShouldContain("series \"x\", area A1: 1.5 is no class");
    }
}
