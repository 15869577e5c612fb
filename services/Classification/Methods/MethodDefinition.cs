using System.Globalization;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Definitions;
using Utanforskap.Geography;
using Utanforskap.Statistics.Indices;

namespace Utanforskap.Classification.Methods;

/// <summary>How areas are described from indicators; one YAML file.</summary>
/// <param name="Id">A slug, e.g. <c>sei</c>.</param>
/// <param name="Version">Raised whenever results may change.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it is and is not.</param>
/// <param name="Source">Where the definition comes from.</param>
/// <param name="Status">Whether it is in use, or an example that is never published over real areas.</param>
/// <param name="Level">The level of division whose areas it reads.</param>
/// <param name="Population">The indicator that gives the areas' population, or null. Results do not wait for it.</param>
/// <param name="Rule">How results are found.</param>
/// <param name="Classes">Names of the classes from 1; empty where the method has none.</param>
/// <param name="Text">The file's text: what is kept so that results of this version can be recomputed after the file has changed.</param>
public sealed record MethodDefinition(
    string Id,
    int Version,
    LocalText Name,
    LocalText Description,
    string Source,
    DefinitionStatus Status,
    DivisionLevel Level,
    string? Population,
    MethodRule Rule,
    IReadOnlyList<LocalText> Classes,
    string Text)
{
    /// <summary>H of everything that results depend on; texts may be reworded without a new version.</summary>
    public string Hash { get; } = ContentId.Of(
        "method", Id, Version.ToString(CultureInfo.InvariantCulture), Status.ToString(), Level.ToString(), Population, Rule.Identity,
        Classes.Count.ToString(CultureInfo.InvariantCulture));

    /// <summary>All indicators that it reads.</summary>
    public IReadOnlyList<string> Inputs { get; } =
        [.. Rule.Inputs.Select(input => input.Indicator).Concat(Population is null ? [] : [Population]).Distinct(StringComparer.Ordinal)];

    /// <summary>The method as other services see it.</summary>
    public MethodInfo ToInfo() => new(
        Id, Version, Name.Sv, Name.En, Description.Sv, Description.En, Source,
        [.. Classes.Select((c, i) => new ClassInfo(i + 1, c.Sv, c.En))], Inputs)
    {
        Status = Status == DefinitionStatus.Example ? MethodStatus.Example : MethodStatus.InUse,
        Parts = [.. Rule.Parts.Select(part => new PartInfo(part.Id, part.Kind, part.Name.Sv, part.Name.En))],
    };
}

/// <summary>How a method finds its results.</summary>
public abstract record MethodRule
{
    /// <summary>The indicators that it reads, each once.</summary>
    public abstract IReadOnlyList<MethodInput> Inputs { get; }

    /// <summary>What it tells of an area beside class, index and population.</summary>
    public virtual IReadOnlyList<MethodPart> Parts => [];

    /// <summary>Canonical text of all that results depend on.</summary>
    public abstract string Identity { get; }
}

/// <summary>An indicator that a method reads.</summary>
/// <param name="Indicator">The indicator's id.</param>
/// <param name="MaximumAge">How many years older than the period its newest figures may be; 0: of the period itself.</param>
/// <param name="IsOptional">Whether there are results without it: its values are then missing.</param>
public sealed record MethodInput(string Indicator, int MaximumAge = 0, bool IsOptional = false);

/// <summary>Something that a method tells of an area beside class and index: a column of its own.</summary>
/// <param name="Id">E.g. <c>need-crime</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What it is called.</param>
public sealed record MethodPart(string Id, PartKind Kind, LocalText Name);
