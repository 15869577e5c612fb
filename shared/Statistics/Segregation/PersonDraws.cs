using Utanforskap.Statistics.Chance;

namespace Utanforskap.Statistics.Segregation;

/// <summary>Tables drawn by chance from an observed one.</summary>
internal sealed class PersonDraws
{
    private readonly GroupTable _table;
    private readonly long[] _cells;
    private readonly long[] _units;
    private readonly long[] _groups;
    private readonly long _persons;

    public PersonDraws(GroupTable table)
    {
        var groups = table.Groups.Count;
        _table = table;
        _cells = new long[table.Units.Count * groups];
        _units = new long[table.Units.Count];
        _groups = new long[groups];
        for (var i = 0; i < _cells.Length; i++)
        {
            _cells[i] = (long)Math.Round(table.Count(i / groups, i % groups), MidpointRounding.ToEven);
            _units[i / groups] += _cells[i];
            _groups[i % groups] += _cells[i];
            _persons += _cells[i];
        }
    }

    /// <summary>All persons drawn anew, each into a cell with the observed table's probabilities: multinomial, as binomials of what is left.</summary>
    public GroupTable Resample(SeededRandom random)
    {
        var drawn = new double[_cells.Length];
        var left = _persons;
        var remaining = _persons;
        for (var i = 0; left > 0 && i < _cells.Length; i++)
        {
            var count = random.Binomial(left, (double)_cells[i] / remaining);
            drawn[i] = count;
            left -= count;
            remaining -= _cells[i];
        }

        return _table.With(drawn);
    }

    /// <summary>The same persons in the same places by lot, both margins fixed: each unit in turn draws its persons from those that are left.</summary>
    public GroupTable Allocate(SeededRandom random)
    {
        var drawn = new double[_cells.Length];
        var left = (long[])_groups.Clone();
        var everyone = _persons;
        for (var u = 0; u < _units.Length; u++)
        {
            var places = _units[u];
            var others = everyone;
            for (var g = 0; places > 0 && g < left.Length; g++)
            {
                others -= left[g];
                var count = random.Hypergeometric(left[g], others, places);
                drawn[(u * left.Length) + g] = count;
                places -= count;
                left[g] -= count;
            }

            everyone -= _units[u];
        }

        return _table.With(drawn);
    }
}
