using static Utanforskap.Simulator.Country.Dimensions;

namespace Utanforskap.Simulator.Country;

/// <summary>Tables of who lives where: population, birth region, tenure and housing.</summary>
internal static class PeopleTables
{
    private static readonly (string, string) Population = ("BE", "Befolkning");
    private static readonly (string, string) Housing = ("BO", "Boende");

    public static IReadOnlyList<TableDesign> All { get; } =
    [
        new(
            "ALV001",
            "Folkmängden per region efter ålder och kön",
            Population,
            [Ordinary("Alder", "ålder", ("0-19", "0-19 år"), ("20-64", "20-64 år"), ("65-", "65- år"), ("tot", "totalt")), Kon],
            Contents(("ALV0010A", "Antal", "antal", 0)),
            (society, part, year, counts) =>
            {
                var residents = society.Residents(part, year);
                (counts[0], counts[1], counts[2], counts[3]) = (residents.Young, residents.Working, residents.Old, residents.All);
            })
        {
            Layouts = ["AlvCounty", "AlvMunicipality", "AlvDel2018", "AlvReg2018", "AlvDel2023", "AlvReg2023"],
            NoiseFrom = Years.Noise,
            Counted = new Dictionary<int, People> { [1] = People.Working, [3] = People.Residents },
        },
        new(
            "ALV002",
            "Folkmängden per region efter födelseregion och kön",
            Population,
            [Ordinary("Fodelseregion", "födelseregion", ("ALV", "Alvmark"), ("UTL", "övriga världen"), ("tot", "totalt")), Kon],
            Contents(("ALV0020A", "Antal", "antal", 0)),
            (society, part, year, counts) =>
            {
                var all = society.Residents(part, year).All;
                var abroad = 1 / (1 + Math.Exp(1.5 - (0.03 * (year - 2021)) - (0.55 * society.Migration(part))));
                counts[0] = society.Having(all, 1 - abroad, Trait.BornInCountry, part, year);
                (counts[1], counts[2]) = (all - counts[0], all);
            })
        {
            NoiseFrom = Years.Noise,
            Counted = new Dictionary<int, People> { [2] = People.Residents },
        },
        new(
            "ALV003",
            "Antal lägenheter per region efter upplåtelseform",
            Housing,
            [Ordinary("Upplatelseform", "upplåtelseform", ("1", "hyresrätt"), ("2", "bostadsrätt"), ("3", "äganderätt"), ("US", "uppgift saknas"))],
            Contents(("ALV0030A", "Antal", "antal", 0)),
            (society, part, year, counts) =>
            {
                var dwellings = Dwellings(society, part, year);
                var town = society.Town(part) - 0.45;
                var rental = 1 / (1 + Math.Exp(0.95 - (0.6 * society.Disadvantage(part, year)) - (1.5 * town) - (0.6 * society.Own(part, Trait.Rental))));
                var tenantOwned = 0.3 + (0.9 * town) + (0.15 * society.Own(part, Trait.TenantOwned));
                counts[3] = society.Having(dwellings, 0.012, Trait.UnknownTenure, part, year);
                var known = dwellings - (int)counts[3];
                counts[0] = society.Having(known, rental, Trait.Rental, part, year);
                counts[1] = society.Having(known - (int)counts[0], tenantOwned, Trait.TenantOwned, part, year);
                counts[2] = known - counts[0] - counts[1];
            })
        {
            SuppressesSmall = true,
        },
        new(
            "ALV010",
            "Antal hushåll per region efter trångboddhet",
            Housing,
            [Ordinary("Trangboddhet", "trångboddhet", ("TB", "trångbodda"), ("EJ", "ej trångbodda"), ("tot", "totalt"))],
            Contents(("ALV0100A", "Antal hushåll", "antal", 0)),
            (society, part, year, counts) =>
            {
                var households = society.Having(Dwellings(society, part, year), 0.9, Trait.Households, part, year);
                var share = 0.09 * Math.Exp((0.42 * society.Disadvantage(part, year)) + (0.2 * society.Migration(part)) + (0.5 * (society.Town(part) - 0.45)));
                counts[0] = society.Having(households, share, Trait.Overcrowded, part, year);
                (counts[1], counts[2]) = (households - counts[0], households);
            })
        {
            SuppressesSmall = true,
        },
    ];

    private static int Dwellings(Society society, int part, int year) =>
        (int)Math.Round(society.Residents(part, year).All / (2.1 + (0.12 * society.Own(part, Trait.Dwellings))));
}
