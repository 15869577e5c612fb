namespace Utanforskap.Geography.Changes;

/// <summary>
/// A change of division, area by area: what became of each area of the one, and how each area of the other came to be. Immutable; the same borders and
/// names give the same change, in whatever order they come.
/// </summary>
public sealed class DivisionChange
{
    private readonly Dictionary<string, AreaRelation> _before;
    private readonly Dictionary<string, AreaRelation> _after;

    /// <param name="from">The division before.</param>
    /// <param name="to">The division after.</param>
    /// <param name="before">An entry for each area of the division before.</param>
    /// <param name="after">An entry for each area of the division after.</param>
    /// <exception cref="ArgumentException">A code stands twice.</exception>
    public DivisionChange(Division from, Division to, IEnumerable<AreaRelation> before, IEnumerable<AreaRelation> after)
    {
        (From, To) = (from, to);
        Before = [.. before.OrderBy(a => a.Code, StringComparer.Ordinal)];
        After = [.. after.OrderBy(a => a.Code, StringComparer.Ordinal)];
        _before = Before.ToDictionary(a => a.Code, StringComparer.Ordinal);
        _after = After.ToDictionary(a => a.Code, StringComparer.Ordinal);
    }

    /// <summary>The division before.</summary>
    public Division From { get; }

    /// <summary>The division after.</summary>
    public Division To { get; }

    /// <summary>What became of each area of <see cref="From"/>, by code.</summary>
    public IReadOnlyList<AreaRelation> Before { get; }

    /// <summary>How each area of <see cref="To"/> came to be, by code.</summary>
    public IReadOnlyList<AreaRelation> After { get; }

    /// <summary>What became of an area of <see cref="From"/>; null if the change does not know it.</summary>
    public AreaRelation? FindBefore(string code) => _before.GetValueOrDefault(code);

    /// <summary>How an area of <see cref="To"/> came to be; null if the change does not know it.</summary>
    public AreaRelation? FindAfter(string code) => _after.GetValueOrDefault(code);

    /// <summary>The same change seen from the other side: what was split is merged, what ended is new.</summary>
    public DivisionChange Reversed() => new(To, From, After.Select(Turned), Before.Select(Turned));

    private static AreaRelation Turned(AreaRelation area) => area with
    {
        Kind = area.Kind switch
        {
            RelationKind.Split => RelationKind.Merged,
            RelationKind.Merged => RelationKind.Split,
            RelationKind.New => RelationKind.Ended,
            RelationKind.Ended => RelationKind.New,
            var same => same,
        },
    };
}
