namespace Utanforskap.Simulator.Country;

/// <summary>
/// Chance without a state: every draw is a function of the seed, what is drawn and for whom, so any figure can be made alone, in any order, and is
/// the same each time. The mixing step is SplitMix64's (Steele, Lea and Flood 2014).
/// </summary>
/// <param name="seed">Another seed, another country.</param>
internal readonly struct Chance(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>64 even bits.</summary>
    /// <param name="draw">What is drawn.</param>
    /// <param name="a">For whom.</param>
    /// <param name="b">A second coordinate, where one is not enough.</param>
    public ulong Bits(Draw draw, long a, long b = 0) =>
        Mix(Mix(Mix(seed + (Golden * ((ulong)draw + 1))) + (Golden * (ulong)a)) + (Golden * (ulong)b));

    /// <summary>Evenly from 0 up to, and not including, 1.</summary>
    public double Uniform(Draw draw, long a, long b = 0) => (Bits(draw, a, b) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Nearly normal with mean 0 and standard deviation 1: the sum of three even draws, so never beyond 3 either way.</summary>
    public double Normal(Draw draw, long a, long b = 0)
    {
        const ulong Third = (1UL << 21) - 1;
        var bits = Bits(draw, a, b);
        return (((bits & Third) + ((bits >> 21) & Third) + ((bits >> 42) & Third)) * (2.0 / (1UL << 21))) - 3;
    }

    /// <summary>SplitMix64's finalizer: one bit in changes half of the bits out.</summary>
    public static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}

/// <summary>What chance is asked for. The order is part of what a seed means: add at the end.</summary>
internal enum Draw
{
    CountySize,
    MunicipalitySize,
    PartsOfArea,
    Name,
    AreaName,
    DivisionChange,
    SplitPart,
    Border,
    Population,
    Disadvantage,
    Migration,
    Ageing,
    MunicipalCharacter,
    Own,
    Drift,
    Growth,
    Share,
    CellKey,
    Edit,
}
