namespace Utanforskap.Publishing.Sentences;

/// <summary>The words of one language. Numbers in braces stand for classes or periods.</summary>
internal sealed record SentenceWords
{
    public required string ByMethods { get; init; }

    public required string Class { get; init; }

    public required string NoClass { get; init; }

    public required string Goes { get; init; }

    public required string Stays { get; init; }

    public required string Becomes { get; init; }

    public required string Loses { get; init; }

    public required string StillNone { get; init; }

    public required string Between { get; init; }

    public required string Revised { get; init; }

    public required string Redefined { get; init; }

    public required string NewDivision { get; init; }

    public required string Withdrawn { get; init; }

    public required string In { get; init; }

    public required string RedefinedToo { get; init; }

    public required string OnNewAreas { get; init; }

    public required string IndexGoes { get; init; }

    public required string IndexBecomes { get; init; }

    public required string IndexLoses { get; init; }

    public required string Own { get; init; }

    public required string ByDefinition { get; init; }

    public required string FiguresOrDefinition { get; init; }

    public required string FiguresAndDefinition { get; init; }

    public required string Relative { get; init; }

    public required string BothNeeded { get; init; }

    public required string EitherSuffices { get; init; }

    public required string Masked { get; init; }

    public required string Index { get; init; }

    public required string Mostly { get; init; }

    public required string Renormalisation { get; init; }

    public required string Definition { get; init; }

    public required string Needs { get; init; }

    public required string NewNeeds { get; init; }

    public required string EndedNeeds { get; init; }

    public required string UnknownNeeds { get; init; }

    public required string DecidedNeeds { get; init; }

    public required string NeedsByOne { get; init; }

    public required string Yes { get; init; }

    public required string No { get; init; }

    public required string AcrossBreak { get; init; }

    public required string CauseUnknown { get; init; }

    public required string CaughtUp { get; init; }

    public required string Uncertain { get; init; }

    public required string Apart { get; init; }

    public required string ApartBefore { get; init; }

    /// <summary>How an area of the later division came to be, by the kind of relation between the divisions; the empty one while borders are not known.</summary>
    public required IReadOnlyDictionary<string, string> Came { get; init; }

    /// <summary>What became of an area of the earlier division.</summary>
    public required IReadOnlyDictionary<string, string> Became { get; init; }
}

internal static class SwedishWords
{
    public static SentenceWords All { get; } = new()
    {
        ByMethods = "{0} har {1} {2} enligt ”{3}” och {4} enligt ”{5}”.",
        Class = "klass",
        NoClass = "ingen klass",
        Goes = "går från klass {0} till {1}",
        Stays = "är kvar i klass {0}",
        Becomes = "får klass {0}",
        Loses = "har inte längre någon klass (var {0})",
        StillNone = "har ingen klass",
        Between = " mellan {0} och {1}",
        Revised = " för {0}, efter ändrade siffror",
        Redefined = " för {0}, efter ändrad metod",
        NewDivision = " för {0}, det första året i den nya indelningen",
        Withdrawn = " för {0}: den förra publiceringen är återtagen",
        In = " för {0}",
        RedefinedToo = " för {0}, när metoden också ändrades",
        OnNewAreas = " för {0}, räknat på områdena i en ny indelning",
        IndexGoes = "{0}: index går från {1} till {2}",
        IndexBecomes = "{0}: index blir {1}",
        IndexLoses = "{0}: index saknas (var {1})",
        Own = ", genom egna förändringar",
        ByDefinition = ", för att metoden ändrades",
        FiguresAndDefinition = ", för att både siffrorna och metoden ändrades; inget av dem hade räckt",
        FiguresOrDefinition = ": de nya siffrorna hade räckt, och den ändrade metoden också",
        Relative = ", för att andra områden förändrades och gränserna flyttades",
        BothNeeded = ", för att både dess siffror och gränserna ändrades; inget av dem hade räckt",
        EitherSuffices = ": dess egna förändringar hade räckt, och de flyttade gränserna också",
        Masked = ", fast dess egna siffror ensamma hade gett klass {0}: gränserna flyttades med",
        Index = "Index",
        Mostly = "mest",
        Renormalisation = "ändrad skala, genom andra områden",
        Definition = "ändrad metod",
        Needs = "Behov:",
        NewNeeds = "Nya behov:",
        EndedNeeds = "Inte längre behov:",
        UnknownNeeds = "Kan inte längre avgöras:",
        DecidedNeeds = "Kan nu avgöras:",
        NeedsByOne = "Behov bara enligt ”{0}”:",
        Yes = "ja",
        No = "nej",
        AcrossBreak = "Indelningen byttes däremellan: områdets egen gräns är densamma, men andras är det inte, så orsaken sägs inte.",
        CauseUnknown = "Orsaken kan inte sägas.",
        CaughtUp = "Ett äldre värde som förts framåt har ersatts av ett nyare.",
        Uncertain = "Ändringen ligger inom osäkerheten.",
        Apart = "{0} har {1} för {2} och jämförs inte med {3}: {4}.",
        ApartBefore = "{0} hade {1} för {2} och jämförs inte med {3}: {4}.",
        Came = new Dictionary<string, string>
        {
            ["changed-border"] = "områdets gräns har ändrats",
            ["split"] = "området är en del av {0}, som delades",
            ["merged"] = "området slogs ihop av {0}",
            ["new"] = "inget av området låg i den förra indelningen",
            [""] = "gränserna i båda indelningarna är inte kända än",
        },
        Became = new Dictionary<string, string>
        {
            ["changed-border"] = "områdets gräns har ändrats",
            ["split"] = "området delades i {0}",
            ["merged"] = "området slogs ihop till {0}",
            ["ended"] = "inget av området ligger i den nya indelningen",
            [""] = "gränserna i båda indelningarna är inte kända än",
        },
    };
}

