namespace Utanforskap.Simulator.Country;

/// <summary>
/// Who lives in each smallest part, and how. A few conditions vary smoothly over the plane and hold from year to year with a slow drift;
/// numbers of people follow from them, with the scatter of a sample of that size, which also drifts rather than jumps.
/// </summary>
internal sealed class Society
{
    private const double DriftOfConditions = 0.27;
    private const double TurnPerYear = 0.33;
    private const double ScatterOfYear = 0.3;

    private static readonly (double Sine, double Cosine)[] Turns =
        [.. Enumerable.Range(0, Years.Last - Years.First + 1).Select(y => Math.SinCos(TurnPerYear * y))];

    private readonly Chance _chance;
    private readonly IReadOnlyList<Part> _parts;
    private readonly double[] _residents;
    private readonly double[] _growth;
    private readonly double[] _disadvantage;
    private readonly double[] _migration;
    private readonly double[] _ageing;

    public Society(Land land, Chance chance)
    {
        _chance = chance;
        _parts = land.Parts;
        (_residents, _growth) = (new double[_parts.Count], new double[_parts.Count]);
        (_disadvantage, _migration, _ageing) = (new double[_parts.Count], new double[_parts.Count], new double[_parts.Count]);
        var disadvantage = Plane.Field(Draw.Disadvantage, land.Cells, 0.55, chance);
        var migration = Plane.Field(Draw.Migration, land.Cells, 0.3, chance);
        var ageing = Plane.Field(Draw.Ageing, land.Cells, 0.5, chance);
        for (var i = 0; i < _parts.Count; i++)
        {
            var part = _parts[i];
            var character = chance.Normal(Draw.MunicipalCharacter, part.Municipality);

            // A town has the best and the worst; the country is more even.
            _disadvantage[i] = (disadvantage[part.Cell] * (0.75 + (0.5 * part.Town))) + (0.3 * character);
            _migration[i] = (0.65 * _disadvantage[i]) + (0.55 * migration[part.Cell]) + (0.9 * (part.Town - 0.45));
            _ageing[i] = (0.8 * ageing[part.Cell]) - (1.4 * (part.Town - 0.45));
            _residents[i] = ResidentsIn2021(part);
            _growth[i] = 0.004 + (0.006 * chance.Normal(Draw.Growth, part.Municipality)) + (0.009 * chance.Normal(Draw.Growth, part.Cell, 1));
        }

        Plane.Standardised(_disadvantage);
    }

    /// <summary>Number of smallest parts.</summary>
    public int Parts => _parts.Count;

    /// <summary>How much of a town a part lies in, 0–1.</summary>
    public double Town(int part) => _parts[part].Town;

    /// <summary>Disadvantage: standard deviations above (worse) or below the country's mean.</summary>
    public double Disadvantage(int part, int year) => _disadvantage[part] + (DriftOfConditions * Wave(Draw.Drift, part, 0, year));

    /// <summary>How many have come from abroad, on a scale around 0.</summary>
    public double Migration(int part) => _migration[part];

    /// <summary>How old the residents are, on a scale around 0.</summary>
    public double Ageing(int part) => _ageing[part];

    /// <summary>A lasting trait of the part, apart from all else, around 0 with standard deviation 1.</summary>
    public double Own(int part, Trait trait) => _chance.Normal(Draw.Own, part, 100 + (int)trait);

    /// <summary>Residents on the last of December.</summary>
    public Residents Residents(int part, int year)
    {
        var all = _residents[part] * Math.Exp((_growth[part] * (year - 2021)) + (0.006 * Wave(Draw.Drift, part, 1, year)));
        var old = all * Math.Clamp(0.2 + (0.055 * _ageing[part]) + (0.003 * (year - 2021)), 0.04, 0.5);
        var young = all * Math.Clamp(0.23 - (0.02 * _ageing[part]) + (0.025 * Own(part, Trait.Families)), 0.1, 0.36);
        return new Residents((int)Math.Round(young), (int)Math.Round(all - old - young), (int)Math.Round(old));
    }

    /// <summary>How many of a number have a trait that a share of such people has.</summary>
    /// <param name="number">Of how many.</param>
    /// <param name="share">The share that their conditions make likely; kept within 0.1 and 90 per cent.</param>
    /// <param name="trait">Which trait.</param>
    /// <param name="part">Where.</param>
    /// <param name="year">When.</param>
    public int Having(int number, double share, Trait trait, int part, int year)
    {
        var likely = Math.Clamp(share, 0.001, 0.9);
        return (int)Math.Clamp(Math.Round((number * likely) + (Math.Sqrt(number * likely * (1 - likely)) * Scatter(trait, part, year))), 0, number);
    }

    /// <summary>How many events there are where so many are expected.</summary>
    public int Events(double expected, Trait trait, int part, int year) =>
        (int)Math.Max(0, Math.Round(expected + (Math.Sqrt(expected) * Scatter(trait, part, year))));

    private double Scatter(Trait trait, int part, int year) =>
        Wave(Draw.Share, part, (int)trait, year) + (ScatterOfYear * _chance.Normal(Draw.Share, part, (1_000 * year) + (int)trait));

    /// <summary>A slow wave with random height and phase: standard normal over parts, and near to itself in the next year.</summary>
    private double Wave(Draw draw, int part, int which, int year)
    {
        var (sine, cosine) = Turns[year - Years.First];
        return (cosine * _chance.Normal(draw, part, 2 * which)) + (sine * _chance.Normal(draw, part, (2 * which) + 1));
    }

    private double ResidentsIn2021(Part part)
    {
        var cell = Math.Max(720, (1_450 + (250 * part.Town)) * Math.Exp(0.24 * _chance.Normal(Draw.Population, part.Cell)));
        if (part.Half == 0)
        {
            return cell;
        }

        // Cells are cut because they have grown.
        var share = 0.4 + (0.2 * _chance.Uniform(Draw.SplitPart, part.Cell));
        return 1.7 * cell * (part.Half == 1 ? share : 1 - share);
    }
}

/// <summary>Residents by age.</summary>
/// <param name="Young">0–19 years.</param>
/// <param name="Working">20–64 years.</param>
/// <param name="Old">65 years and more.</param>
internal readonly record struct Residents(int Young, int Working, int Old)
{
    /// <summary>All residents.</summary>
    public int All => Young + Working + Old;
}

/// <summary>What people, households and dwellings have or have not. The order is part of what a seed means: add at the end.</summary>
internal enum Trait
{
    Families,
    BornInCountry,
    Dwellings,
    Rental,
    TenantOwned,
    UnknownTenure,
    Wage,
    LowStandard,
    Resident,
    CompulsoryOnly,
    UpperSecondary,
    UnknownEducation,
    Assistance,
    Employed,
    Entitled,
    Voted,
    Pupils,
    Eligible,
    Households,
    Overcrowded,
    Offences,
    Insured,
    SickDays,
}
