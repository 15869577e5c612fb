using System.Globalization;
using System.Text.Json;

namespace Utanforskap.Console.Tests.Analysis;

[Collection(TakesTheConsole.Name)]
public sealed class GroupCommandsTests : IDisposable
{
    private const string Fit = "groups fit --data @d.csv --features x,y --seed 3 --out @m.json";
    private readonly AnalysisRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Areas_are_assigned_to_the_groups_that_were_fitted()
    {
        Heaps("d.csv");
        var (exitCode, said, complained) = await _run.UtanAsync(Fit + " --k 3 --population people");

        exitCode.ShouldBe(0, complained);
        said.ShouldContain("grupper version 1");
        said.ShouldContain("proposed:");
        said.ShouldContain("Not assigned, an indicator is missing: A036.");
        var (assigned, lines, _) = await _run.UtanAsync("groups assign --model @m.json --data @d.csv");
        assigned.ShouldBe(0);
        var rows = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')).ToArray();
        rows[..36].Select(row => row[1]).Chunk(12).ShouldAllBe(heap => heap.Distinct().Count() == 1, "Each heap is a group.");
        rows[..36].Select(row => row[1]).Distinct().Count().ShouldBe(3);
        rows[36].ShouldBe(["A036", "", "", "", "", "", "", "", "", "y"]);
    }

