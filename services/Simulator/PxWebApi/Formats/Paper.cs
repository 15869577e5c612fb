using System.Globalization;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>A selection as it stands on paper: a row for each combination of the stub, a column for each of the heading.</summary>
internal sealed class Paper
{
    private readonly Selection _selection;
    private readonly int[] _columnDecimals;

    public Paper(Selection selection)
    {
        _selection = selection;
        Stub = [.. selection.Shown.Where(d => !d.InHeading)];
        Heading = [.. selection.Shown.Where(d => d.InHeading)];
        Columns = [.. Combinations(Heading)];
        _columnDecimals = [.. Columns.Select(c => DecimalsOf(Heading, c) ?? -1)];
    }

    /// <summary>Dimensions of the stub.</summary>
    public IReadOnlyList<SelectedDimension> Stub { get; }

    /// <summary>Dimensions of the heading.</summary>
    public IReadOnlyList<SelectedDimension> Heading { get; }

    /// <summary>What stands above each column of figures, one category per dimension of the heading.</summary>
    public IReadOnlyList<IReadOnlyList<Category>> Columns { get; }

    /// <summary>The rows. The figures of a row are overwritten by the next.</summary>
    public IEnumerable<PaperRow> Rows()
    {
        var walk = new CellWalk(_selection);
        var figures = new Figure[Columns.Count];
        foreach (var stub in Combinations(Stub))
        {
            var rowDecimals = DecimalsOf(Stub, stub) ?? _selection.Table.Decimals;
            for (var column = 0; column < figures.Length && walk.Next(out var value, out var status); column++)
            {
                figures[column] = new Figure(value, status, _columnDecimals[column] >= 0 ? _columnDecimals[column] : rowDecimals);
            }

            yield return new PaperRow(stub, figures);
        }
    }

    /// <summary>The combinations of some dimensions, the last one varying fastest; one empty combination of none.</summary>
    private static IEnumerable<IReadOnlyList<Category>> Combinations(IReadOnlyList<SelectedDimension> dimensions)
    {
        var at = new int[dimensions.Count];
        for (var d = 0; d >= 0;)
        {
            yield return [.. dimensions.Select((s, i) => s.Categories[at[i]])];
            for (d = at.Length - 1; d >= 0 && ++at[d] == dimensions[d].Categories.Count; d--)
            {
                at[d] = 0;
            }
        }
    }

    private static int? DecimalsOf(IReadOnlyList<SelectedDimension> dimensions, IReadOnlyList<Category> combination)
    {
        var contents = dimensions.ToList().FindIndex(d => d.Dimension.Units.Count > 0);
        return contents < 0 ? null : dimensions[contents].Dimension.Units[combination[contents].Places[0]].Decimals;
    }
}

/// <summary>One row.</summary>
/// <param name="Stub">What stands before it.</param>
/// <param name="Figures">Its figures.</param>
internal readonly record struct PaperRow(IReadOnlyList<Category> Stub, IReadOnlyList<Figure> Figures)
{
    /// <summary>Whether there is nothing but zeros and symbols in it.</summary>
    public bool IsEmpty => Figures.All(f => f.Status != CellStatus.Figure || f.Value == 0);
}

/// <summary>A cell as it is shown.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Status">Whether it is one.</param>
/// <param name="Decimals">Decimals that it is shown with.</param>
internal readonly record struct Figure(double Value, CellStatus Status, int Decimals)
{
    /// <summary>The figure with its decimals and a point, or the symbol.</summary>
    public override string ToString() => Status == CellStatus.Figure
        ? Value.ToString("F" + Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : Symbols.Of(Status);
}
