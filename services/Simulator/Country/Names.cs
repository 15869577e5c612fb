namespace Utanforskap.Simulator.Country;

/// <summary>Names of counties, municipalities and areas, put together from word parts that no place in Sweden is called by.</summary>
/// <param name="chance">The country's chance.</param>
internal sealed class Names(Chance chance)
{
    private static readonly string[] Heads =
    [
        "Axo", "Belqui", "Brixa", "Cazo", "Corva", "Cylla", "Dexu", "Droma", "Elqua", "Ezzi", "Fexo", "Fluvo", "Gozza", "Gwela", "Hexa", "Hoqua",
        "Ixu", "Izzo", "Jaqua", "Juxo", "Kwelo", "Kyzza", "Luxo", "Lyqua", "Maxu", "Mozza", "Nexi", "Nuqua", "Oxo", "Ozzu", "Pexa", "Pluvo",
        "Quari", "Quello", "Rixo", "Ruqua", "Sexta", "Squilo", "Tazzo", "Tuvexa", "Uqua", "Uzzi", "Vexa", "Vuqua", "Wexo", "Wizza", "Xando", "Xelu",
        "Yxa", "Yzzo", "Zaqua", "Zemmo",
    ];

    private static readonly string[] Tails =
    [
        "bax", "bezz", "brux", "cco", "cleq", "dax", "dexi", "drozz", "fax", "feq", "flix", "gazz", "gux", "grel", "huxi", "jaz",
        "kaq", "klex", "kuzzo", "lax", "leqo", "lluz", "max", "mezzi", "mux", "naq", "nexo", "nizz", "paq", "pluz", "prix", "quo",
        "raz", "rexi", "rruq", "saq", "squi", "stux", "taz", "tequi", "truxo", "vaq", "vezz", "vuxi", "waz", "wexi", "xaro", "xil",
        "zando", "zaq", "zelo", "zuq",
    ];

    private static readonly string[] Quarters = ["norra", "södra", "östra", "västra", "inre", "yttre", "övre", "nedre"];

    private static int Words => Heads.Length * Tails.Length;

    /// <summary>Name of a municipality, unlike that of any other (of up to 2,704).</summary>
    public string Municipality(int municipality) => Word(Draw.Name, municipality);

    /// <summary>Name of a county.</summary>
    public string County(int county) => Word(Draw.CountySize, county) + " län";

    /// <summary>Name of an area, unlike that of any other in its municipality: a word, often with a second one or a quarter, as SCB names areas.</summary>
    /// <param name="municipality">The municipality.</param>
    /// <param name="number">The area's number within it, from 1.</param>
    public string Area(int municipality, int number)
    {
        var word = Word(Draw.AreaName, number, municipality);
        var form = chance.Uniform(Draw.AreaName, number, municipality);
        return form switch
        {
            < 0.45 => word,
            < 0.75 => $"{word}-{Word(Draw.AreaName, number + Quarters.Length + (Words / 2), municipality)}",
            _ => $"{word} {Quarters[(int)((form - 0.75) * 4 * Quarters.Length)]}",
        };
    }

    /// <summary>The n-th word in an order of all of them that begins anywhere and steps by a number that shares no factor with theirs.</summary>
    private string Word(Draw draw, int n, int within = -1)
    {
        const int Step = 1_009;
        var start = (long)(chance.Bits(draw, -1, within) % (ulong)Words);
        var word = (int)((start + ((long)n * Step)) % Words);
        return Heads[word / Tails.Length] + Tails[word % Tails.Length];
    }
}
