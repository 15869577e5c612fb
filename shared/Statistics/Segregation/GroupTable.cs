namespace Utanforskap.Statistics.Segregation;

/// <summary>
/// How many persons of each group live (or go to school, …) in each unit. Units are kept in ordinal order of their codes, whatever the order they come in, so that the
/// same table gives the same bits. Immutable, thread safe.
/// </summary>
public sealed class GroupTable
{
    private readonly string[] _units;
    private readonly string[] _groups;
    private readonly double[] _counts;
    private readonly double[] _unitTotals;
    private readonly double[] _groupTotals;

    private GroupTable(string[] units, string[] groups, double[] counts)
    {
        _units = units;
        _groups = groups;
        _counts = counts;
        _unitTotals = new double[units.Length];
        var totals = new CompensatedSum[groups.Length];
        for (var u = 0; u < units.Length; u++)
        {
            var total = default(CompensatedSum);
            for (var g = 0; g < groups.Length; g++)
            {
                var count = counts[(u * groups.Length) + g];
                total.Add(count);
                totals[g].Add(count);
            }

            _unitTotals[u] = total.Value;
            PopulatedUnits += total.Value > 0 ? 1 : 0;
        }

        _groupTotals = Array.ConvertAll(totals, sum => sum.Value);
        Total = CompensatedSum.Of(_groupTotals);
    }

    /// <summary>The units' codes, in ordinal order.</summary>
    public IReadOnlyList<string> Units => _units;

    /// <summary>The groups' names, in the order given.</summary>
    public IReadOnlyList<string> Groups => _groups;

    /// <summary>All persons of the table; above 0.</summary>
    public double Total { get; }

    /// <summary>Units in which anybody lives; the others say nothing about segregation and change no index.</summary>
    public int PopulatedUnits { get; }

    /// <summary>A table from counts.</summary>
    /// <param name="units">The units' codes, each once.</param>
    /// <param name="groups">The groups' names, at least two, each once.</param>
    /// <param name="counts">For each group a count per unit, in the order of <paramref name="units"/>: finite and not negative. Missing is not zero: leave a unit with a missing count out.</param>
    /// <exception cref="ArgumentException">Something is there twice, is not a count, or nobody lives anywhere; the message names unit and group.</exception>
    public static GroupTable Of(IReadOnlyList<string> units, IReadOnlyList<string> groups, IReadOnlyList<IReadOnlyList<double>> counts)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(counts);
        if (groups.Count < 2)
        {
            throw new ArgumentException($"Segregation is between groups: {groups.Count} is given, at least two are needed.", nameof(groups));
        }

        if (Twice(groups) is { } group)
        {
            throw new ArgumentException($"The group {group} is given twice.", nameof(groups));
        }

        if (Twice(units) is { } unit)
        {
            throw new ArgumentException($"The unit {unit} is there twice.", nameof(units));
        }

        if (counts.Count != groups.Count || counts.Any(c => c.Count != units.Count))
        {
            throw new ArgumentException($"There must be a count for each of {groups.Count} groups in each of {units.Count} units.", nameof(counts));
        }

        var order = Enumerable.Range(0, units.Count).OrderBy(u => units[u], StringComparer.Ordinal).ToArray();
        var cells = new double[units.Count * groups.Count];
        for (var i = 0; i < order.Length; i++)
        {
            for (var g = 0; g < groups.Count; g++)
            {
                var count = counts[g][order[i]];
                if (!double.IsFinite(count) || count < 0)
                {
                    throw new ArgumentException($"The count of {groups[g]} in {units[order[i]]} is {count}; a count is finite and not negative.", nameof(counts));
                }

                cells[(i * groups.Count) + g] = count;
            }
        }

        var table = new GroupTable([.. order.Select(u => units[u])], [.. groups], cells);
        return table.Total > 0 ? table : throw new ArgumentException("Nobody is counted in any unit.", nameof(counts));
    }

    /// <summary>Persons of a group in a unit, by their places in <see cref="Units"/> and <see cref="Groups"/>.</summary>
    public double Count(int unit, int group) => _counts[(unit * _groups.Length) + group];

    /// <summary>Persons of all groups in a unit.</summary>
    public double UnitTotal(int unit) => _unitTotals[unit];

    /// <summary>Persons of a group in all units.</summary>
    public double GroupTotal(int group) => _groupTotals[group];

    /// <summary>The same units with some of the groups, in the order asked for; null where none of those groups has a member.</summary>
    public GroupTable? Select(params IReadOnlyList<int> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var cells = new double[_units.Length * groups.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = Count(i / groups.Count, groups[i % groups.Count]);
        }

        return Populated(_units, [.. groups.Select(g => _groups[g])], cells);
    }

    /// <summary>The table of each larger area, in ordinal order of their codes; areas in which nobody lives are left out.</summary>
    /// <param name="areaOf">The larger area that a unit lies in.</param>
    public IReadOnlyList<(string Area, GroupTable Table)> Within(Func<string, string> areaOf)
    {
        ArgumentNullException.ThrowIfNull(areaOf);
        return
        [
            .. Enumerable.Range(0, _units.Length)
                .GroupBy(u => areaOf(_units[u]), StringComparer.Ordinal)
                .OrderBy(area => area.Key, StringComparer.Ordinal)
                .Select(area => (area.Key, Table: Rows([.. area])))
                .Where(area => area.Table is not null)
                .Select(area => (area.Key, area.Table!)),
        ];
    }

    /// <summary>The units of each larger area added up into one: what is left is the segregation between those areas.</summary>
    /// <param name="areaOf">The larger area that a unit lies in.</param>
    public GroupTable Between(Func<string, string> areaOf)
    {
        var areas = Within(areaOf);
        var cells = new double[areas.Count * _groups.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = areas[i / _groups.Length].Table.GroupTotal(i % _groups.Length);
        }

        return new GroupTable([.. areas.Select(area => area.Area)], _groups, cells);
    }

    /// <summary>The units that are asked for; null where nobody lives in any of them.</summary>
    internal GroupTable? Only(Func<string, bool> wanted) => Rows([.. Enumerable.Range(0, _units.Length).Where(u => wanted(_units[u]))]);

    /// <summary>A table of the same units and groups with other counts, by unit and within it by group.</summary>
    internal GroupTable With(double[] counts) => new(_units, _groups, counts);

    private static GroupTable? Populated(string[] units, string[] groups, double[] cells) =>
        Array.Exists(cells, count => count > 0) ? new GroupTable(units, groups, cells) : null;

    private static string? Twice(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return names.FirstOrDefault(name => !seen.Add(name));
    }

    private GroupTable? Rows(int[] units)
    {
        var cells = new double[units.Length * _groups.Length];
        for (var i = 0; i < units.Length; i++)
        {
            Array.Copy(_counts, units[i] * _groups.Length, cells, i * _groups.Length, _groups.Length);
        }

        return Populated([.. units.Select(u => _units[u])], _groups, cells);
    }
}
