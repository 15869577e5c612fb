using System.Globalization;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Definitions;

namespace Utanforskap.Indicators.Definitions;

/// <summary>How an indicator is computed from registers' measures; one YAML file.</summary>
/// <param name="Id">A slug, e.g. <c>share-born-abroad</c>.</param>
/// <param name="Version">Raised whenever values may change.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Direction">What a higher value means.</param>
/// <param name="Level">The level of division that it is computed on.</param>
/// <param name="RollUp">How coarser levels get a value.</param>
/// <param name="Formulas">The first whose measures all have a column for a division and period is used; never empty.</param>
public sealed record IndicatorDefinition(
    string Id,
    int Version,
    LocalText Title,
    LocalText Unit,
    IndicatorDirection Direction,
    DivisionLevel Level,
    RollUp RollUp,
    IReadOnlyList<Formula> Formulas)
{
    /// <summary>The file's text: what is kept so that values of this version can be recomputed after the file has changed.</summary>
    public string Text { get; init; } = "";

    /// <summary>Every measure that it may read, each once.</summary>
    public IReadOnlyList<string> Inputs { get; } = [.. Formulas.SelectMany(f => f.Measures).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>H of everything that values depend on; titles may be reworded without a new version.</summary>
    public string Hash { get; } = ContentId.Of([
        "indicator", Id, Version.ToString(CultureInfo.InvariantCulture), Level.ToString(), RollUp.ToString(), .. Formulas.Select(f => f.ToString())]);
}

/// <summary>How coarser levels get a value.</summary>
public enum RollUp
{
    /// <summary>Not at all: a mean or a class cannot be had from the areas' values.</summary>
    None,

    /// <summary>The numerator summed over the areas, by the denominator summed over them.</summary>
    RatioOfSums,
}

/// <summary>factor · Σ numerator / Σ denominator; without a denominator factor · Σ numerator.</summary>
public sealed record Formula(IReadOnlyList<Term> Numerator, IReadOnlyList<Term> Denominator, double Factor)
{
    /// <summary>The measures that it reads, each once, in order of appearance.</summary>
    public IReadOnlyList<string> Measures { get; } = [.. Numerator.Concat(Denominator).Select(t => t.Measure).Distinct()];

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Factor} * ({string.Join(" + ", Numerator)}) / ({string.Join(" + ", Denominator)})");
}

/// <summary>A measure in a sum.</summary>
/// <param name="Measure"><c>register/measure</c>.</param>
/// <param name="Factor">What it is multiplied by, e.g. −1.</param>
public sealed record Term(string Measure, double Factor)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Factor} {Measure}");
}
