using Utanforskap.Geography;
using Utanforskap.Simulator.Country;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.Tests.Country;

/// <summary>What Alvmark's tables say.</summary>
public class FiguresTests
{
    [Theory]
    [InlineData("2018")]
    [InlineData("2022")]
    [InlineData("2023")]
    public void The_index_has_about_the_mean_spread_and_skew_of_the_real_one(string year)
    {
        var index = Index(year);
        var mean = index.Average();
        var deviation = Math.Sqrt(index.Average(v => (v - mean) * (v - mean)));

        mean.ShouldBeInRange(8, 10);
        deviation.ShouldBeInRange(4.8, 6.2);
        index.Average(v => Math.Pow((v - mean) / deviation, 3)).ShouldBeInRange(1, 3, "a few areas stand far above the others");
        index.Min().ShouldBeGreaterThan(0.5);
        index.Max().ShouldBeInRange(25, 65);
    }

    [Fact]
    public void Neighbours_are_alike()
    {
        var land = Alvmark.Country.Land;
        var index = Index("2022");
        var areaOf = new Dictionary<(int, int), int>();
        var side = Curve.Side(land.Cells);
        for (var i = 0; i < index.Length; i++)
        {
            var area = land["AlvReg2018"].Areas[i];
            for (var part = area.First; part < area.First + area.Parts; part++)
            {
                areaOf[Curve.Place(side, land.Parts[part].Cell)] = i;
            }
        }

        // Moran's I: areas are neighbours when cells of theirs share an edge.
        var mean = index.Average();
        var pairs = new HashSet<(int, int)>();
        foreach (var ((x, y), area) in areaOf)
        {
            foreach (var beside in new[] { (x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1) })
            {
                if (areaOf.TryGetValue(beside, out var other) && other != area)
                {
                    pairs.Add((area, other));
                }
            }
        }

        var moran = pairs.Average(p => (index[p.Item1] - mean) * (index[p.Item2] - mean)) / index.Average(v => (v - mean) * (v - mean));
        moran.ShouldBeInRange(0.2, 0.85, "conditions vary smoothly over the plane, but not only");
    }

    [Fact]
    public void Five_to_ten_per_cent_of_the_areas_change_type_from_one_year_to_the_next()
    {
        var types = Enumerable.Range(2018, 5).Select(y => Types(Index($"{y}"))).ToList();

        for (var i = 1; i < types.Count; i++)
        {
            var changed = types[i].Zip(types[i - 1]).Count(t => t.First != t.Second) / 3_363.0;
            changed.ShouldBeInRange(0.05, 0.10, $"{2018 + i} against the year before");
        }

        types[0].Distinct().Count().ShouldBe(5, "all five types occur");
    }

    [Theory]
    [InlineData("ALV005", "LAG")]
    [InlineData("ALV006", "FG")]
    [InlineData("ALV007", "BIST")]
    public void The_parts_of_the_index_of_a_municipality_and_county_are_those_of_their_areas_together(string id, string category)
    {
        var table = Alvmark.Last(id);
        foreach (var year in table.Time!.Codes)
        {
            var areas = Valid("AlvReg", year).ToLookup(a => a.Municipality);
            foreach (var municipality in Alvmark.Country.Land["AlvMunicipality"].Areas)
            {
                foreach (var counted in new[] { category, "tot" })
                {
                    var together = areas[municipality.Municipality].Select(a => table.Figure(a.Code, counted, year)!.Value).ToList();
                    Math.Abs(together.Sum() - table.Figure(municipality.Code, counted, year)!.Value)
                        .ShouldBeLessThanOrEqualTo(2 * (together.Count + 1), $"{municipality.Code} {year} {counted}, up to 2 for each cell");
                }
            }
        }

        foreach (var county in Alvmark.Country.Land["AlvCounty"].Areas)
        {
            var together = Alvmark.Country.Land["AlvMunicipality"].Areas.Where(m => m.Code.StartsWith(county.Code, StringComparison.Ordinal))
                .Select(m => table.Figure(m.Code, category, "2022")!.Value).ToList();
            Math.Abs(together.Sum() - table.Figure(county.Code, category, "2022")!.Value)
                .ShouldBeLessThanOrEqualTo(2 * (together.Count + 1), $"{county.Code}, up to 2 for each cell");
        }
    }

    [Theory]
    [InlineData("ALV001", new[] { "0-19", "20-64", "65-" }, "2023", false)]
    [InlineData("ALV002", new[] { "ALV", "UTL" }, "2022", false)]
    [InlineData("ALV005", new[] { "LAG", "OVR" }, "2023", true)]
    [InlineData("ALV006", new[] { "FG", "GY", "EG", "US" }, "2024", true)]
    [InlineData("ALV007", new[] { "SYSS", "BIST", "OVR" }, "2023", true)]
    public void Parts_add_up_to_their_total_but_for_noise(string id, string[] parts, string year, bool hasNoise)
    {
        var table = Alvmark.Last(id);

        foreach (var area in Valid("AlvReg", year))
        {
            Math.Abs(parts.Sum(p => table.Figure(area.Code, p, year)!.Value) - table.Figure(area.Code, "tot", year)!.Value)
                .ShouldBeLessThanOrEqualTo(hasNoise ? 2 * (parts.Length + 1) : 0, $"{area.Code} {year}");
        }
    }

