using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.Country;

/// <summary>What one table of the country counts, and how it is published.</summary>
/// <param name="Id">E.g. <c>ALV001</c>.</param>
/// <param name="Label">Title, without the years.</param>
/// <param name="Subject">Code and name of the subject area.</param>
/// <param name="Categories">Dimensions between region and contents.</param>
/// <param name="Contents">What is counted, with units.</param>
/// <param name="Count">Counts a smallest part in a year: one number for each combination of categories and contents, in row-major order.</param>
internal sealed record TableDesign(
    string Id, string Label, (string Code, string Name) Subject, IReadOnlyList<Dimension> Categories, Dimension Contents, Counting Count)
{
    /// <summary>Levels and divisions it is published on.</summary>
    public IReadOnlyList<string> Layouts { get; init; } = ["AlvCounty", "AlvMunicipality", "AlvReg2018", "AlvReg2023"];

    /// <summary>Whether counts from one to four are suppressed, as in tables of households and dwellings.</summary>
    public bool SuppressesSmall { get; init; }

    /// <summary>The first year whose figures carry noise, or null for a table without.</summary>
    public int? NoiseFrom { get; init; }

    /// <summary>Figures that count a group of people whom other tables count too: the same people have the same noise everywhere.</summary>
    public IReadOnlyDictionary<int, People> Counted { get; init; } = new Dictionary<int, People>();

    /// <summary>What is published instead of the counts of a division's areas; null for the counts themselves.</summary>
    public Deriving? Derive { get; init; }

    /// <summary>Numbers that <see cref="Count"/> gives where they are not what is published.</summary>
    public int? CountsBehind { get; init; }

    /// <summary>What the source says about it in every release.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Figures for a region and year.</summary>
    public int Figures => Categories.Aggregate(Contents.Codes.Count, (product, d) => product * d.Codes.Count);

    /// <summary>Numbers that <see cref="Count"/> gives.</summary>
    public int Counts => CountsBehind ?? Figures;
}

/// <summary>People whom more than one table counts. The order is part of what a seed means: add at the end.</summary>
internal enum People
{
    /// <summary>All residents.</summary>
    Residents,

    /// <summary>Those registered both at the beginning and at the end of the year.</summary>
    AllYear,

    /// <summary>Residents 20–64 years.</summary>
    Working,
}

/// <summary>Counts the people of a smallest part in a year.</summary>
internal delegate void Counting(Society society, int part, int year, Span<long> counts);

/// <summary>The figures of each area of a division in a year, from the counts of all its areas.</summary>
internal delegate double[][] Deriving(IReadOnlyList<long[]> areas);
