using System.Text;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Testing;

namespace Utanforskap.Ingestion.Tests.Parsing;

public sealed class JsonStat2ReaderTests
{
    private const string Small = """
        {"version":"2.0","class":"dataset","label":" Folkmängd ","updated":"2024-02-22T07:00:00Z","note":["En not"],
         "role":{"time":["Tid"],"metric":["ContentsCode"]},"id":["Region","ContentsCode","Tid"],"size":[2,1,2],
         "dimension":{
           "Region":{"label":"region","category":{"index":{"0114R002":1,"0114R001":0},"label":{"0114R001":" Bollstanäs ","0114R002":"Norra–Södra"}}},
           "ContentsCode":{"label":"tabellinnehåll","category":{"index":["A"],"label":{"A":"Antal"},"unit":{"A":{"base":"antal","decimals":0}}}},
           "Tid":{"label":"år","category":{"index":{"2022":0,"2023":1},"label":{"2022":"2022","2023":"2023"}}}},
         "value":[1,2.5,null,4]}
        """;

    [Fact]
    public async Task A_dataset_is_read_with_its_dimensions_in_index_order()
    {
        var cube = await Read(Small);

        cube.Label.ShouldBe("Folkmängd");
        cube.Updated.ShouldBe(new DateTimeOffset(2024, 2, 22, 7, 0, 0, TimeSpan.Zero));
        cube.Notes.ShouldBe(["En not"]);
        cube.Dimensions.Select(d => d.Code).ShouldBe(["Region", "ContentsCode", "Tid"]);
        cube.Dimensions.Select(d => d.Role).ShouldBe([DimensionRole.Region, DimensionRole.Contents, DimensionRole.Time]);
        cube.Dimensions[0].Codes.ShouldBe(["0114R001", "0114R002"], "the index says the order, not the text");
        cube.Dimensions[0].Labels.ShouldBe(["Bollstanäs", "Norra–Södra"], "stray blanks go, en-dashes stay");
        cube.Dimensions[1].Units.ShouldBe(["antal"]);
        cube.Values.ShouldBe([1, 2.5, double.NaN, 4]);
        Status(cube).ShouldBe([FigureStatus.Figure, FigureStatus.Figure, FigureStatus.Missing, FigureStatus.Figure]);
    }

    [Theory]
    [InlineData("""{"2":".."}""", FigureStatus.Missing)]
    [InlineData("""{"2":"."}""", FigureStatus.NotApplicable)]
    [InlineData("""{"2":"..."}""", FigureStatus.OtherSymbol)]
    [InlineData("""{"2":"-"}""", FigureStatus.Nil)]
    [InlineData("""["","",".",null]""", FigureStatus.NotApplicable)]
    [InlineData("""["p","p","x","p"]""", FigureStatus.OtherSymbol)]
    public async Task A_symbol_says_why_there_is_no_figure(string status, FigureStatus expected)
    {
        var cube = await Read(Small.Replace("\"value\":", $"\"status\":{status},\"value\":", StringComparison.Ordinal));

        Status(cube)[2].ShouldBe(expected);
        cube.Values[2].ShouldBe(expected == FigureStatus.Nil ? 0 : double.NaN, "only a dash is a figure, nil");
        cube.Values[1].ShouldBe(2.5, "a mark that is no symbol of absence leaves the figure");
    }

    [Fact]
    public async Task One_status_for_all_marks_every_cell()
    {
        var cube = await Read(Small.Replace("\"value\":", "\"status\":\"..\",\"value\":", StringComparison.Ordinal));

        Status(cube).ShouldAllBe(s => s == FigureStatus.Missing, "what the source marks as missing is missing even beside a number");
    }

    [Fact]
    public async Task Members_may_come_in_any_order_and_values_as_a_sparse_object()
    {
        var cube = await Read("""
            {"value":{"3":7,"0":-1.5e2},"status":{"1":"."},"size":[4],"dimension":{"Tid":{"category":{"index":["a","b","c","d"]}}},"id":["Tid"],"extra":{"deep":[1,{"x":"y"}]}}
            """);

        cube.Values.ShouldBe([-150, double.NaN, double.NaN, 7]);
        Status(cube).ShouldBe([FigureStatus.Figure, FigureStatus.NotApplicable, FigureStatus.Missing, FigureStatus.Figure]);
        cube.Dimensions[0].Labels.ShouldBe(["a", "b", "c", "d"], "without labels the codes stand for themselves");
    }

