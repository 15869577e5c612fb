namespace Utanforskap.Simulator.PxWebApi;

/// <summary>A selection as it stands on paper: a row for each combination of the stub, a column for each of the heading.</summary>
internal sealed class Paper(Selection selection)
{
    /// <summary>Dimensions of the stub.</summary>
    public IReadOnlyList<SelectedDimension> Stub { get; } = [.. selection.Shown.Where(d => !d.InHeading)];

    /// <summary>Dimensions of the heading.</summary>
    public IReadOnlyList<SelectedDimension> Heading { get; } = [.. selection.Shown.Where(d => d.InHeading)];

    /// <summary>Number of columns with figures.</summary>
    public int Columns => Heading.Aggregate(1, (product, d) => product * d.Categories.Count);

    /// <summary>The combinations of some dimensions, the last one varying fastest.</summary>
    public static IEnumerable<IReadOnlyList<Category>> Combinations(IReadOnlyList<SelectedDimension> dimensions)
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
}
