namespace Utanforskap.Statistics.Segregation;

/// <summary>
/// What moved M between two years, in nats; the parts sum to <see cref="After"/> − <see cref="Before"/>. (B. Elbers, A method for studying differences in segregation across
/// time and space, Sociological Methods and Research 52, 2023, first published 2021; after R. Mora and J. Ruiz-Castillo, The invariance properties of the mutual information
/// index of multigroup segregation, 2009.)
/// </summary>
/// <param name="Before">M of the first year.</param>
/// <param name="After">M of the second year.</param>
/// <param name="Disappeared">From units that only the first year has anybody in.</param>
/// <param name="Appeared">From units that only the second year has anybody in.</param>
/// <param name="UnitSizes">Composition: the units have other shares of all persons.</param>
/// <param name="GroupSizes">Composition: the groups have other shares of all persons.</param>
/// <param name="Structure">The odds of groups between units are others, freed of both margins.</param>
public sealed record SegregationChange(
    double Before, double After, double Disappeared, double Appeared, double UnitSizes, double GroupSizes, double Structure)
{
    private const int MostRounds = 10_000;
    private const double Precision = 1e-10;

    /// <summary>What the margins moved: <see cref="UnitSizes"/> + <see cref="GroupSizes"/>.</summary>
    public double Composition => UnitSizes + GroupSizes;

    /// <summary>
    /// Splits the change of M. Units that both years have are compared by tables that keep one year's odds ratios and take the margins of the other, found by iterative proportional fitting
    /// (W. E. Deming and F. F. Stephan, 1940). Structure is the mean of its effect under both years' margins, composition that of the margins under both structures, and
    /// composition is split between units and groups by the mean of both orders (Shapley values with margins as one coalition: the Owen value), so that neither year nor order is preferred.
    /// </summary>
    /// <returns>Null where one year's odds ratios cannot take the other's margins, since cells without persons forbid it: the parts cannot be told apart.</returns>
    /// <exception cref="ArgumentException">The years have different groups, a group has no member among the units of both years, or no unit is in both.</exception>
    public static SegregationChange? Between(GroupTable before, GroupTable after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (!before.Groups.SequenceEqual(after.Groups, StringComparer.Ordinal))
        {
            throw new ArgumentException($"The years have different groups: {string.Join(", ", before.Groups)}; {string.Join(", ", after.Groups)}.", nameof(after));
        }

        var both = Populated(before);
        both.IntersectWith(Populated(after));
        GroupTable[] years =
        [
            before.Only(both.Contains) ?? throw new ArgumentException("No unit has anybody in both years.", nameof(after)),
            after.Only(both.Contains)!,
        ];
        for (var g = 0; g < before.Groups.Count; g++)
        {
            if (years.Any(year => year.GroupTotal(g) <= 0))
            {
                throw new ArgumentException($"The group {before.Groups[g]} has no member in one of the years, among the units of both.", nameof(after));
            }
        }

        // By structure, units' margin and groups' margin: 0 the first year's, 1 the second's.
        var information = new double[2, 2, 2];
        foreach (var structure in (int[])[0, 1])
        {
            foreach (var units in (int[])[0, 1])
            {
                foreach (var groups in (int[])[0, 1])
                {
                    if (Fit(years[structure], years[units], years[groups]) is not { } fitted)
                    {
                        return null;
                    }

                    information[structure, units, groups] = Information.Of(fitted);
                }
            }
        }

        double unitSizes = 0, groupSizes = 0;
        foreach (var s in (int[])[0, 1])
        {
            unitSizes += (information[s, 1, 0] - information[s, 0, 0] + information[s, 1, 1] - information[s, 0, 1]) / 4;
            groupSizes += (information[s, 0, 1] - information[s, 0, 0] + information[s, 1, 1] - information[s, 1, 0]) / 4;
        }

        var (whole, wholeAfter) = (Information.Of(before), Information.Of(after));
        return new SegregationChange(
            whole,
            wholeAfter,
            information[0, 0, 0] - whole,
            wholeAfter - information[1, 1, 1],
            unitSizes,
            groupSizes,
            (information[1, 0, 0] - information[0, 0, 0] + information[1, 1, 1] - information[0, 1, 1]) / 2);
    }

    private static HashSet<string> Populated(GroupTable table) =>
        [.. Enumerable.Range(0, table.Units.Count).Where(u => table.UnitTotal(u) > 0).Select(u => table.Units[u])];

    /// <summary>Shares with the odds ratios of one table, the units' margin of another and the groups' margin of a third; null where there are none.</summary>
    private static GroupTable? Fit(GroupTable structure, GroupTable unitMargin, GroupTable groupMargin)
    {
        if (ReferenceEquals(structure, unitMargin) && ReferenceEquals(structure, groupMargin))
        {
            return structure;
        }

        var (units, groups) = (structure.Units.Count, structure.Groups.Count);
        var cells = new double[units * groups];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = structure.Count(i / groups, i % groups) / structure.Total;
        }

        for (var round = 0; round < MostRounds; round++)
        {
            var off = 0.0;
            for (var u = 0; u < units; u++)
            {
                var row = cells.AsSpan(u * groups, groups);
                var (wanted, sum) = (unitMargin.UnitTotal(u) / unitMargin.Total, CompensatedSum.Of(row));
                off += Math.Abs(wanted - sum);
                foreach (ref var cell in row)
                {
                    cell *= wanted / sum;
                }
            }

            if (round > 0 && off < Precision)
            {
                return structure.With(cells);
            }

            for (var g = 0; g < groups; g++)
            {
                var sum = default(CompensatedSum);
                for (var u = 0; u < units; u++)
                {
                    sum.Add(cells[(u * groups) + g]);
                }

                var factor = groupMargin.GroupTotal(g) / groupMargin.Total / sum.Value;
                for (var u = 0; u < units; u++)
                {
                    cells[(u * groups) + g] *= factor;
                }
            }
        }

        return null;
    }
}
