namespace Utanforskap.Statistics.Indices.Combinations;

/// <summary>Where the values of a series come from before its steps.</summary>
public abstract record Origin
{
    /// <summary>The series and inputs that it reads, in order.</summary>
    public abstract IReadOnlyList<string> Sources { get; }
}

/// <summary>One series or input, as it is.</summary>
/// <param name="Id">Its id.</param>
public sealed record From(string Id) : Origin
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => [Id];
}

/// <summary>numerator / denominator · <paramref name="Per"/>; missing where either is, or where the denominator is 0 (a share of nobody).</summary>
/// <param name="Numerator">A series or input.</param>
/// <param name="Denominator">A series or input.</param>
/// <param name="Per">100 for per cent.</param>
public sealed record Ratio(string Numerator, string Denominator, double Per = 1) : Origin
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => [Numerator, Denominator];
}

/// <summary>How parts become one value.</summary>
public enum CombinationKind
{
    /// <summary>Σ w x / Σ w.</summary>
    Mean,

    /// <summary>Σ w x: the weights count as they are given.</summary>
    Sum,

    /// <summary>Π xʷ: the weights are exponents, 1 where none is given; a · b, or with −1 a / b.</summary>
    Product,

    /// <summary>exp(Σ w ln x / Σ w), of values from 0; 0 where one is.</summary>
    GeometricMean,

    /// <summary>Σ w / Σ (w / x), of positive values.</summary>
    HarmonicMean,

    /// <summary>(Σ w xᵖ / Σ w)^(1/p), of positive values; where p is positive also of 0.</summary>
    PowerMean,

    /// <summary>The lowest.</summary>
    Minimum,

    /// <summary>The highest.</summary>
    Maximum,

    /// <summary>The first part that is not missing, e.g. this period's value, else the previous one's.</summary>
    FirstPresent,

    /// <summary>1 where at least k parts are 1. Missing parts are resolved by bounds: yes if k are reached without them, no if k cannot be reached with them, else missing.</summary>
    AtLeast,

    /// <summary>The number (from 1) of the first part that is 1, else one more than there are parts; missing where a missing part leaves that open.</summary>
    FirstTrue,
}

/// <summary>Where weights come from.</summary>
public enum Weighting
{
    /// <summary>They stand in the definition (1 where none is given).</summary>
    Given,

    /// <summary>The first principal component of the parts' correlations: its unit vector, turned so that its sum is positive.</summary>
    PrincipalComponent,

    /// <summary>One-factor maximum likelihood: the regression weights of the factor's score.</summary>
    FirstFactor,

    /// <summary>Found so that each part's squared correlation with the whole is in proportion to its given weight (importance).</summary>
    Optimised,
}

/// <summary>One part of a combination.</summary>
/// <param name="Id">A series or input.</param>
/// <param name="Weight">Its weight as given; finite.</param>
public sealed record Part(string Id, double Weight = 1);

/// <summary>Several series or inputs made into one value per area.</summary>
/// <param name="Kind">How.</param>
/// <param name="Parts">Of what; at least one. Sums run in this order.</param>
/// <param name="Weighting">Where the weights come from.</param>
/// <param name="DropMissing">Missing parts are left out; else an area that lacks one is missing itself.</param>
/// <param name="Available">The least share of parts that have to be there where missing ones are left out, from 0 to 1; at least one part always.</param>
/// <param name="Renormalise">For sums: where parts are left out, the rest is scaled up to the whole of the weights. (Means always divide by the weights that are there.)</param>
/// <param name="Exponent">p of a power mean; not 0.</param>
/// <param name="Count">k of at-least.</param>
/// <param name="DropLoadingsBelow">For components and factors: parts whose absolute loading is lower are taken out one by one, the lowest first (SEIFA: 0.3).</param>
public sealed record Combination(
    CombinationKind Kind,
    IReadOnlyList<Part> Parts,
    Weighting Weighting = Weighting.Given,
    bool DropMissing = false,
    double Available = 0,
    bool Renormalise = false,
    double Exponent = 1,
    int Count = 1,
    double DropLoadingsBelow = 0) : Origin
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources => [.. Parts.Select(part => part.Id)];
}
