using Utanforskap.Geography;
using Utanforskap.Simulator.Country;

namespace Utanforskap.Simulator.Tests.Country;

/// <summary>How Alvmark is divided.</summary>
public class LandTests
{
    [Fact]
    public void The_default_country_has_as_many_areas_municipalities_and_counties_as_Sweden()
    {
        var land = Alvmark.Country.Land;

        land["AlvReg2018"].Areas.Count.ShouldBe(3_363);
        land["AlvMunicipality"].Areas.Count.ShouldBe(290);
        land["AlvCounty"].Areas.Count.ShouldBe(21);
        land["AlvDel2018"].Areas.Count.ShouldBeInRange(5_700, 6_300);
        land["AlvDel2023"].Areas.Count.ShouldBeGreaterThan(land["AlvDel2018"].Areas.Count, "grown areas were cut in two");
        land["AlvReg2023"].Areas.Count.ShouldBeInRange(3_363, 3_364, "splits and merges keep the number of areas");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(57)]
    [InlineData(3_363)]
    [InlineData(50_000)]
    public void Every_division_covers_the_country_without_overlap(int areas)
    {
        var land = Land.Lay(areas, new Chance(7));

        land["AlvReg2018"].Areas.Count.ShouldBe(areas);
        foreach (var layout in land.Layouts)
        {
            var next = 0;
            foreach (var area in layout.Areas.OrderBy(a => a.First))
            {
                area.First.ShouldBe(next, $"{area.Code} of {layout.Division} begins where the area before it ends");
                next += area.Parts;
            }

            next.ShouldBe(land.Parts.Count, $"{layout.Division} reaches the end of the country");
        }
    }

    [Theory]
    [InlineData("AlvDel2018", "AlvReg2018")]
    [InlineData("AlvDel2023", "AlvReg2023")]
    public void Every_small_area_lies_in_exactly_one_area_of_its_division_and_in_its_own_municipality(string small, string large)
    {
        var land = Alvmark.Country.Land;
        var areaOf = new int[land.Parts.Count];
        var areas = land[large].Areas;
        for (var i = 0; i < areas.Count; i++)
        {
            areaOf.AsSpan(areas[i].First, areas[i].Parts).Fill(i);
        }

        foreach (var area in land[small].Areas)
        {
            areaOf.Skip(area.First).Take(area.Parts).Distinct().Count().ShouldBe(1, $"{area.Code} lies in one area");
            areas[areaOf[area.First]].Municipality.ShouldBe(area.Municipality, $"{area.Code} and its area are of one municipality");
        }
    }

    [Fact]
    public void An_area_has_one_to_four_small_areas()
    {
        var land = Alvmark.Country.Land;
        var starts = land["AlvDel2018"].Areas.Select(a => a.First).ToHashSet();

        var sizes = land["AlvReg2018"].Areas.Select(a => Enumerable.Range(a.First, a.Parts).Count(starts.Contains)).ToList();

        sizes.Min().ShouldBe(1);
        sizes.Max().ShouldBe(4);
    }

    [Theory]
    [InlineData(3_363)]
    [InlineData(50_000)]
    public void Codes_are_unique_sorted_and_resolve_to_their_division(int areas)
    {
        var land = Land.Lay(areas, new Chance(3));

        foreach (var layout in land.Layouts)
        {
            var codes = layout.Areas.Select(a => a.Code).ToList();
            codes.ShouldBeUnique();
            codes.ShouldBe(codes.Order(StringComparer.Ordinal).ToList(), customMessage: $"tables list {layout.Division} by code");
            foreach (var code in codes)
            {
                Division.Resolve(code)?.Division.Id.ShouldBe(layout.Division, $"{code} is a code of {layout.Division}");
            }
        }
    }

    [Theory]
    [InlineData(3_363)]
    [InlineData(50_000)]
    public void Names_are_unique_within_their_municipality_and_municipalities_within_the_country(int areas)
    {
        var land = Land.Lay(areas, new Chance(3));

        land["AlvCounty"].Areas.Select(a => a.Name).ShouldBeUnique();
        land["AlvMunicipality"].Areas.Select(a => a.Name).ShouldBeUnique();
        land["AlvReg2018"].Areas.Select(a => land.Label(land["AlvReg2018"], a)).ShouldBeUnique();
        land["AlvReg2023"].Areas.Select(a => land.Label(land["AlvReg2023"], a)).ShouldBeUnique();
    }

    [Fact]
    public void The_new_division_moves_borders_under_the_same_code_and_splits_merges_and_renames_a_few()
    {
        var land = Alvmark.Country.Land;
        var old = land["AlvReg2018"].Areas.ToDictionary(a => a.Code);
        var renewed = land["AlvReg2023"].Areas.ToDictionary(a => a.Code[..8]);
        var kept = old.Keys.Intersect(renewed.Keys).ToList();

        kept.Count(c => (old[c].First, old[c].Parts) != (renewed[c].First, renewed[c].Parts)).ShouldBeInRange(150, 400, "codes with other borders");
        renewed.Keys.Except(old.Keys).Count().ShouldBeInRange(5, 60, "new codes, from splits");
        old.Keys.Except(renewed.Keys).Count().ShouldBeInRange(5, 60, "codes gone, from merges");
        kept.Count(c => old[c].Name != renewed[c].Name).ShouldBeInRange(10, 70, "other names");
    }

    [Fact]
    public void Names_are_those_of_no_Swedish_municipality()
    {
        IEnumerable<string> ours = [.. Alvmark.Country.Land["AlvMunicipality"].Areas.Concat(Alvmark.Country.Land["AlvCounty"].Areas).Select(a => a.Name)];
        var lines = File.ReadAllLines(Testing.SharedData.Find("keys/swedish_geodata_municipalities.csv"))
            .Concat(File.ReadAllLines(Testing.SharedData.Find("keys/swedish_geodata_counties.csv")));

        ours.Intersect(lines.SelectMany(line => line.Split(',', ';')), StringComparer.OrdinalIgnoreCase).ShouldBeEmpty();
    }
}
