using Utanforskap.Simulator.Country;

namespace Utanforskap.Simulator.Tests.Country;

/// <summary>Borders of Alvmark's areas.</summary>
public class BordersTests
{
    [Theory]
    [InlineData("stat:AlvReg_2018")]
    [InlineData("stat:AlvReg_2023")]
    [InlineData("stat:AlvDel_2018")]
    [InlineData("stat:AlvDel_2023")]
    [InlineData("stat:AlvKommun")]
    public void Areas_meet_without_gap_or_overlap(string layer)
    {
        var features = Alvmark.Country.Boundaries[layer].Features();
        var counties = Alvmark.Country.Boundaries["stat:AlvLan"].Features();

        features.Sum(f => Surface(f.Polygons[0][0])).ShouldBe(counties.Sum(f => Surface(f.Polygons[0][0])), 1, "the areas cover what the counties cover");
        features.ShouldAllBe(f => Surface(f.Polygons[0][0]) > 0);
        var edges = features.SelectMany(f => Edges(f.Polygons[0][0])).ToHashSet();
        edges.Count.ShouldBe(features.Sum(f => (f.Polygons[0][0].Length / 2) - 1), "no two areas have the same edge in the same direction");
        Coast(edges).ShouldBe(
            Coast([.. counties.SelectMany(f => Edges(f.Polygons[0][0]))]),
            "only the coast has nothing on its other side");
    }

    [Fact]
    public void A_feature_has_code_name_and_municipality_under_names_of_its_own()
    {
        var feature = Alvmark.Country.Boundaries["stat:AlvReg_2023"].Features()[0];

        feature.Id.ShouldBe("AlvReg_2023.1");
        feature.Properties.Select(p => p.Key).ShouldBe(["alvregkod", "alvregnamn", "kommunkod", "kommunnamn", "lankod"]);
        feature.Properties[0].Value.ShouldBe("A101R001", "layers give the code without the suffix that tables need");
    }

    [Fact]
    public void Nothing_of_it_lies_in_Sweden()
    {
        var corners = Alvmark.Country.Boundaries["stat:AlvLan"].Features().SelectMany(f => f.Polygons[0][0].Where((_, i) => i % 2 == 0));

        corners.Max().ShouldBeLessThan(250_000, "Sweden's westernmost point lies at about 266,000 m east");
    }

    [Fact]
    public void Borders_of_a_country_of_any_size_stay_in_the_same_square()
    {
        var land = Land.Lay(20_000, new Chance(1));
        var borders = new Borders(land, new Chance(1));

        var ring = borders.Ring(land["AlvReg2018"].Areas[^1]);

        ring.Where((_, i) => i % 2 == 0).ShouldAllBe(x => x > -500_000 && x < -100_000);
        (ring[0], ring[1]).ShouldBe((ring[^2], ring[^1]), "a ring is closed");
    }

    /// <summary>Number of edges that no area lies beyond.</summary>
    private static int Coast(HashSet<(double X, double Y, double ToX, double ToY)> edges) => edges.Count(e => !edges.Contains((e.ToX, e.ToY, e.X, e.Y)));

    private static double Surface(double[] ring)
    {
        var twice = 0.0;
        for (var i = 0; i < ring.Length - 2; i += 2)
        {
            twice += ((ring[i] - ring[0]) * (ring[i + 3] - ring[1])) - ((ring[i + 2] - ring[0]) * (ring[i + 1] - ring[1]));
        }

        return twice / 2;
    }

    private static IEnumerable<(double X, double Y, double ToX, double ToY)> Edges(double[] ring)
    {
        for (var i = 0; i < ring.Length - 2; i += 2)
        {
            yield return (ring[i], ring[i + 1], ring[i + 2], ring[i + 3]);
        }
    }
}
