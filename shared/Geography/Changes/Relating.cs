namespace Utanforskap.Geography.Changes;

/// <summary>Tells what became of areas from how much they have in common. Pure: no geometry is needed here.</summary>
public static class Relating
{
    /// <summary>
    /// What two areas have in common is a sliver, and does not count, where it is less than this part of both: borders are drawn anew, and a
    /// coast is measured better, without any house changing area. Two areas are the same where all but a sliver of each lies in the other.
    /// </summary>
    public const double Sliver = 0.001;

    /// <summary>Works out the change of division.</summary>
    /// <param name="from">The division before.</param>
    /// <param name="to">The division after.</param>
    /// <param name="before">Its areas.</param>
    /// <param name="after">The areas of the division after.</param>
    /// <param name="common">What they have in common; pairs that are left out have nothing.</param>
    public static DivisionChange Relate(
        Division from, Division to, IReadOnlyCollection<SizedArea> before, IReadOnlyCollection<SizedArea> after, IEnumerable<CommonSurface> common)
    {
        var befores = before.ToDictionary(a => a.Code, a => new Side(a), StringComparer.Ordinal);
        var afters = after.ToDictionary(a => a.Code, a => new Side(a), StringComparer.Ordinal);
        foreach (var (old, renewed, size) in common.OrderBy(c => c.Before, StringComparer.Ordinal).ThenBy(c => c.After, StringComparer.Ordinal))
        {
            var (b, a) = (befores[old], afters[renewed]);
            if (size >= Sliver * b.Area.Size || size >= Sliver * a.Area.Size)
            {
                b.Others.Add((a, size));
                a.Others.Add((b, size));
            }
        }

        return new DivisionChange(from, to, befores.Values.Select(s => RelationOf(s, isBefore: true)), afters.Values.Select(s => RelationOf(s, isBefore: false)));
    }

    private static AreaRelation RelationOf(Side side, bool isBefore) => new(
        side.Area.Code,
        side.Area.Name,
        KindOf(side, isBefore),
        [.. side.Others.Select(o => new Overlap(o.Side.Area.Code, side.ShareOf(o.Size), o.Side.ShareOf(o.Size))).OrderBy(o => o.Code, StringComparer.Ordinal)]);

    private static RelationKind KindOf(Side side, bool isBefore)
    {
        if (side.Others.Count == 0)
        {
            return isBefore ? RelationKind.Ended : RelationKind.New;
        }

        // One against several, all of which have nothing but it: which of the two it is depends on the side it is seen from.
        if (side.Others.Count > 1)
        {
            return side.Others.All(o => o.Side.Others.Count == 1)
                ? isBefore ? RelationKind.Split : RelationKind.Merged
                : RelationKind.ChangedBorder;
        }

        var (other, common) = side.Others[0];
        if (other.Others.Count > 1)
        {
            return other.Others.All(o => o.Side.Others.Count == 1)
                ? isBefore ? RelationKind.Merged : RelationKind.Split
                : RelationKind.ChangedBorder;
        }

        return common < (1 - Sliver) * Math.Max(side.Area.Size, other.Area.Size) ? RelationKind.ChangedBorder
            : side.Area.Code == other.Area.Code && Clean(side.Area.Name) == Clean(other.Area.Name) ? RelationKind.Unchanged
            : RelationKind.Renamed;
    }

    private static string Clean(string? name) => name is null ? "" : string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed class Side(SizedArea area)
    {
        /// <summary>How much of an area may be lost to slivers and still be covered.</summary>
        private const double Uncovered = 0.01;

        public SizedArea Area { get; } = area;

        public List<(Side Side, double Size)> Others { get; } = [];

        /// <summary>A size as a part of the area; of a covered area as a part of what is in others, so that the parts add up to 1.</summary>
        public double ShareOf(double size)
        {
            var covered = Others.Sum(o => o.Size);
            return size / (covered >= (1 - Uncovered) * Area.Size ? covered : Area.Size);
        }
    }
}
