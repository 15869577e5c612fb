namespace Utanforskap.Geography.Changes;

/// <summary>What became of an area when its division changed, or how it came to be.</summary>
public enum RelationKind
{
    /// <summary>The same border under the same code and name. What is counted in it can be compared as it is.</summary>
    Unchanged,

    /// <summary>The same border under another name or code. Can be compared as it is.</summary>
    Renamed,

    /// <summary>Its border moved: parts of it went to, or came from, areas that also have others.</summary>
    ChangedBorder,

    /// <summary>Cut into areas that each lie wholly in it; of the new areas: one of those.</summary>
    Split,

    /// <summary>Joined with others into one area that holds nothing else; of the new area: it was joined so.</summary>
    Merged,

    /// <summary>Nothing of it lay in any area of the division before.</summary>
    New,

    /// <summary>Nothing of it lies in any area of the division after.</summary>
    Ended,
}

/// <summary>How much an area shares with one of the other division.</summary>
/// <param name="Code">The other area's code.</param>
/// <param name="Share">The part of this area's surface that lies in the other, above 0 up to 1. Over all others they add up to 1 where the other division covers the area.</param>
/// <param name="ShareOfOther">The part of the other area's surface that lies in this one.</param>
public sealed record Overlap(string Code, double Share, double ShareOfOther);

/// <summary>An area of one division and what it has in common with the areas of another.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name, or null where the division has none.</param>
/// <param name="Kind">What became of it, or how it came to be.</param>
/// <param name="Others">The areas of the other division that it shares surface with, by code. Slivers are left out.</param>
public sealed record AreaRelation(string Code, string? Name, RelationKind Kind, IReadOnlyList<Overlap> Others)
{
    /// <summary>Whether its figures can be compared across the change as they are: the border is the same.</summary>
    public bool IsComparable => Kind is RelationKind.Unchanged or RelationKind.Renamed;
}
