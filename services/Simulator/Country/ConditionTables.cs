using static Utanforskap.Simulator.Country.Dimensions;

namespace Utanforskap.Simulator.Country;

/// <summary>Tables of how people live: income, education, work, voting, school, crime and health.</summary>
internal static class ConditionTables
{
    private static readonly (string, string) Economy = ("HE", "Hushållens ekonomi");

    public static IReadOnlyList<TableDesign> All { get; } =
    [
        new(
            "ALV004",
            "Nettoinkomst per region efter inkomstkomponent",
            Economy,
            [Ordinary("Inkomstkomponenter", "inkomstkomponent", ("LON", "löneinkomst")), Kon],
            Contents(("ALV0040A", "Medelvärde för samtliga, tkr", "tkr", 1)),
            (society, part, year, counts) =>
            {
                var residents = society.Residents(part, year);
                var mean = 325 * Math.Pow(1.034, year - 2021) * Math.Exp(
                    (-0.2 * society.Disadvantage(part, year)) - (0.07 * society.Ageing(part)) + (0.05 * society.Own(part, Trait.Wage)));
                counts[1] = residents.Working + residents.Old;
                counts[0] = (long)Math.Round(counts[1] * mean);
            })
        {
            CountsBehind = 2,
            Derive = areas => [.. areas.Select(a => new[] { Math.Round((double)a[0] / a[1], 1) })],
        },
        new(
            "ALV005",
            "Personer per region efter ekonomisk standard och ålder",
            Economy,
            [
                Ordinary("EkonomiskStandard", "ekonomisk standard", ("LAG", "låg ekonomisk standard"), ("OVR", "övriga"), ("tot", "totalt")),
                Ordinary("Alder", "ålder", ("tot", "totalt")),
            ],
            Contents(("ALV0050A", "Antal personer", "antal", 0)),
            (society, part, year, counts) =>
            {
                var all = society.Having(society.Residents(part, year).All, 0.9, Trait.Resident, part, year);
                counts[0] = society.Having(all, Likely(society, part, year, Trait.LowStandard, 0.136 - (0.001 * (year - 2021)), 0.66), Trait.LowStandard, part, year);
                (counts[1], counts[2]) = (all - counts[0], all);
            })
        {
            NoiseFrom = Years.First,
            Counted = new Dictionary<int, People> { [2] = People.AllYear },
        },
        new(
            "ALV006",
            "Befolkning per region efter utbildningsnivå och ålder",
            ("UF", "Utbildning och forskning"),
            [
                Ordinary(
                    "UtbildningsNiva", "utbildningsnivå", ("FG", "förgymnasial"), ("GY", "gymnasial"), ("EG", "eftergymnasial"), ("US", "uppgift saknas"), ("tot", "totalt")),
                Ordinary("Alder", "ålder", ("20-64", "20-64 år")),
            ],
            Contents(("ALV0060A", "Antal", "antal", 0)),
            (society, part, year, counts) =>
            {
                var all = society.Residents(part, year).Working;
                counts[3] = society.Having(all, 0.018 * Math.Exp(0.4 * society.Migration(part)), Trait.UnknownEducation, part, year);
                var known = all - (int)counts[3];
                var compulsory = Likely(society, part, year, Trait.CompulsoryOnly, 0.098 - (0.0015 * (year - 2021)), 0.57);
                counts[0] = society.Having(known, compulsory, Trait.CompulsoryOnly, part, year);
                var upper = 0.5 + (0.07 * society.Disadvantage(part, year)) - (0.2 * (society.Town(part) - 0.45));
                counts[1] = society.Having(known - (int)counts[0], upper, Trait.UpperSecondary, part, year);
                (counts[2], counts[4]) = (known - counts[0] - counts[1], all);
            })
        {
            NoiseFrom = Years.First,
            Counted = new Dictionary<int, People> { [4] = People.Working },
        },
        new(
            "ALV007",
            "Befolkning per region efter ställning på arbetsmarknaden och ålder",
            ("AM", "Arbetsmarknad"),
            [
                Ordinary(
                    "Stallning",
                    "ställning på arbetsmarknaden",
                    ("SYSS", "sysselsatta"),
                    ("BIST", "ekonomiskt bistånd minst 10 månader eller arbetslösa mer än 6 månader"),
                    ("OVR", "övriga"),
                    ("tot", "totalt")),
                Ordinary("Alder", "ålder", ("20-64", "20-64 år")),
            ],
            Contents(("ALV0070A", "Antal", "antal", 0)),
            (society, part, year, counts) =>
            {
                var all = society.Residents(part, year).Working;
                var assisted = Likely(society, part, year, Trait.Assistance, 0.039 - (0.001 * Math.Abs(year - 2020)), 0.86);
                counts[1] = society.Having(all, assisted, Trait.Assistance, part, year);
                var employed = 0.845 - (0.035 * society.Disadvantage(part, year)) - (0.01 * society.Migration(part));
                counts[0] = society.Having(all - (int)counts[1], employed, Trait.Employed, part, year);
                (counts[2], counts[3]) = (all - counts[0] - counts[1], all);
            })
        {
            NoiseFrom = Years.First,
            Counted = new Dictionary<int, People> { [3] = People.Working },
        },
        new(
            "ALV008",
            "Valdeltagande per region, allmänna val",
            ("ME", "Demokrati"),
            [],
            Contents(("ALV0080A", "Röstande", "antal", 0), ("ALV0080B", "Röstberättigade", "antal", 0)),
            (society, part, year, counts) =>
            {
                var residents = society.Residents(part, year);
                var entitled = society.Having(residents.Working + residents.Old, 0.99 - (0.04 * (1 + society.Migration(part))), Trait.Entitled, part, year);
                var share = 0.85 - (0.05 * society.Disadvantage(part, year)) - (0.012 * society.Migration(part));
                (counts[0], counts[1]) = (society.Having(entitled, share, Trait.Voted, part, year), entitled);
            }),
        new(
            "ALV009",
            "Elever i årskurs 9 per region, behörighet till gymnasieskolan",
            ("UF", "Utbildning och forskning"),
            [],
            Contents(("ALV0090A", "Behöriga elever", "antal", 0), ("ALV0090B", "Elever", "antal", 0)),
            (society, part, year, counts) =>
            {
                var pupils = society.Events(0.053 * society.Residents(part, year).Young, Trait.Pupils, part, year);
                var share = 0.86 - (0.06 * society.Disadvantage(part, year));
                (counts[0], counts[1]) = (society.Having(pupils, share, Trait.Eligible, part, year), pupils);
            }),
        new(
            "ALV011",
            "Anmälda brott per region",
            ("RV", "Rättsväsende"),
            [],
            Contents(("ALV0110A", "Anmälda brott", "antal", 0)),
            (society, part, year, counts) =>
            {
                var rate = 0.085 * Math.Exp(
                    (0.32 * society.Disadvantage(part, year)) + (1.2 * (society.Town(part) - 0.45)) + (0.25 * society.Own(part, Trait.Offences)));
                counts[0] = society.Events(rate * society.Residents(part, year).All, Trait.Offences, part, year);
            }),
        new(
            "ALV012",
            "Ohälsa per region, nettodagar och försäkrade 16-64 år",
            ("HS", "Hälsa"),
            [],
            Contents(("ALV0120A", "Nettodagar", "dagar", 0), ("ALV0120B", "Försäkrade", "antal", 0)),
            (society, part, year, counts) =>
            {
                var insured = (int)Math.Round(1.07 * society.Residents(part, year).Working);
                var days = 21 * Math.Exp((0.2 * society.Disadvantage(part, year)) + (0.1 * society.Ageing(part)) + (0.06 * society.Own(part, Trait.SickDays)));
                (counts[0], counts[1]) = (society.Events(days * insured, Trait.SickDays, part, year), insured);
            }),
    ];

    /// <summary>A share that grows by a factor for each step of disadvantage, so that a few areas stand far above the others.</summary>
    private static double Likely(Society society, int part, int year, Trait trait, double mean, double spread)
    {
        var steps = (0.88 * society.Disadvantage(part, year)) + (0.32 * society.Own(part, trait));
        return Math.Min(0.75, mean * Math.Exp((spread * steps) - (spread * spread * 0.45)));
    }
}