    [Fact]
    public async Task The_same_seed_writes_the_same_model_to_the_byte()
    {
        Heaps("d.csv");
        await _run.UtanAsync(Fit + " --k 4");
        var first = File.ReadAllBytes(_run.Path("m.json"));
        await _run.UtanAsync(Fit + " --k 4");
        File.ReadAllBytes(_run.Path("m.json")).ShouldBe(first);
        Directory.GetFiles(Path.GetDirectoryName(_run.Path("m.json"))!, "*.unfinished").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_number_of_groups_is_chosen_and_the_reasons_are_told()
    {
        Heaps("d.csv");
        var (exitCode, said, _) = await _run.UtanAsync(Fit + " --k auto --restarts 10 --json");
        exitCode.ShouldBe(0);
        var choice = JsonDocument.Parse(said).RootElement.GetProperty("choice");
        choice.GetProperty("chosen").GetInt32().ShouldBe(3);
        choice.GetProperty("candidates").GetArrayLength().ShouldBe(11);
        JsonDocument.Parse(said).RootElement.GetProperty("reason").GetString()!.ShouldStartWith("3 groups: the greatest silhouette (");
    }

    [Fact]
    public async Task A_name_is_used_once_it_is_approved_and_goes_on_with_its_group()
    {
        Heaps("d.csv");
        await _run.UtanAsync(Fit + " --k 3");
        (await _run.UtanAsync("groups approve --model @m.json --group 2 --name Hamnen")).ShouldBe((0, "grupper version 1: group 2 is called \"Hamnen\".\n", ""));

        (await _run.UtanAsync("groups assign --model @m.json --data @d.csv")).Said.Split('\n').Count(line => line.Contains(",2,Hamnen,", StringComparison.Ordinal)).ShouldBe(12);
        var (_, said, _) = await _run.UtanAsync("groups fit --data @d.csv --previous @m.json --out @m2.json");
        said.ShouldContain("Hamnen");
        said.ShouldContain("proposed:", customMessage: "The other groups have none yet.");
    }

    [Theory]
    [InlineData("--group 9 --name Berget", "m.json: grupper version 1 has no group 9.")]
    [InlineData("--group 1 --name Hamnen", "m.json: group 2 is called \"Hamnen\" already.")]
    public async Task A_name_that_cannot_be_given_changes_nothing(string options, string sentence)
    {
        Heaps("d.csv");
        await _run.UtanAsync(Fit + " --k 3");
        await _run.UtanAsync("groups approve --model @m.json --group 2 --name Hamnen");
        var before = File.ReadAllBytes(_run.Path("m.json"));

        var (exitCode, _, complained) = await _run.UtanAsync($"groups approve --model @m.json {options}");
        exitCode.ShouldBe(1);
        complained.ShouldContain(sentence);
        File.ReadAllBytes(_run.Path("m.json")).ShouldBe(before);
    }

    [Fact]
    public async Task A_next_version_keeps_ids_and_tells_the_lineage()
    {
        Heaps("d.csv");
        await _run.UtanAsync(Fit + " --k 3");
        Heaps("later.csv", shift: 0.4);
        var (exitCode, said, _) = await _run.UtanAsync("groups fit --data @later.csv --previous @m.json --out @m2.json");

        exitCode.ShouldBe(0);
        said.ShouldContain("grupper version 2");
        said.ShouldContain("3 continues (100");
        var (_, before, _) = await _run.UtanAsync("groups assign --model @m.json --data @d.csv --json");
        var (_, after, _) = await _run.UtanAsync("groups assign --model @m2.json --data @d.csv --json");
        Ids(after).ShouldBe(Ids(before));
    }

    [Fact]
    public async Task Assignments_go_to_a_file_and_as_json_with_what_decides()
    {
        Heaps("d.csv");
        await _run.UtanAsync(Fit + " --k 2");
        var (exitCode, said, _) = await _run.UtanAsync("groups assign --model @m.json --data @d.csv --out @o.csv");
        (exitCode, said).ShouldBe((0, ""));
        File.ReadAllLines(_run.Path("o.csv")).Length.ShouldBe(38);

        var (_, json, _) = await _run.UtanAsync("groups assign --model @m.json --data @d.csv --json");
        var area = JsonDocument.Parse(json).RootElement.GetProperty("areas")[0];
        area.GetProperty("deciders").EnumerateArray().Sum(decider => decider.GetProperty("contribution").GetDouble()).ShouldBe(area.GetProperty("margin").GetDouble(), 1e-9);
    }

    [Theory]
    [InlineData("a,x,y\n1,5,1\n2,5,2\n", "--k 2", "d.csv: The indicator x is 5 in all areas")]
    [InlineData("a,x,y\n1,5,1\n2,6,2\n3,5,1\n", "--k 3", "d.csv: 3 groups cannot be made of 2 distinct points")]
    [InlineData("a,x,y\n1,5,1\n", "--k 1", "there is one, 1")]
    [InlineData("a,x,y\n1,5,\n2,6,..\n", "--k 1", "The indicator y is missing in all areas")]
    [InlineData("a,x,z\n1,5,1\n", "--k 1", "there is no column \"y\"")]
    [InlineData("a,x,y\n1,5,1\n2,oops,1\n", "--k 1", "d.csv line 3, column x, area 2: \"oops\" is not a number")]
    [InlineData("a,x,y,p\n1,5,1,7\n2,6,2,\n", "--k 1 --population p", "d.csv line 3, area 2, column p: a population is needed")]
    [InlineData("a,x,y\n1,5,1\n2,6,2\n3,9,0\n4,1,7\n", "--k auto", "no number of groups has 10 areas in each")]
    public async Task Bad_input_is_one_sentence_that_names_its_place_and_writes_nothing(string text, string options, string sentence)
    {
        File.WriteAllText(_run.Path("d.csv"), text);
        var (exitCode, said, complained) = await _run.UtanAsync($"{Fit} {options}");
        (exitCode, said).ShouldBe((1, ""));
        complained.ShouldContain(sentence);
        complained.ShouldNotContain("Parameter", Case.Sensitive, "Names of the code are not for readers.");
        File.Exists(_run.Path("m.json")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{ \"id\": ", "line 1: this is not a model of groups")]
    [InlineData("{}", "m.json: This is not a model of groups")]
    [InlineData("null", "m.json: This is not a model of groups")]
    public async Task A_file_that_is_no_model_is_refused(string text, string sentence)
    {
        Heaps("d.csv");
        File.WriteAllText(_run.Path("m.json"), text);
        var (exitCode, _, complained) = await _run.UtanAsync("groups assign --model @m.json --data @d.csv");
        exitCode.ShouldBe(1);
        complained.ShouldContain(sentence);
    }

    [Theory]
    [InlineData("groups fit --data @d.csv --out @m.json --k 8")]
    [InlineData("groups fit --data @d.csv --out @m.json --features x --k none")]
    [InlineData("groups fit --data @d.csv --out @m.json --features x --k 2 --restarts 0")]
    public async Task Wrong_usage_ends_with_2(string line)
    {
        var (exitCode, _, complained) = await _run.UtanAsync(line);
        exitCode.ShouldBe(2);
        complained.ShouldContain("see `./utan groups fit --help`");
    }

    private static int?[] Ids(string json) =>
        [.. JsonDocument.Parse(json).RootElement.GetProperty("areas").EnumerateArray().Select(area => area.GetProperty("group") is { ValueKind: JsonValueKind.Number } id ? id.GetInt32() : (int?)null)];

    /// <summary>Three heaps of twelve areas, and one area without y.</summary>
    private void Heaps(string name, double shift = 0)
    {
        (double X, double Y)[] places = [(0, 0), (10, 0), (0, 10)];
        _run.Write(
            name,
            [
                "area,x,y,people",
                .. Enumerable.Range(0, 36).Select(i => string.Create(
                    CultureInfo.InvariantCulture, $"A{i:D3},{places[i / 12].X + (i * 7 % 12 / 12.0) + shift},{places[i / 12].Y + (i * 5 % 12 / 12.0)},{100 + i}")),
                "A036,1,,100",
            ]);
    }
}
