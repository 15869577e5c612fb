namespace Utanforskap.Simulator.Country;

/// <summary>
/// The lay of the land: counties, municipalities and areas of both divisions. Everything is a stretch of one curve through the plane
/// (<see cref="Curve"/>): counties follow each other along it, within them municipalities, then areas (AlvReg), then their smallest areas (AlvDel).
/// </summary>
internal sealed class Land
{
    /// <summary>The most areas that the codes have room for.</summary>
    public const int MostAreas = 1_800_000;

    /// <summary>The longest run of areas that three digits number, with room for those that the new division adds.</summary>
    private const int MostAreasOfMunicipality = 900;

    private const int MostMunicipalitiesOfCounty = 99;
    private const int Counties = 21;

    private Land(IReadOnlyList<Part> parts, IReadOnlyList<Layout> layouts, int cells)
    {
        (Parts, Layouts, Cells) = (parts, layouts, cells);
    }

    /// <summary>The smallest parts in order along the curve.</summary>
    public IReadOnlyList<Part> Parts { get; }

    /// <summary>Number of cells of the plane that the country covers.</summary>
    public int Cells { get; }

    /// <summary>Counties, municipalities, and both divisions into AlvDel and AlvReg.</summary>
    public IReadOnlyList<Layout> Layouts { get; }

    /// <summary>The layout with this division id.</summary>
    public Layout this[string division] => Layouts.First(l => l.Division == division);

    /// <summary>Lays the country out, in time linear in the number of areas.</summary>
    /// <param name="areas">Number of AlvReg2018.</param>
    /// <param name="chance">The country's chance.</param>
    public static Land Lay(int areas, Chance chance)
    {
        var names = new Names(chance);
        var municipalities = (int)Math.Clamp(Math.Round(areas * 290.0 / 3_363), 1, Math.Min(areas, Counties * MostMunicipalitiesOfCounty));
        var areasOf = Sizes.Share(areas, MostAreasOfMunicipality, Weights(municipalities, Draw.MunicipalitySize, 0.8, chance));
        var counties = Math.Min(Counties, municipalities);
        var municipalitiesOf = Sizes.Share(municipalities, MostMunicipalitiesOfCounty, Weights(counties, Draw.CountySize, 0.45, chance));

        var parts = new List<Part>(areas * 2);
        var (countyAreas, municipalityAreas) = (new List<Area>(counties), new List<Area>(municipalities));
        var divisions = new Divisions(chance, names, parts);
        for (int county = 0, municipality = 0; county < counties; county++)
        {
            var code = $"{(char)('A' + county)}1";
            var firstOfCounty = parts.Count;
            for (var n = 1; n <= municipalitiesOf[county]; n++, municipality++)
            {
                var first = parts.Count;
                divisions.Add(municipality, $"{code}{n:00}", areasOf[municipality]);
                municipalityAreas.Add(new Area($"{code}{n:00}", names.Municipality(municipality), municipality, first, parts.Count - first));
            }

            countyAreas.Add(new Area(code, names.County(county), -1, firstOfCounty, parts.Count - firstOfCounty));
        }

        const int LastOfOld = Years.NewDivision - 1;
        return new Land(
            parts,
            [
                new("AlvCounty", Years.First, int.MaxValue, countyAreas),
                new("AlvMunicipality", Years.First, int.MaxValue, municipalityAreas),
                new("AlvDel2018", Years.First, LastOfOld, divisions.OldSmall),
                new("AlvReg2018", Years.First, LastOfOld, divisions.OldAreas),
                new("AlvDel2023", Years.NewDivision, int.MaxValue, divisions.NewSmall),
                new("AlvReg2023", Years.NewDivision, int.MaxValue, divisions.NewAreas),
            ],
            divisions.Cells);
    }

    /// <summary>The name that tables write: <c>Municipality (Area)</c> for an area, the name alone for others.</summary>
    public string Label(Layout layout, Area area) =>
        layout.Division.StartsWith("AlvReg", StringComparison.Ordinal)
            ? $"{this["AlvMunicipality"].Areas[area.Municipality].Name} ({area.Name})"
            : area.Name;

    private static double[] Weights(int number, Draw draw, double spread, Chance chance) =>
        [.. Enumerable.Range(0, number).Select(i => Math.Exp(spread * chance.Normal(draw, i)))];
}
