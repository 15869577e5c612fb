namespace Utanforskap.Statistics.Certainty;

/// <summary>How sure classes and ranks are in one layer.</summary>
/// <param name="Layer">What varies.</param>
/// <param name="Draws">How many draws were made.</param>
/// <param name="Seed">Their seed: the same seed, definition and figures give the same result to the bit.</param>
/// <param name="Categories">The classes' numbers, from 1; for flags 0 and 1.</param>
/// <param name="Probabilities">How the probabilities of classes were found.</param>
/// <param name="Decisions">For precision: how it was found whether the published figures decide a class.</param>
/// <param name="Areas">One for each area, in the figures' order.</param>
public sealed record LayerCertainty(
    CertaintyLayer Layer, int Draws, ulong Seed, IReadOnlyList<int> Categories, Found Probabilities, Found Decisions, IReadOnlyList<AreaCertainty> Areas);

/// <summary>How a result was found.</summary>
public enum Found
{
    /// <summary>By draws: with 10,000 of them a probability has a standard error of 0.005 at most.</summary>
    Draws,

    /// <summary>By formula, exactly.</summary>
    Exactly,

    /// <summary>By bounds that hold for certain and may be wider than what is possible: what is called decided is decided.</summary>
    Bounds,
}

/// <summary>How sure one area's class and rank are.</summary>
/// <param name="Area">Its code.</param>
/// <param name="Category">Its class or flag by the definition over the figures as they are; null where it has none.</param>
/// <param name="Rank">Its rank by the same; null where it has none.</param>
/// <param name="Probabilities">One for each category; they and <paramref name="None"/> sum to 1.</param>
/// <param name="None">The probability that it has no class.</param>
/// <param name="Ranks">The interval of its ranks that leaves out at most 2.5 per cent on each side: exact within 64 ranks of its own rank, else outward to a sixteenth of the distance. Null where it has no rank.</param>
/// <param name="Possible">For precision, by interval arithmetic: all classes from lowest to highest that could stand behind the published figures; null where that could not be found.</param>
/// <param name="PossibleRanks">Likewise its lowest and highest possible rank.</param>
public sealed record AreaCertainty(
    string Area, int? Category, int? Rank, IReadOnlyList<double> Probabilities, double None, RankInterval? Ranks, RankInterval? Possible = null, RankInterval? PossibleRanks = null)
{
    /// <summary>Whether only one class is possible: by bounds where they are known, else as far as draws tell.</summary>
    public bool IsDecided => Possible is { } possible ? possible.Lowest == possible.Highest : None == 1 || Probabilities.Contains(1);
}

/// <summary>How sure the direction of an area's change between two years is; the four sum to 1.</summary>
/// <param name="Area">Its code.</param>
/// <param name="Lower">The probability that its class has a lower number than before (for the area types: a harder situation; for flags: no longer).</param>
/// <param name="Same">That it has the same class.</param>
/// <param name="Higher">That its class has a higher number.</param>
/// <param name="None">That it has no class in one of the years.</param>
public sealed record ChangeCertainty(string Area, double Lower, double Same, double Higher, double None);

/// <summary>From the lowest to the highest, both included.</summary>
public readonly record struct RankInterval(int Lowest, int Highest);

/// <summary>How draws are made.</summary>
/// <param name="Draws">How many, from 1.</param>
/// <param name="Seed">Any number.</param>
public sealed record DrawOptions(int Draws = 10_000, ulong Seed = 1)
{
    /// <summary>How many threads at most; null: one for each processor. The result does not depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>Is told the share of the work that is done, from 0 to 1, on any thread; null: nobody is.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Ends the work.</summary>
    public CancellationToken Cancellation { get; init; }
}
