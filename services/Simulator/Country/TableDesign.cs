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

    /// <summary>Whether its figures carry noise from <see cref="Years.Noise"/> on.</summary>
    public bool HasNoise { get; init; }

    /// <summary>Whether the one figure published is a mean: the first number counted, divided by the second.</summary>
    public bool IsMean { get; init; }

    /// <summary>Figures for a region and year.</summary>
    public int Figures => Categories.Aggregate(Contents.Codes.Count, (product, d) => product * d.Codes.Count);

    /// <summary>Numbers that <see cref="Count"/> gives.</summary>
    public int Counts => IsMean ? 2 : Figures;
}

/// <summary>Counts the people of a smallest part in a year.</summary>
internal delegate void Counting(Society society, int part, int year, Span<long> counts);
