using System.Text.Json;

namespace Utanforskap.Console.Tests.Analysis;

[Collection(TakesTheConsole.Name)]
public sealed class SegregationCommandTests : IDisposable
{
    private readonly AnalysisRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Indices_of_the_whole_and_of_each_county_come_as_json_the_same_for_the_same_seed()
    {
        Uneven("d.csv");
        var line = "segregation --data @d.csv --area region --groups a,b --by county --index D,M --seed 5 --replicates 50 --json";

        var (exitCode, said, complained) = await _run.UtanAsync(line);

        exitCode.ShouldBe(0, complained);
        var report = JsonDocument.Parse(said).RootElement;
        var areas = report.GetProperty("areas").EnumerateArray().ToArray();
        areas.Select(area => area.GetProperty("area").GetString()).ShouldBe([null, "01", "03"]);
        var whole = areas[0].GetProperty("indices")[0];
        whole.GetProperty("status").GetString().ShouldBe("told");
        whole.GetProperty("value").GetDouble().ShouldBe(0.5, 1e-12, "Half the units have 10+30, half 30+10.");
        areas[2].GetProperty("indices")[0].GetProperty("status").GetString().ShouldBe("fewerThanTenUnits");
        areas[2].GetProperty("indices")[0].GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        var nested = report.GetProperty("nested").EnumerateArray().ToArray();
        nested.Select(level => level.GetProperty("level").GetString()).ShouldBe(["county", "area"]);
        nested.Sum(level => level.GetProperty("value").GetDouble()).ShouldBe(areas[0].GetProperty("indices")[1].GetProperty("value").GetDouble(), 1e-12);
        (await _run.UtanAsync(line)).Said.ShouldBe(said);
    }

    [Fact]
    public async Task Nation_counties_and_municipalities_are_told_in_one_run()
    {
        Uneven("d.csv");
        var (exitCode, said, complained) = await _run.UtanAsync("segregation --data @d.csv --area region --groups a,b --by municipality,county --index M --replicates 20 --json");

        exitCode.ShouldBe(0, complained);
        var report = JsonDocument.Parse(said).RootElement;
        report.GetProperty("areas").EnumerateArray().Select(area => area.GetProperty("area").GetString()?.Length).Distinct().ShouldBe([null, 2, 4]);
        report.GetProperty("nested").EnumerateArray().Select(level => level.GetProperty("level").GetString()).ShouldBe(["county", "municipality", "area"]);
        (await _run.UtanAsync("segregation --data @d.csv --area region --groups a,b --by county,kind")).Complained.ShouldContain("--by is county, municipality, both, or one column");
    }

    [Fact]
    public async Task The_table_tells_why_there_is_no_value_and_which_areas_were_left_out()
    {
        _run.Write("d.csv", ["region,a,b", .. Enumerable.Range(0, 12).Select(i => $"0114R{i:D3},{(i == 3 ? "" : "20")},20")]);
        var (exitCode, said, _) = await _run.UtanAsync("segregation --data @d.csv --groups a,b --index D --replicates 50");

        exitCode.ShouldBe(0);
        said.ShouldContain("Left out, a count is missing: 0114R003.");
        said.ShouldContain("11 ");

        _run.Write("few.csv", "region,a,b", "1,2,3", "2,3,2");
        (await _run.UtanAsync("segregation --data @few.csv --groups a,b --index D")).Said.ShouldContain("fewer than ten areas");
    }

    [Fact]
    public async Task A_column_divides_and_the_blueprint_s_word_for_area_is_understood()
    {
        Uneven("d.csv");
        var (exitCode, said, _) = await _run.UtanAsync("segregation --data @d.csv --unit region --groups a,b --by kind --index M --replicates 20 --json");
        exitCode.ShouldBe(0);
        JsonDocument.Parse(said).RootElement.GetProperty("areas").EnumerateArray().Select(area => area.GetProperty("area").GetString()).ShouldBe([null, "even", "odd"]);
    }