internal static class EnglishWords
{
    public static SentenceWords All { get; } = new()
    {
        ByMethods = "{0} has {2} by “{3}” and {4} by “{5}” for {1}.",
        Class = "class",
        NoClass = "no class",
        Goes = "goes from class {0} to {1}",
        Stays = "stays in class {0}",
        Becomes = "gets class {0}",
        Loses = "has no class any more (it was {0})",
        StillNone = "has no class",
        Between = " between {0} and {1}",
        Revised = " for {0}, after changed figures",
        Redefined = " for {0}, after a change of the method",
        NewDivision = " for {0}, the first year of the new division",
        Withdrawn = " for {0}: the publication before is withdrawn",
        In = " for {0}",
        RedefinedToo = " for {0}, when the method changed too",
        OnNewAreas = " for {0}, counted over the areas of a new division",
        IndexGoes = "{0}: the index goes from {1} to {2}",
        IndexBecomes = "{0}: the index becomes {1}",
        IndexLoses = "{0}: there is no index any more (it was {1})",
        Own = ", by its own changes",
        ByDefinition = ", because the method changed",
        FiguresAndDefinition = ", because both the figures and the method changed; neither would have been enough",
        FiguresOrDefinition = ": the new figures would have been enough, and so would the changed method",
        Relative = ", because other areas changed and moved the limits",
        BothNeeded = ", because both its figures and the limits changed; neither would have been enough",
        EitherSuffices = ": its own changes would have been enough, and so would the moved limits",
        Masked = ", though its own figures alone would have given class {0}: the limits moved along",
        Index = "Index",
        Mostly = "mostly",
        Renormalisation = "another scale, by other areas",
        Definition = "a changed method",
        Needs = "Needs:",
        NewNeeds = "New needs:",
        EndedNeeds = "No longer needs:",
        UnknownNeeds = "Cannot be decided any more:",
        DecidedNeeds = "Can be decided now:",
        NeedsByOne = "Needs by “{0}” only:",
        Yes = "yes",
        No = "no",
        AcrossBreak = "The division was replaced in between: the area's own border is the same, but those of others are not, so that no cause is told.",
        CauseUnknown = "The cause cannot be told.",
        CaughtUp = "An older figure that had been carried forward was replaced by a newer one.",
        Uncertain = "The change lies within the uncertainty.",
        Apart = "{0} has {1} for {2} and is not compared with {3}: {4}.",
        ApartBefore = "{0} had {1} for {2} and is not compared with {3}: {4}.",
        Came = new Dictionary<string, string>
        {
            ["changed-border"] = "its border has changed",
            ["split"] = "it is a part of {0}, which was split",
            ["merged"] = "it was joined from {0}",
            ["new"] = "nothing of it lay in the division before",
            [""] = "the borders of both divisions are not known yet",
        },
        Became = new Dictionary<string, string>
        {
            ["changed-border"] = "its border has changed",
            ["split"] = "it was split into {0}",
            ["merged"] = "it was joined into {0}",
            ["ended"] = "nothing of it lies in the division after",
            [""] = "the borders of both divisions are not known yet",
        },
    };
}
