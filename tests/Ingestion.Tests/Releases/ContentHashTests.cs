using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Regions;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Tests.Hosting;

namespace Utanforskap.Ingestion.Tests.Releases;

public sealed class ContentHashTests
{
    private static readonly string[] Areas = TestTables.Areas(5);

    [Fact]
    public void The_order_of_categories_and_dimensions_makes_no_difference()
    {
        var plain = TestTables.Table(Areas, ["2020", "2021"]);
        var turned = TestTables.Table([.. Areas.Reverse()], ["2021", "2020"], c => CopyFrom(c, plain), groups: ["x", "tot", "a"]);

        Hash(turned).ShouldBe(Hash(plain));
        Hash(Transposed(plain)).ShouldBe(Hash(plain));
    }

    [Fact]
    public void What_the_source_says_of_itself_makes_no_difference()
    {
        var plain = TestTables.Table(Areas, ["2020"]);

        Hash(plain with { Label = "Another title", Updated = null, Notes = ["A note."] }).ShouldBe(Hash(plain));
    }

    [Fact]
    public void A_cell_a_symbol_or_a_code_makes_a_difference()
    {
        var plain = TestTables.Table(Areas, ["2020"]);
        string[] hashes =
        [
            Hash(plain),
            Hash(TestTables.Table(Areas, ["2020"], c => c["0114R002", "x", "2020"] = 1)),
            Hash(TestTables.Table(Areas, ["2020"], c => c["0114R002", "x", "2020"] = null)),
            Hash(TestTables.Table(Areas, ["2021"], c => CopyFrom(c, plain, "2020", "2021"))),
        ];

        hashes.Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public void What_stands_outside_a_divisions_years_makes_no_difference()
    {
        var zeros = TestTables.Table(Areas, ["2023", "2024"], c => c.Each("2024", _ => 0));
        var dots = TestTables.Table(Areas, ["2023", "2024"], c => c.Each("2024", _ => null));

        Hash(zeros).ShouldBe(Hash(dots), "RegSO 2020 has no figures for 2024, whatever is written there");

        string[] both = [.. Areas, .. Areas.Select(a => a + "_RegSO2025")];
        Hash(TestTables.Table(both, ["2022", "2023"])).ShouldBe(Hash(TestTables.Table(Areas, ["2022", "2023"])), "RegSO 2025 has no years at all here");
    }

    private static string Hash(StatCube cube) => ContentHash.Of(RegisterTable.Of(TestTables.People, cube).Table!);

    private static void CopyFrom(TestCells cells, StatCube plain, string? from = null, string? to = null)
    {
        foreach (var area in Areas)
        {
            foreach (var group in plain.Dimensions[1].Codes)
            {
                foreach (var period in plain.Dimensions[3].Codes)
                {
                    var at = (((plain.Dimensions[0].Codes.ToList().IndexOf(area) * 3) + plain.Dimensions[1].Codes.ToList().IndexOf(group))
                        * plain.Dimensions[3].Codes.Count) + plain.Dimensions[3].Codes.ToList().IndexOf(period);
                    cells[area, group, period == from ? to! : period] = plain.Values[at];
                }
            }
        }
    }

    /// <summary>The same table with time first.</summary>
    private static StatCube Transposed(StatCube cube)
    {
        var periods = cube.Dimensions[3].Codes.Count;
        var rest = cube.Values.Length / periods;
        var values = new double[cube.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[((i % periods) * rest) + (i / periods)] = cube.Values[i];
        }

        return cube with { Dimensions = [cube.Dimensions[3], .. cube.Dimensions.Take(3)], Values = values };
    }
}
