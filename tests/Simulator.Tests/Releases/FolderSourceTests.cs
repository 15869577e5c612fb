using Utanforskap.Simulator.Releases;
using Utanforskap.Testing;

namespace Utanforskap.Simulator.Tests.Releases;

public sealed class FolderSourceTests : IDisposable
{
    private const string Small = """
        {"version":"2.0","class":"dataset","label":"Folkmängd","source":"SCB","updated":"2024-02-22T07:00:00Z",
         "role":{"time":["Tid"],"metric":["ContentsCode"]},"id":["Region","ContentsCode","Tid"],"size":[2,1,2],
         "dimension":{
           "Region":{"label":"region","category":{"index":{"0114R001":0,"0114R002_RegSO2025":1},"label":{"0114R001":"A","0114R002_RegSO2025":"B"}},"extension":{"elimination":true,"show":"code_value"}},
           "ContentsCode":{"label":"tabellinnehåll","category":{"index":{"X":0},"label":{"X":"Antal"},"unit":{"X":{"base":"antal","decimals":0}}}},
           "Tid":{"label":"år","category":{"index":{"2022":0,"2023":1},"label":{"2022":"2022","2023":"2023"}}}},
         "value":[1,null,3,null],"status":{"1":"..","3":"."}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("releases").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_recorded_registers_are_releases_in_time_order()
    {
        var source = FolderSource.Open(SharedData.Find("registers"));

        source.Releases.Count.ShouldBe(14, "three releases of four tables and two of TAB6586");
        source.Releases.Select(r => r.Released).ShouldBeInOrder(SortDirection.Ascending, "releases come in time order");
        var last = source.Releases.Last(r => r.TableId == "TAB6586").Load();
        last.Dimensions.Select(d => d.Codes.Count).ShouldBe([3363, 1, 2]);
        last.Contents!.Units.ShouldBe([new Unit("områdestyp", 0)]);
    }

    [Fact]
    public void A_cell_without_a_figure_keeps_its_status()
    {
        Write("TAB1/2024-02-22T070000Z.json", Small);

        var table = FolderSource.Open(_folder).Releases.ShouldHaveSingleItem().Load();

        table.Values.ShouldBe([1, 0, 3, 0]);
        table.Status.ShouldBe([0, (byte)CellStatus.NotAvailable, 0, (byte)CellStatus.NotApplicable]);
        table.Dimensions[0].Divisions.Select(d => d.Id).ShouldBe(["RegSO2020", "RegSO2025"], "both divisions stand in one table");
    }

    [Theory]
    [InlineData("TAB1/yesterday.json", Small, "yesterday.json is not a release time")]
    [InlineData("TAB1/2024-02-22T070000Z.json", """{"class":"dat""", "2024-02-22T070000Z.json cannot be read")]
    [InlineData("TAB1/2024-02-22T070000Z.json", """{"class":"dataset","id":["A"],"size":[2],"dimension":{"A":{"category":{"index":["x"]}}},"value":[1,2]}""", "the size of A is 2")]
    [InlineData("TAB1/2024-02-22T070000Z.json", """{"class":"dataset","id":["A"],"size":[1],"dimension":{"A":{"category":{"index":["x"]}}},"value":["1"]}""", "value 0 is neither a number nor null")]
    [InlineData("TAB1/2024-02-22T070000Z.json", """{"class":"dataset","id":["A"],"size":[2],"dimension":{"A":{"category":{"index":["x","x"]}}},"value":[1,2]}""", "a category of A stands there twice")]
    [InlineData("TAB1/readme.txt", "", "holds no releases")]
    public void A_wrong_file_is_one_sentence_that_names_it(string path, string content, string sentence)
    {
        Write(path, content);

        Should.Throw<InvalidDataException>(() => FolderSource.Open(_folder)).Message.ShouldContain(sentence);
    }

    [Fact]
    public void A_missing_folder_is_named() =>
        Should.Throw<InvalidDataException>(() => FolderSource.Open(Path.Combine(_folder, "none"))).Message.ShouldContain("There is no folder of releases");

    private void Write(string path, string content)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
