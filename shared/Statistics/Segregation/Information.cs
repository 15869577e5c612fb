namespace Utanforskap.Statistics.Segregation;

/// <summary>What a level of a nested division adds to M: the segregation between its areas, inside each area of the level above.</summary>
/// <param name="Value">The level's part of M in nats, 0 or more: Σ share · value over <paramref name="Within"/>.</param>
/// <param name="Within">Each area of the level above, in ordinal order, with its share of all persons and M between its parts; the whole table, named "", for the first level.</param>
public sealed record InformationLevel(double Value, IReadOnlyList<(string Area, double Share, double Value)> Within);

/// <summary>Entropy and mutual information of a table, in nats; 0 · ln 0 is 0.</summary>
public static class Information
{
    /// <summary>
    /// M split over a nested division: what lies between the coarsest areas, between the next inside them, and so on to the units. The parts sum to M of the units
    /// (M_total = M_between + Σ p_k M_within,k; H. Theil, 1971; R. Mora and J. Ruiz-Castillo, Entropy-based segregation indices, 2011).
    /// </summary>
    /// <param name="table">All groups need a member; elsewhere M of a part simply has fewer groups.</param>
    /// <param name="levels">The area that a unit lies in, from the coarsest division to the finest, e.g. county and municipality; each nested in the one before.</param>
    /// <returns>A level for each division, and one for the units themselves.</returns>
    /// <exception cref="ArgumentException">An area of one level lies in two of the level above; it is named.</exception>
    public static IReadOnlyList<InformationLevel> Nested(GroupTable table, params IReadOnlyList<Func<string, string>> levels)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(levels);
        var parts = new List<InformationLevel>();
        for (var level = 0; level <= levels.Count; level++)
        {
            var above = level == 0 ? _ => "" : levels[level - 1];
            var below = level == levels.Count ? unit => unit : levels[level];
            RequireNesting(table, above, below);
            var within = table.Within(above)
                .Select(area => (area.Area, Share: area.Table.Total / table.Total, Value: Of(area.Table.Between(below))))
                .ToArray();
            parts.Add(new InformationLevel(CompensatedSum.Of([.. within.Select(area => area.Share * area.Value)]), within));
        }

        return parts;
    }

    /// <summary>M = Σ (n_ig/T) ln(n_ig T / (t_i N_g)), 0 or more.</summary>
    internal static double Of(GroupTable table)
    {
        var sum = default(CompensatedSum);
        for (var u = 0; u < table.Units.Count; u++)
        {
            for (var g = 0; g < table.Groups.Count; g++)
            {
                var count = table.Count(u, g);
                if (count > 0)
                {
                    sum.Add(count / table.Total * Math.Log(count / table.UnitTotal(u) / (table.GroupTotal(g) / table.Total)));
                }
            }
        }

        return Math.Max(0, sum.Value);
    }

    /// <summary>E = −Σ P_g ln P_g of the whole table.</summary>
    internal static double EntropyOf(GroupTable table)
    {
        var sum = default(CompensatedSum);
        for (var g = 0; g < table.Groups.Count; g++)
        {
            var share = table.GroupTotal(g) / table.Total;
            if (share > 0)
            {
                sum.Add(-share * Math.Log(share));
            }
        }

        return sum.Value;
    }

    private static void RequireNesting(GroupTable table, Func<string, string> above, Func<string, string> below)
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var unit in table.Units)
        {
            if (!parents.TryAdd(below(unit), above(unit)) && parents[below(unit)] != above(unit))
            {
                throw new ArgumentException($"{below(unit)} lies in both {parents[below(unit)]} and {above(unit)}; the divisions are not nested.", nameof(table));
            }
        }
    }
}
