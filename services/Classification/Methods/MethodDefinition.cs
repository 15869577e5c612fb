using System.Globalization;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Definitions;

namespace Utanforskap.Classification.Methods;

/// <summary>How areas are classified from indicators; one YAML file.</summary>
/// <param name="Id">A slug, e.g. <c>sei</c>.</param>
/// <param name="Version">Raised whenever results may change.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it is and is not.</param>
/// <param name="Source">Where the definition comes from.</param>
/// <param name="Level">The level of division that it classifies.</param>
/// <param name="Population">The indicator that gives the areas' population, or null. Results do not wait for it.</param>
/// <param name="Rule">How a class is found.</param>
/// <param name="Classes">Names of the classes from 1.</param>
public sealed record MethodDefinition(
    string Id,
    int Version,
    LocalText Name,
    LocalText Description,
    string Source,
    DivisionLevel Level,
    string? Population,
    ClassRule Rule,
    IReadOnlyList<LocalText> Classes)
{
    /// <summary>H of everything that results depend on; texts may be reworded without a new version.</summary>
    public string Hash { get; } = ContentId.Of(
        "method", Id, Version.ToString(CultureInfo.InvariantCulture), Level.ToString(), Population, Rule.ToString(),
        Classes.Count.ToString(CultureInfo.InvariantCulture));

    /// <summary>All indicators that it reads.</summary>
    public IReadOnlyList<string> Inputs { get; } = Population is null ? Rule.Needs : [.. Rule.Needs, Population];

    /// <summary>The method as other services see it.</summary>
    public MethodInfo ToInfo() => new(
        Id, Version, Name.Sv, Name.En, Description.Sv, Description.En, Source,
        [.. Classes.Select((c, i) => new ClassInfo(i + 1, c.Sv, c.En))], Inputs);
}

/// <summary>How a class is found.</summary>
public abstract record ClassRule
{
    /// <summary>The indicators without which there is no result.</summary>
    public abstract IReadOnlyList<string> Needs { get; }
}

/// <summary>The class is an indicator's value: a whole number from 1, as someone published it.</summary>
public sealed record PublishedClass(string Indicator) : ClassRule
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Needs => [Indicator];

    /// <inheritdoc/>
    public override string ToString() => $"published {Indicator}";
}

/// <summary>The index is the unweighted mean of indicators; limits are m + k·s over all areas with an index (population standard deviation).</summary>
public sealed record MeanIndex(IReadOnlyList<string> Parts, IReadOnlyList<double> Cuts) : ClassRule
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Needs => Parts;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"mean of {string.Join(", ", Parts)} cut at {string.Join(", ", Cuts.Select(c => c.ToString("R", CultureInfo.InvariantCulture)))}");
}
