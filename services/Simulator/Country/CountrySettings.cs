using System.ComponentModel.DataAnnotations;

namespace Utanforskap.Simulator.Country;

/// <summary>Which made-up country. The same settings make the same country, to the byte.</summary>
public sealed class CountrySettings
{
    /// <summary>The most areas that the codes have room for (2,079 municipalities of at most 900 areas).</summary>
    public const int MostAreas = 1_800_000;

    /// <summary>First reference year of every table.</summary>
    public const int FirstYear = 2018;

    /// <summary>Last reference year of any table.</summary>
    public const int LastYear = 2024;

    /// <summary>First reference year of the new division.</summary>
    public const int NewDivisionYear = 2023;

    /// <summary>First reference year of which population is published with noise.</summary>
    public const int NoiseYear = 2024;

    /// <summary>What chance begins from.</summary>
    /// <value>Default 1.</value>
    public ulong Seed { get; set; } = 1;

    /// <summary>Number of areas of division AlvReg2018.</summary>
    /// <value>Default 3,363, as many as Sweden has RegSO; municipalities and counties in proportion (290 and 21).</value>
    [Range(1, MostAreas)]
    public int Areas { get; set; } = 3_363;
}
