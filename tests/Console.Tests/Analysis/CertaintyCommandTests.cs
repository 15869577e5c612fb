using System.Globalization;
using System.Text.Json;

namespace Utanforskap.Console.Tests.Analysis;

[Collection(TakesTheConsole.Name)]
public sealed class CertaintyCommandTests : IDisposable
{
    private readonly AnalysisRun _run = new();

    public CertaintyCommandTests()
    {
        _run.Write(
            "m.yaml",
            "index: sei",
            "version: 1.0.0",
            "inputs: [v1, v2]",
            "series:",
            "  sei: { mean: [v1, v2] }",
            "  type: { from: sei, steps: [classes: { by: deviations, cuts: [1, 0, -1] }] }",
            "certainty:",
            "  precision: { v1: { decimals: 0 }, v2: { decimals: 0 } }",
            "  chance: { inputs: { v1: { size: n, per: 100 }, v2: { size: 200, per: 100 } }, correlation: 0.3, years: 0.5 }",
            "  choice: { weights: { sei: 0.3 }, limits: { type: 0.2 } }");
        _run.Write("d.csv", ["region,v1,v2,n", .. Enumerable.Range(0, 40).Select(i => $"0114R{i:D3},{i % 13},{i * 7 % 31},{700 + (i * 50)}")]);
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Every_stated_layer_has_columns_of_its_own_and_the_same_seed_gives_the_same_bytes()
    {
        const string line = "index certainty --method @m.yaml --data @d.csv --draws 200 --seed 3";
        var (exitCode, said, complained) = await _run.UtanAsync(line);

        exitCode.ShouldBe(0, complained);
        var lines = said.TrimEnd().Split('\n');
        var header = lines[0].Split(',');
        header.ShouldBe(
        [
            "area", "class", "rank",
            "precision-p1", "precision-p2", "precision-p3", "precision-p4", "precision-p-none", "precision-rank-lowest", "precision-rank-highest",
            "precision-decided", "precision-class-lowest", "precision-class-highest", "precision-possible-rank-lowest", "precision-possible-rank-highest",
            "chance-p1", "chance-p2", "chance-p3", "chance-p4", "chance-p-none", "chance-rank-lowest", "chance-rank-highest",
            "choice-p1", "choice-p2", "choice-p3", "choice-p4", "choice-p-none", "choice-rank-lowest", "choice-rank-highest",
        ]);
        lines.Length.ShouldBe(41);
        lines.Skip(1).Select(row => row.Split(',')).ShouldAllBe(row => row.Length == header.Length);
        (await _run.UtanAsync(line)).Said.ShouldBe(said);
        (await _run.UtanAsync(line.Replace("--seed 3", "--seed 4", StringComparison.Ordinal))).Said.ShouldNotBe(said);
    }

    [Fact]
    public async Task Json_tells_one_layer_and_which_choices_matter()
    {
        var (exitCode, said, complained) = await _run.UtanAsync("index certainty --method @m.yaml --data @d.csv --layer precision --draws 100 --sobol 32 --json --out @o.csv");

        exitCode.ShouldBe(0, complained);
        var report = JsonDocument.Parse(said).RootElement;
        var layer = report.GetProperty("layers").EnumerateArray().ShouldHaveSingleItem();
        layer.GetProperty("layer").GetString().ShouldBe("precision");
        layer.GetProperty("decisions").GetString().ShouldBe("exactly");
        layer.GetProperty("undecided").GetInt32().ShouldBeInRange(1, 39);
        layer.GetProperty("classes").EnumerateArray().Sum(one => one.GetProperty("expected").GetDouble()).ShouldBe(40, 1e-9);
        var choices = report.GetProperty("sensitivity").GetProperty("classChanges").GetProperty("choices").EnumerateArray().ToArray();
        choices.Select(choice => choice.GetProperty("choice").GetString()).ShouldBe(["weight sei/v1", "weight sei/v2", "limit type/1", "limit type/2", "limit type/3"]);
        report.GetProperty("dropOne").EnumerateArray().Select(drop => drop.GetProperty("input").GetString()).ShouldBe(["v1", "v2"]);
        File.ReadAllLines(_run.Path("o.csv")).Length.ShouldBe(41);
    }

    [Fact]
    public async Task An_earlier_year_adds_how_sure_each_change_is()
    {
        _run.Write("d0.csv", ["region,v1,v2,n", .. Enumerable.Range(1, 39).Select(i => $"0114R{i:D3},{i * 3 % 13},{i * 7 % 31},900")]);

        var (exitCode, said, complained) = await _run.UtanAsync("index certainty --method @m.yaml --data @d.csv --before @d0.csv --layer chance --draws 100 --out @o.csv");

        exitCode.ShouldBe(0, complained);
        said.ShouldContain("chance:");
        var rows = File.ReadAllLines(_run.Path("o.csv")).Select(row => row.Split(',')).ToArray();
        rows[0][^4..].ShouldBe(["change-lower", "change-same", "change-higher", "change-none"]);
        rows[1][^4..].ShouldBe(["", "", "", ""], "The first area is not in the earlier year.");
        rows.Skip(2).Select(row => row[^4..].Sum(share => double.Parse(share, CultureInfo.InvariantCulture))).ShouldAllBe(sum => Math.Abs(sum - 1) < 1e-9);
    }

    [Theory]
    [InlineData("--draws 0", "--draws is a whole number from 1.")]
    [InlineData("--sobol 1 --json", "--sobol is a whole number from 2.")]
    [InlineData("--sobol 8", "--sobol goes with --json, or with --out for the areas.")]
    public async Task What_cannot_be_is_told_in_a_sentence(string options, string sentence)
    {
        var (exitCode, _, complained) = await _run.UtanAsync($"index certainty --method @m.yaml --data @d.csv {options}");

        exitCode.ShouldBe(1);
        complained.ShouldContain(sentence);
    }

    [Fact]
    public async Task A_definition_that_states_nothing_and_a_column_that_is_not_there_are_named()
    {
        _run.Write("bare.yaml", "index: x", "version: 1.0.0", "inputs: [v1]", "series: { flag: { from: v1, steps: [limit: { side: above, value: 3 }] } }");
        (await _run.UtanAsync("index certainty --method @bare.yaml --data @d.csv")).Complained.ShouldContain("has no section \"certainty\"");

        _run.Write("few.csv", "region,v1,v2", "1,2,3", "2,3,4");
        (await _run.UtanAsync("index certainty --method @m.yaml --data @few.csv")).Complained.ShouldContain("there is no column \"n\"");
        (await _run.UtanAsync("index compute --method @m.yaml --data @few.csv")).ExitCode.ShouldBe(0, "An index alone needs no column of its certainty.");
    }
}
