namespace Utanforskap.Simulator.Country;

/// <summary>Reference years of the country's statistics.</summary>
internal static class Years
{
    /// <summary>The first year of every table.</summary>
    public const int First = 2018;

    /// <summary>The last year of any table.</summary>
    public const int Last = 2024;

    /// <summary>The first year that is published on the new division.</summary>
    public const int NewDivision = 2023;

    /// <summary>The first year of which population is published with noise.</summary>
    public const int Noise = 2024;
}
