using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>A category of an answer.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Label">Its label.</param>
/// <param name="Places">The table's categories that it is, or is the sum of.</param>
internal sealed record Category(string Code, string Label, int[] Places);

/// <summary>A dimension of an answer, in the order in which it stands there.</summary>
/// <param name="Dimension">The table's dimension.</param>
/// <param name="Place">Which of the table's dimensions it is.</param>
/// <param name="Categories">What was selected.</param>
/// <param name="Eliminated">Whether it is left out of the answer, which then holds its total.</param>
/// <param name="InHeading">Whether a table on paper has it in the heading rather than in the stub.</param>
internal sealed record SelectedDimension(
    Dimension Dimension, int Place, IReadOnlyList<Category> Categories, bool Eliminated, bool InHeading);

/// <summary>A part of a table, checked and expanded.</summary>
/// <param name="Table">The table.</param>
/// <param name="All">All dimensions, in the order of the answer: stub, then heading.</param>
internal sealed record Selection(Table Table, IReadOnlyList<SelectedDimension> All)
{
    /// <summary>The dimensions of the answer.</summary>
    public IReadOnlyList<SelectedDimension> Shown { get; } = [.. All.Where(d => !d.Eliminated)];

    /// <summary>Number of cells of the answer.</summary>
    public long Cells => Shown.Aggregate(1L, (product, d) => product * d.Categories.Count);
}

/// <summary>What a client asks for, before it is checked.</summary>
/// <param name="Variables">Per variable: the codes and expressions, and a codelist.</param>
/// <param name="Stub">Variables in the stub.</param>
/// <param name="Heading">Variables in the heading.</param>
internal sealed record SelectionRequest(
    IReadOnlyList<VariableRequest> Variables, IReadOnlyList<string> Stub, IReadOnlyList<string> Heading);

/// <summary>What a client asks of one variable.</summary>
internal sealed record VariableRequest(string Variable, IReadOnlyList<string> Values, string? Codelist = null, bool SingleValues = false);