    [Theory]
    [InlineData("\"size\":[2,1,2]", "\"size\":[2,1,3]", "size is 3")]
    [InlineData("[1,2.5,null,4]", "[1,2.5,null]", "there are 3 values")]
    [InlineData("[1,2.5,null,4]", "[1,2.5,null,4,5]", "more values")]
    [InlineData("[1,2.5,null,4]", "[1,2.5,null,\"4\"]", "found text")]
    [InlineData("[1,2.5,null,4]", "[1,2.5,null,NaN]", "not valid JSON")]
    [InlineData("[1,2.5,null,4]", "[1,2.5,null,1e999]", "larger than a double")]
    [InlineData("[1,2.5,null,4]", "{\"4\":1}", "more values")]
    [InlineData("[1,2.5,null,4]", "{\"x\":1}", "not the number of a cell")]
    [InlineData("[1,2.5,null,4]", "null", "no values")]
    [InlineData("\"2023\":1}", "\"2022\":1}", "stands twice")]
    [InlineData("\"2022\":0,\"2023\":1}", "\"2022\":0,\"2023\":2}", "gap")]
    [InlineData("\"2022\":0,\"2023\":1}", "\"2022\":0,\"2023\":0}", "both are number 0")]
    [InlineData("\"2022\":0,\"2023\":1}", "\"2022\":0,\"2023\":0.5}", "whole number")]
    [InlineData("\"id\":[\"Region\",", "\"id\":[\"Area\",", "not described")]
    [InlineData("\"id\":[\"Region\",\"ContentsCode\",\"Tid\"]", "\"id\":[\"Region\",\"ContentsCode\"]", "3 numbers")]
    [InlineData("\"class\":\"dataset\"", "\"class\":\"collection\"", "not a dataset")]
    [InlineData("\"size\":[2,1,2]", "\"size\":[200000,200000,2]", "more than the")]
    [InlineData("\"size\":[2,1,2]", "\"size\":[2,1,2],\"size\":[2,1,2]", "stands twice")]
    public async Task What_is_wrong_is_said_in_a_sentence(string right, string wrong, string expected)
    {
        Small.ShouldContain(right);
        var error = await Should.ThrowAsync<SourceFormatException>(() => Read(Small.Replace(right, wrong, StringComparison.Ordinal)));

        error.Message.ShouldContain(expected);
        error.Place.ShouldNotBeEmpty("an operator must be told where");
    }

    [Fact]
    public async Task A_body_that_stops_short_is_told_from_one_that_is_wrong()
    {
        var whole = Encoding.UTF8.GetBytes(Small);
        for (var length = 0; length < whole.Length; length++)
        {
            var error = await Should.ThrowAsync<SourceFormatException>(() => Read(whole.AsMemory(0, length)));
            error.InnerException.ShouldBeOfType<EndOfStreamException>($"{length} of {whole.Length} bytes are a truncated body");
        }
    }

    [Fact]
    public async Task Limits_hold_for_bytes_categories_strings_and_nesting()
    {
        await Refuse(Small, new ReadLimits { Bytes = 100 }, "larger than the 100 bytes");
        await Refuse(Small, new ReadLimits { Categories = 3 }, "more categories");
        await Refuse(Small, new ReadLimits { Dimensions = 2 }, "more than the 2 dimensions");
        await Refuse("{\"label\":\"" + new string('x', 200_000), new ReadLimits { StringBytes = 100_000 }, "longer than");
        await Refuse("{\"a\":" + new string('[', 100), ReadLimits.Standard, "not valid JSON");
    }

    [Theory]
    [InlineData("TAB6574", "2024-02-22T070000Z", "2023", 10_551_707)]
    [InlineData("TAB6574", "2024-02-22T070000Z", "2022", 10_521_556)]
    public async Task The_real_population_adds_up(string table, string release, string year, double population)
    {
        await using var file = File.OpenRead(SharedData.Find($"registers/{table}/{release}.json"));
        var cube = await JsonStat2Reader.ReadAsync(file, ReadLimits.Standard, TestContext.Current.CancellationToken);

        var time = cube.Find("Tid")!;
        var period = time.Codes.ToList().IndexOf(year);
        cube.Dimensions[0].Codes.Count.ShouldBe(3363);
        cube.Values.Where((_, i) => i % time.Codes.Count == period).Sum().ShouldBe(population, "the last dimension varies fastest");
    }

    internal static Task<StatCube> Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    private static Task<StatCube> Read(ReadOnlyMemory<byte> json) =>
        JsonStat2Reader.ReadAsync(new MemoryStream(json.ToArray()), ReadLimits.Standard, TestContext.Current.CancellationToken);

    private static async Task Refuse(string json, ReadLimits limits, string expected)
    {
        var body = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var error = await Should.ThrowAsync<SourceFormatException>(() => JsonStat2Reader.ReadAsync(body, limits, TestContext.Current.CancellationToken));
        error.Message.ShouldContain(expected);
    }

    private static FigureStatus[] Status(StatCube cube) => [.. cube.Status.Select(s => (FigureStatus)s)];
}
