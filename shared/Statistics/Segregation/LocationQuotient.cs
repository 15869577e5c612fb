namespace Utanforskap.Statistics.Segregation;

/// <summary>How over- or under-represented a group is in one unit: (n_ig/t_i) / (N_g/T) (P. S. Florence, 1939).</summary>
public static class LocationQuotient
{
    /// <summary>The quotient of a group in each unit, by the order of <see cref="GroupTable.Units"/>: 0 where it has no member, 1 where its share is that of the whole; NaN where nobody lives in the unit, or the group has no member anywhere.</summary>
    public static double[] Of(GroupTable table, int group)
    {
        ArgumentNullException.ThrowIfNull(table);
        var share = table.GroupTotal(group) / table.Total;
        return [.. Enumerable.Range(0, table.Units.Count).Select(u => table.Count(u, group) / table.UnitTotal(u) / share)];
    }
}
