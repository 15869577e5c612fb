using Utanforskap.Contracts.Reading;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>
/// A statistical table in memory, whatever format it came in: dimensions, and one cell for each combination of their categories, row-major
/// (the last dimension varies fastest). A value is NaN exactly where the status has no figure. 9 bytes a cell.
/// </summary>
/// <param name="Label">The table's title as the source gives it.</param>
/// <param name="Updated">The source's own time of last change, if it says one.</param>
/// <param name="Dimensions">The dimensions in order.</param>
/// <param name="Values">The figures.</param>
/// <param name="Status">What stands in each cell, one byte each: <see cref="FigureStatus"/>.</param>
/// <param name="Notes">Footnotes, as they stand.</param>
public sealed record StatCube(
    string Label,
    DateTimeOffset? Updated,
    IReadOnlyList<CubeDimension> Dimensions,
    double[] Values,
    byte[] Status,
    IReadOnlyList<string> Notes)
{
    /// <summary>The dimension with this code (case ignored), or null.</summary>
    public CubeDimension? Find(string code) => Dimensions.FirstOrDefault(d => d.Code.Equals(code, StringComparison.OrdinalIgnoreCase));
}

/// <summary>One dimension of a table.</summary>
/// <param name="Code">E.g. <c>Region</c>, <c>Tid</c>, <c>ContentsCode</c>.</param>
/// <param name="Label">E.g. <c>region</c>.</param>
/// <param name="Role">What it stands for.</param>
/// <param name="Codes">Category codes, unique, in the source's order. In formats without codes the trimmed labels.</param>
/// <param name="Labels">Category labels, parallel to the codes, trimmed.</param>
/// <param name="Units">Unit of each contents category, parallel to the codes; empty for other dimensions.</param>
public sealed record CubeDimension(
    string Code,
    string Label,
    DimensionRole Role,
    IReadOnlyList<string> Codes,
    IReadOnlyList<string> Labels,
    IReadOnlyList<string?> Units);

/// <summary>What a dimension stands for.</summary>
public enum DimensionRole
{
    /// <summary>An ordinary classification such as age or sex.</summary>
    Other,

    /// <summary>Areas.</summary>
    Region,

    /// <summary>Reference periods.</summary>
    Time,

    /// <summary>What is counted or measured (PxWeb's contents).</summary>
    Contents,
}

/// <summary>A file or answer that cannot be read as what it claims to be. The message is a sentence for an operator.</summary>
/// <param name="place">Line, byte offset, dimension or cell, as exact as known.</param>
/// <param name="message">What is wrong and what was expected.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class SourceFormatException(string place, string message, Exception? inner = null) : Exception($"{place}: {message}", inner)
{
    /// <summary>Where it is.</summary>
    public string Place { get; } = place;

    /// <summary>What is wrong there.</summary>
    public string Problem { get; } = message;
}
