namespace Utanforskap.Publishing.Page;

/// <summary>The page's words in one of its languages; each text stands here in both.</summary>
internal sealed class Words
{
    private readonly bool english;

    private Words(bool english) => this.english = english;

    public static Words Swedish { get; } = new(english: false);

    public static Words English { get; } = new(english: true);

    public string Language => In("sv", "en");

    public string Title => In("Utanförskap – läget just nu", "Utanförskap – the state right now");

    public string Lead => In(
        "När ett register kommer med nya siffror räknas områdena om, kontrolleras och publiceras på nytt. Här syns hur långt det har kommit.",
        "When a register has new figures, the areas are recomputed, checked and published anew. This page shows how far that has come.");

    public string OtherLanguage => In(
        "<a href=\"/?lang=en\" lang=\"en\" hreflang=\"en\">In English</a>",
        "<a href=\"/\" lang=\"sv\" hreflang=\"sv\">På svenska</a>");

    public string Now => In("Visat", "Shown");

    public string InventedFigures => In("påhittade siffror", "invented figures");

    public string Registers => In("Registren", "The registers");

    public string NoAnswer => In(
        "Tjänsten som bevakar registren svarar inte just nu. Det som är publicerat kan läsas ändå.",
        "The service that watches the registers does not answer right now. What is published can be read all the same.");

    public string[] RegisterColumns => In<string[]>(
        ["Register", "Tabell", "Senast läst", "Källans tid", "Utfall", "Utgåva nr"],
        ["Register", "Table", "Last read", "Source's time", "Outcome", "Release no."]);

    public string Classes => In("Områden per klass", "Areas per class");

    public string NothingPublished => In("Ännu är ingenting publicerat.", "Nothing is published yet.");

    public string[] ClassColumns => In<string[]>(
        ["Klass", "Områden", "Befolkning", "Andel av befolkningen"],
        ["Class", "Areas", "Population", "Share of the population"]);

    public string WithoutClasses => In("Värden för varje område, utan klasser", "Values for each area, without classes");

    public string Unclassified => In("utan klass", "without class");

    public string Publications => In("Senaste publiceringar", "Latest publications");

    public string[] PublicationColumns => In<string[]>(
        ["Publicerad", "Metod", "Version", "Utgåva nr", "Perioder", "Områden med ny klass"],
        ["Published", "Method", "Version", "Release no.", "Periods", "Areas with a new class"]);

    public string Runs => In("Körningar", "Runs");

    public string[] RunColumns => In<string[]>(
        ["Utgåva nr", "Register", "Läge", "Tid", "Utfall per metod"],
        ["Release no.", "Register", "State", "Time", "Outcome per method"]);

    public string Events => In("Senaste händelser", "Latest events");

    public string[] EventColumns => In<string[]>(["Nr", "Tid", "Händelse", "Gäller", "Klass"], ["No.", "Time", "Event", "About", "Class"]);

    public string Baseline => In("första publiceringen", "first publication");

    public string Never => In("aldrig", "never");

    public string Data => In("Data", "Data");

    public string Note => In("Siffrorna beskriver områden, inte människor.", "The figures describe areas, not people.");

    /// <summary>A word of the wire in this language; itself if it has no other.</summary>
    public string this[string word] => word switch
    {
        "complete" => In("klar", word),
        "running" => In("pågår", word),
        "published" => In("publicerad", word),
        "unchanged" => In("oförändrad", word),
        "refused" => In("nekad", word),
        "held" => In("väntar på operatör", "waits for an operator"),
        "failed" => In("misslyckad", word),
        "review" => In("väntar på granskning", "waits for sign-off"),
        "rejected" => In("underkänd", word),
        "superseded" => In("ersatt", word),
        "accepted" => In("godtagen", word),
        "release.ingested" => In("utgåva inläst", "release ingested"),
        "release.refused" => In("utgåva nekad", "release refused"),
        "publication.published" => In("publicering", "publication"),
        "publication.corrected" => In("rättelse", "correction"),
        "classification.changed" => In("område bytte klass", "area changed class"),
        _ => word,
    };

    /// <summary>That the figures of these countries are made up.</summary>
    public string Invented(IEnumerable<string> countries)
    {
        var names = string.Join(", ", countries);
        return In(
            $"Siffrorna är påhittade. {names} är ett land som inte finns, till för att pröva systemet: ingenting här säger något om Sverige.",
            $"The figures are invented. {names} is a country that does not exist, made to try the system out: nothing here says anything about Sweden.");
    }

    private T In<T>(T swedish, T inEnglish) => english ? inEnglish : swedish;
}
