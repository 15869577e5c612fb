using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Statistics.Certainty;

/// <summary>
/// What a definition states about how sure its results are. Three layers that answer different questions and are never merged: what rounding and protection of
/// the published figures hide, what chance among the people who happen to live in an area may do, and what other reasonable choices of method would give.
/// </summary>
/// <param name="Target">The series of classes or flags whose certainty is asked for.</param>
/// <param name="Ranked">The series whose ranks are asked for (rank 1 is the highest value, ties take the lowest rank); null: none.</param>
/// <param name="Precision">How exactly each input is published; inputs that are not listed are exact. Empty: the layer is not stated.</param>
/// <param name="Chance">The superpopulation model; null: not stated.</param>
/// <param name="Choice">The choices of method; null: not stated.</param>
public sealed record CertaintyModel(
    string Target, string? Ranked, IReadOnlyList<InputPrecision> Precision, ChanceModel? Chance = null, ChoiceModel? Choice = null)
{
    /// <summary>The layers that are stated, in order.</summary>
    public IEnumerable<CertaintyLayer> Layers => Enum.GetValues<CertaintyLayer>().Where(layer => layer switch
    {
        CertaintyLayer.Precision => Precision.Count > 0,
        CertaintyLayer.Chance => Chance is not null,
        _ => Choice is not null,
    });

    /// <summary>The columns of figures that it needs beside those of the inputs.</summary>
    public IEnumerable<string> Columns =>
        Precision.Select(input => input.Suppressed?.Where).Concat((Chance?.Inputs ?? []).Select(input => input.Size.Column)).OfType<string>().Distinct(StringComparer.Ordinal);
}

/// <summary>What makes a result uncertain.</summary>
public enum CertaintyLayer
{
    /// <summary>Published precision: rounding, noise and suppression.</summary>
    Precision,

    /// <summary>Chance: a stated superpopulation model (registers have no sampling error).</summary>
    Chance,

    /// <summary>Choice of method: weights, limits and alternatives within stated ranges.</summary>
    Choice,
}

/// <summary>How exactly an input's columns are published (numerator and denominator alike).</summary>
/// <param name="Input">The input.</param>
/// <param name="Decimals">Rounded to so many decimals (−1: to tens): the figure lies anywhere within half a unit, equally likely. Null: not rounded.</param>
/// <param name="CellKey">Counts with Cell Key noise; null: none.</param>
/// <param name="Suppressed">Counts below a number are not shown; null: all are.</param>
public sealed record InputPrecision(string Input, int? Decimals = null, CellKeyNoise? CellKey = null, Suppression? Suppressed = null);

/// <summary>
/// An assumption about Cell Key noise, whose distribution offices keep to themselves: whole numbers with P(e) ∝ exp(−e²/2τ²) for |e| ≤ largest, the
/// distribution of greatest entropy with this variance. The true count is the published one less e, never below 0.
/// </summary>
/// <param name="Variance">Of the noise; above 0 and below that of equal chances, largest · (largest + 1) / 3.</param>
/// <param name="Largest">The largest noise, from 1 to 1,000.</param>
public sealed record CellKeyNoise(double Variance, int Largest);

/// <summary>Small counts that are not shown: a missing count lies between 0 and <paramref name="Below"/> − 1, equally likely.</summary>
/// <param name="Below">Counts below this are not shown; from 2.</param>
/// <param name="Where">A column with 1 where the missing count is suppressed (rather than unknown), else 0 or nothing.</param>
public sealed record Suppression(int Below, string Where);

/// <summary>
/// A superpopulation model: each share is a draw of a binomial share with the area's own share as its chance, so that an area's outcome could have been
/// another with other people of the same circumstances.
/// </summary>
/// <param name="Inputs">The inputs that are shares; the others are fixed.</param>
/// <param name="Correlation">Between the inputs' normal scores within an area (Gaussian copula): symmetric, positive definite, 1 on the diagonal.</param>
/// <param name="Years">Between the normal scores of the same input and area in two years, from 0 to 1: many people stay.</param>
public sealed record ChanceModel(IReadOnlyList<InputChance> Inputs, IReadOnlyList<IReadOnlyList<double>> Correlation, double Years = 0);

/// <summary>A share and how many independent persons it rests on: size / design effect, rounded, at least 1.</summary>
/// <param name="Input">The input.</param>
/// <param name="Size">How many persons the share is of.</param>
/// <param name="Per">What stands for all, 100 for per cent.</param>
/// <param name="DesignEffect">By how many times fewer independent outcomes there are: persons per household where a value is shared within households.</param>
public sealed record InputChance(string Input, SampleSize Size, double Per, double DesignEffect = 1);

/// <summary>A number of persons: a column, or the same in all areas.</summary>
/// <param name="Column">The column; null: it is <paramref name="Number"/>.</param>
/// <param name="Number">The number.</param>
public sealed record SampleSize(string? Column, double Number = 0);

/// <summary>Choices of method that could reasonably have been made otherwise. Within each range every value is equally likely, and choices are independent.</summary>
/// <param name="Weights">Series whose given weights vary.</param>
/// <param name="Limits">Series whose limits vary.</param>
/// <param name="Alternatives">Choices between ways to go; the definition's own is always one of them.</param>
public sealed record ChoiceModel(IReadOnlyList<WeightRange> Weights, IReadOnlyList<LimitRange> Limits, IReadOnlyList<Alternatives> Alternatives);

/// <summary>Every weight of a series varies on its own.</summary>
/// <param name="Series">A series that combines with given weights.</param>
/// <param name="Relative">r: from w · (1 − r) to w · (1 + r); above 0 and below 1.</param>
public sealed record WeightRange(string Series, double Relative);

/// <summary>Every limit of a series varies on its own.</summary>
/// <param name="Series">A series that ends in <c>limit</c> or <c>classes</c> by limits or deviations.</param>
/// <param name="Range">d: from the setting − d to the setting + d, in its own unit (the limit itself, factor of deviations, percentile, fraction of the median).</param>
public sealed record LimitRange(string Series, double Range);

/// <summary>A choice between ways to go.</summary>
/// <param name="Name">What is chosen, e.g. <c>normalisation</c>.</param>
/// <param name="Options">The ways beside the definition's own.</param>
public sealed record Alternatives(string Name, IReadOnlyList<Alternative> Options);

/// <summary>One way: other steps for some series.</summary>
/// <param name="Name">Its name, e.g. <c>z-scores</c>.</param>
/// <param name="Steps">The steps by series.</param>
public sealed record Alternative(string Name, IReadOnlyDictionary<string, IReadOnlyList<Step>> Steps);
