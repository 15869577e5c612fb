using NetTopologySuite.Geometries;
using Utanforskap.Geography;
using Utanforskap.Geography.Changes;
using Utanforskap.Simulator.Country;

namespace Utanforskap.Simulator.Tests.Country;

/// <summary>What borders tell of Alvmark's change of division, against what the country knows of it.</summary>
public class DivisionChangeTests
{
    private static readonly GeometryFactory Factory = new();

    [Theory]
    [InlineData("AlvReg", 2_800)]
    [InlineData("AlvDel", 5_500)]
    public void Borders_alone_tell_which_areas_were_split_merged_renamed_or_redrawn(string level, int unchanged)
    {
        var change = BorderComparison.Between(
            Division.Find(level + "2018")!, Shapes(level, "2018"), Division.Find(level + "2023")!, Shapes(level, "2023"));

        var told = change.Before.ToDictionary(a => a.Code, a => a.Kind);
        var truth = Truth(Alvmark.Country.Land[level + "2018"].Areas, Alvmark.Country.Land[level + "2023"].Areas, level == "AlvDel");
        told.Where(t => truth[t.Key] != t.Value).ShouldBeEmpty("the simulator knows what it did to each area");
        told.Values.Count(k => k == RelationKind.Unchanged).ShouldBeGreaterThan(unchanged);
        told.Values.ShouldContain(RelationKind.Split);
        if (level == "AlvReg")
        {
            told.Values.ShouldContain(RelationKind.Merged);
            told.Values.ShouldContain(RelationKind.Renamed);
            told.Values.Count(k => k == RelationKind.ChangedBorder).ShouldBeGreaterThan(200, "about one area in eleven has another border under its old code");
        }

        change.Before.ShouldAllBe(a => Math.Abs(a.Others.Sum(o => o.Share) - 1) < 1e-9, "the areas of both divisions cover the same country");
    }

    [Fact]
    public void The_smallest_areas_lie_wholly_in_areas_of_both_divisions()
    {
        var small = Shapes("AlvDel", "2018");

        foreach (var year in new[] { "2018", "2023" })
        {
            var change = BorderComparison.Between(Division.Find("AlvDel2018")!, small, Division.Find("AlvReg" + year)!, Shapes("AlvReg", year));
            change.Before.ShouldAllBe(a => a.Others.Count == 1, $"so counts can be shared out over AlvReg{year} exactly");
        }
    }

    private static Dictionary<string, RelationKind> Truth(IReadOnlyList<Area> old, IReadOnlyList<Area> renewed, bool nameless)
    {
        static bool Meets(Area a, Area b) => a.First < b.First + b.Parts && b.First < a.First + a.Parts;
        static bool Holds(Area a, Area b) => b.First >= a.First && b.First + b.Parts <= a.First + a.Parts;
        var kinds = new Dictionary<string, RelationKind>();
        foreach (var area in old)
        {
            // Areas of a municipality lie beside each other along the curve.
            var pieces = renewed.Where(n => n.Municipality == area.Municipality && Meets(area, n)).ToList();
            kinds[area.Code] = pieces switch
            {
                [var same] when same.First == area.First && same.Parts == area.Parts =>
                    nameless || same.Name == area.Name ? RelationKind.Unchanged : RelationKind.Renamed,
                [var whole] => old.Where(o => o.Municipality == area.Municipality && Meets(whole, o)).All(o => Holds(whole, o)) ? RelationKind.Merged : RelationKind.ChangedBorder,
                _ => pieces.All(p => Holds(area, p)) ? RelationKind.Split : RelationKind.ChangedBorder,
            };
        }

        return kinds;
    }

    private static List<AreaShape> Shapes(string level, string year) => [.. Alvmark.Country.Boundaries[$"stat:{level}_{year}"].Features().Select(f => new AreaShape(
        (string)f.Properties[0].Value!,
        level == "AlvReg" ? (string)f.Properties[1].Value! : null,
        Factory.CreatePolygon([.. f.Polygons[0][0].Chunk(2).Select(c => new Coordinate(c[0], c[1]))])))];
}