    [Fact]
    public async Task The_change_since_an_earlier_year_is_split_and_quotients_are_written()
    {
        Uneven("now.csv");
        _run.Write("then.csv", ["region,a,b", .. Enumerable.Range(0, 24).Select(i => $"{(i < 20 ? "01" : "03")}14R{i:D3},{(i % 2 == 0 ? "15,25" : "25,15")}")]);
        var (exitCode, said, _) = await _run.UtanAsync("segregation --data @now.csv --groups a,b --index M --before @then.csv --quotients @q.csv --replicates 20 --json");

        exitCode.ShouldBe(0);
        var change = JsonDocument.Parse(said).RootElement.GetProperty("change");
        double Part(string name) => change.GetProperty(name).GetDouble();
        Part("structure").ShouldBe(Part("after") - Part("before"), 1e-9, "Nothing but who lives where has changed.");
        File.ReadAllLines(_run.Path("q.csv"))[..2].ShouldBe(["area,a,b", "0114R000,0.5,1.5"]);
    }

    [Fact]
    public async Task Income_fifths_are_compared_only_if_asked_for()
    {
        _run.Write("d.csv", ["region,f1,f2,f3,f4,f5", .. Enumerable.Range(0, 12).Select(i => $"{i},{10 + (i % 2 * 20)},20,20,20,{30 - (i % 2 * 20)}")]);
        (await _run.UtanAsync("segregation --data @d.csv --groups f1,f2,f3,f4,f5 --replicates 20")).Said.ShouldNotContain("inkomst-D");
        (await _run.UtanAsync("segregation --data @d.csv --groups f1,f2,f3,f4,f5 --index inkomst-D --replicates 20")).Said.ShouldContain("50.0000");
    }

    [Theory]
    [InlineData("region,a,b\n0114,1,x\n", "--groups a,b", "d.csv line 2, column b, area 0114: \"x\" is not a number")]
    [InlineData("region,a,b\n0114,1,-2\n", "--groups a,b", "d.csv line 2, area 0114, column b: -2 is not a count")]
    [InlineData("region,a,b\n0114,1,2\n", "--groups a,c", "no column \"c\"")]
    [InlineData("region,a,b\n0114,1,2\n", "--groups a", "at least two columns; a alone is named")]
    [InlineData("region,a,b\n0114,1,2\n", "--groups a,a", "The group a is given twice")]
    [InlineData("region,a,b\n0114,1,2\n0114,1,2\n", "--groups a,b", "line 3: area 0114 stands on line 2 already")]
    [InlineData("region,a,b\n0114,0,0\n", "--groups a,b", "d.csv: Nobody is counted in any unit.")]
    [InlineData("region,a,b\nx,1,2\n", "--groups a,b --by county", "area x does not begin with a municipality's four digits")]
    [InlineData("region,a,b\n0114,1,2\n", "--groups a,b --index Q", "there is no index Q")]
    [InlineData("region,a,b\n0114,1,2\n", "--groups a,b --index inkomst-D", "is for 5 groups; --groups names 2")]
    public async Task Bad_input_is_one_sentence_that_names_its_place(string text, string options, string sentence)
    {
        File.WriteAllText(_run.Path("d.csv"), text);
        var (exitCode, said, complained) = await _run.UtanAsync($"segregation --data @d.csv {options}");
        (exitCode, said).ShouldBe((1, ""));
        complained.ShouldContain(sentence);
        complained.ShouldNotContain("Parameter", Case.Sensitive, "Names of the code are not for readers.");
    }

    [Theory]
    [InlineData("segregation --data @d.csv")]
    [InlineData("segregation --data @d.csv --groups a,b --replicates 3")]
    [InlineData("segregation --data @d.csv --groups a,b --seed many")]
    public async Task Wrong_usage_ends_with_2(string line)
    {
        var (exitCode, _, complained) = await _run.UtanAsync(line);
        exitCode.ShouldBe(2);
        complained.ShouldContain("see `./utan segregation --help`");
    }

    /// <summary>20 areas of one county, 4 of another, every second with 10+30 and the others with 30+10.</summary>
    private void Uneven(string name) => _run.Write(
        name, ["region,a,b,kind", .. Enumerable.Range(0, 24).Select(i => $"{(i < 20 ? "01" : "03")}14R{i:D3},{(i % 2 == 0 ? "10,30,even" : "30,10,odd")}")]);
}