    [Fact]
    public void With_noise_parts_miss_their_total_by_little_and_the_same_people_have_the_same_noise()
    {
        var (population, birth) = (Alvmark.Last("ALV001"), Alvmark.Last("ALV002"));

        var misses = Valid("AlvReg", "2024").Select(
            a => population.Figure(a.Code, "0-19", "2024") + population.Figure(a.Code, "20-64", "2024") + population.Figure(a.Code, "65-", "2024")
                - population.Figure(a.Code, "tot", "2024")).ToList();

        misses.Count(m => m != 0).ShouldBeGreaterThan(misses.Count / 2);
        misses.ShouldAllBe(m => m >= -8 && m <= 8);
        misses.Average()!.Value.ShouldBeInRange(-0.2, 0.2, "noise has no direction");
        Valid("AlvReg", "2024").ShouldAllBe(a => population.Figure(a.Code, "tot", "2024") == birth.Figure(a.Code, "tot", "2024"));
        var (education, labour) = (Alvmark.Last("ALV006"), Alvmark.Last("ALV007"));
        Valid("AlvReg", "2024").ShouldAllBe(a => population.Figure(a.Code, "20-64", "2024") == education.Figure(a.Code, "tot", "2024"));
        Valid("AlvReg", "2022").ShouldAllBe(a => labour.Figure(a.Code, "tot", "2022") == education.Figure(a.Code, "tot", "2022"));
    }

    [Theory]
    [InlineData("ALV003")]
    [InlineData("ALV010")]
    public void Tables_of_households_show_no_count_from_one_to_four(string id)
    {
        var table = Alvmark.Last(id);

        table.Values.Where((v, i) => table.Status[i] == (byte)CellStatus.Figure).ShouldAllBe(v => v == 0 || v >= 5);
        if (id == "ALV003")
        {
            Valid("AlvReg", "2022").Count(a => table.Figure(a.Code, "2", "2022") is null).ShouldBeGreaterThan(20, "in the country few dwellings are tenant-owned");
        }
    }

    [Theory]
    [InlineData("2018")]
    [InlineData("2023")]
    public void The_official_type_is_that_of_the_open_figures_but_for_a_few_areas_near_a_cut(string year)
    {
        var official = Alvmark.Last("ALV013");
        var index = Index(year);
        var mean = index.Average();
        var deviation = Math.Sqrt(index.Average(v => (v - mean) * (v - mean)));
        var types = Types(index);
        var areas = Valid("AlvReg", year).Select((a, i) => (
            Off: official.Figure(a.Code, "ALV0130A", year)!.Value - index[i],
            Differs: official.Figure(a.Code, "ALV0130B", year) != types[i],
            FromCut: new[] { -1, 0, 1, 2 }.Min(c => Math.Abs(index[i] - mean - (c * deviation))))).ToList();

        areas.ShouldAllBe(a => Math.Abs(a.Off) < 0.6, "noise in three parts and a rounding move the index by little");
        areas.Average(a => a.Off).ShouldBeInRange(-0.02, 0.02, "neither has a direction");
        areas.Count(a => a.Differs).ShouldBeInRange(5, 100, "open figures decide most areas, not all");
        areas.Where(a => a.Differs).ShouldAllBe(a => a.FromCut < 0.6);
        areas.Count(a => a.FromCut < 0.05).ShouldBeGreaterThan(20, "some areas lie nearer to a cut than the published index is rounded");
    }

    [Fact]
    public void Outside_its_years_a_division_has_no_figures_and_within_them_it_has()
    {
        foreach (var id in CountrySource.Designs.Keys)
        {
            var table = Alvmark.Last(id);
            var figures = table.Cells / table.Dimensions[0].Codes.Count;
            for (var region = 0; region < table.Dimensions[0].Codes.Count; region++)
            {
                var area = Division.Resolve(table.Dimensions[0].Codes[region])!.Value;
                var isValid = table.Time!.Codes.Select(area.Division.IsValidFor).ToList();
                for (var cell = region * figures; cell < (region + 1) * figures; cell++)
                {
                    var hasFigure = table.Status[cell] == (byte)CellStatus.Figure;
                    var isRight = hasFigure == isValid[cell % isValid.Count] || (!hasFigure && CountrySource.Designs[id].SuppressesSmall);
                    Assert.True(isRight, $"{id} has {(hasFigure ? "a" : "no")} figure for {area} in {table.Time.Codes[cell % isValid.Count]}.");
                }
            }
        }
    }

    [Fact]
    public void Figures_are_possible()
    {
        foreach (var id in CountrySource.Designs.Keys)
        {
            var table = Alvmark.Last(id);
            table.Values.ShouldAllBe(v => v >= 0 && double.IsFinite(v));
        }

        foreach (var (id, part, whole) in new[] { ("ALV008", "ALV0080A", "ALV0080B"), ("ALV009", "ALV0090A", "ALV0090B") })
        {
            var table = Alvmark.Last(id);
            Valid("AlvReg", "2022").ShouldAllBe(a => table.Figure(a.Code, part, "2022") <= table.Figure(a.Code, whole, "2022"));
        }

        Alvmark.Last("ALV008").Time!.Codes.ShouldBe(["2018", "2022"], "elections are held every fourth year");
    }

    private static IEnumerable<Area> Valid(string level, string year) =>
        Alvmark.Country.Land[level + (string.CompareOrdinal(year, "2023") < 0 ? "2018" : "2023")].Areas;

    private static double[] Index(string year) => [.. Valid("AlvReg", year).Select(a => Alvmark.SeiParts(a.Code, year).Average())];

    private static int[] Types(double[] index)
    {
        var mean = index.Average();
        var deviation = Math.Sqrt(index.Average(v => (v - mean) * (v - mean)));
        return [.. index.Select(v => v >= mean + (2 * deviation) ? 1 : v >= mean + deviation ? 2 : v >= mean ? 3 : v >= mean - deviation ? 4 : 5)];
    }
}
