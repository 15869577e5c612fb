namespace Utanforskap.Contracts.Reading;

/// <summary>What Classification found for the areas of one (division, period), as known at a release.</summary>
/// <param name="Method">The method's id.</param>
/// <param name="Version">The version of its definition that the results come from.</param>
/// <param name="Release">As of which release.</param>
/// <param name="Division">The division's id.</param>
/// <param name="Period">The reference period.</param>
/// <param name="Areas">Codes of the areas, ordinal order; the other lists are parallel.</param>
/// <param name="Classes">Class number, 1-based, or null where the area could not be classified.</param>
/// <param name="Index">Index value, or null where the method has none.</param>
/// <param name="Population">Population of the area that period, or null where not known.</param>
/// <param name="Parts">What else the method tells of each area, in the definition's order.</param>
/// <param name="Inputs">What it was computed from.</param>
/// <param name="Limits">The limits that cut the index into classes, from the highest; empty where there are none.</param>
public sealed record ClassificationColumn(
    string Method,
    int Version,
    long Release,
    string Division,
    string Period,
    IReadOnlyList<string> Areas,
    IReadOnlyList<int?> Classes,
    IReadOnlyList<double?> Index,
    IReadOnlyList<double?> Population,
    IReadOnlyList<PartColumn> Parts,
    IReadOnlyList<UsedInput> Inputs,
    IReadOnlyList<double> Limits);

/// <summary>A part of a method's results: a value per area of the column it stands in.</summary>
/// <param name="Id">The part's id, e.g. <c>need-crime</c>.</param>
/// <param name="Values">One per area, or null where it is not known.</param>
public sealed record PartColumn(string Id, IReadOnlyList<double?> Values);

/// <summary>The figures that a result was computed from.</summary>
/// <param name="Indicator">The indicator's id.</param>
/// <param name="Version">The version of its definition; 0 where it has no figures.</param>
/// <param name="Division">The division whose figures were read.</param>
/// <param name="Period">Their period: that of the result, or an earlier one where the newest was carried forward; null where there were none.</param>
public sealed record UsedInput(string Indicator, int Version, string Division, string? Period);

/// <summary>What kind of thing a part of a method's results is.</summary>
public enum PartKind
{
    /// <summary>A specific need: 1 yes, 0 no, null where it cannot be decided.</summary>
    Need,

    /// <summary>A signed distance to what would make the class another one.</summary>
    Distance,

    /// <summary>The probability of the area's class in one layer of certainty, 0–1.</summary>
    Probability,

    /// <summary>Whether the published precision of the figures leaves only one class: 1 or 0.</summary>
    Decided,

    /// <summary>The lowest number of a class that the area may have: its class where it has one, else as its known figures leave open; null where it takes no part.</summary>
    LowestClass,

    /// <summary>The highest.</summary>
    HighestClass,

    /// <summary>The number of the class that comes next.</summary>
    Second,

    /// <summary>The place, from 1, of the input that decides most.</summary>
    Decider,

    /// <summary>A measure.</summary>
    Measure,

    /// <summary>A code that says why a measure is not told.</summary>
    Status,
}

/// <summary>A method as Classification offers it.</summary>
/// <param name="Id">E.g. <c>scb-omradestyp</c>.</param>
/// <param name="Version">The definition's version.</param>
/// <param name="Name">Swedish name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Description">What it is and is not, Swedish.</param>
/// <param name="DescriptionEn">The same in English.</param>
/// <param name="Source">Where the definition comes from.</param>
/// <param name="Classes">The classes, in order; empty where the method has none.</param>
/// <param name="Inputs">Ids of the indicators that it reads.</param>
public sealed record MethodInfo(
    string Id,
    int Version,
    string Name,
    string NameEn,
    string Description,
    string DescriptionEn,
    string Source,
    IReadOnlyList<ClassInfo> Classes,
    IReadOnlyList<string> Inputs)
{
    /// <summary>Whether the method is in use, or an example that is never published over real areas.</summary>
    public MethodStatus Status { get; init; }

    /// <summary>What it tells of an area beside class, index and population.</summary>
    public IReadOnlyList<PartInfo> Parts { get; init; } = [];
}

/// <summary>What a method's definition stands for.</summary>
public enum MethodStatus
{
    /// <summary>A method in use.</summary>
    InUse,

    /// <summary>An example whose limits or weights are invented.</summary>
    Example,
}

/// <summary>One class of a method.</summary>
/// <param name="Class">Its number, 1-based.</param>
/// <param name="Name">Swedish name.</param>
/// <param name="NameEn">English name.</param>
public sealed record ClassInfo(int Class, string Name, string NameEn);

/// <summary>One part of a method's results.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Swedish name.</param>
/// <param name="NameEn">English name.</param>
public sealed record PartInfo(string Id, PartKind Kind, string Name, string NameEn);
