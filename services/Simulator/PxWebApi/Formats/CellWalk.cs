using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>
/// Reads the cells of a selection one by one in the order of the answer (the last dimension varies fastest), straight from the table. A
/// group of categories, and an eliminated dimension, are summed on the way.
/// </summary>
internal sealed class CellWalk
{
    private readonly Table _table;
    private readonly int[][][] _offsets;
    private readonly int[] _at;
    private readonly int[] _from;
    private readonly int _decimals;
    private readonly bool _plain;
    private bool _more;

    public CellWalk(Selection selection)
    {
        _table = selection.Table;
        var strides = Strides(_table);
        _offsets = [.. selection.All.OrderBy(d => d.Eliminated ? 0 : 1)
            .Select(d => d.Categories.Select(c => Array.ConvertAll(c.Places, p => p * strides[d.Place])).ToArray())];
        _plain = _offsets.All(d => d.All(c => c.Length == 1));
        _decimals = Math.Max(_table.Decimals, _table.Contents?.Units.Select(u => u.Decimals).DefaultIfEmpty(0).Max() ?? 0);
        _at = new int[_offsets.Length];
        _from = new int[_offsets.Length + 1];
        _more = _offsets.All(d => d.Length > 0);
        if (_plain && _more)
        {
            Carry(0);
        }
    }

    /// <summary>The next cell; false after the last.</summary>
    public bool Next(out double value, out CellStatus status)
    {
        (value, status) = (0, CellStatus.Figure);
        if (!_more)
        {
            return false;
        }

        if (_plain)
        {
            var cell = _from[^1];
            (value, status) = (_table.Values[cell], (CellStatus)_table.Status[cell]);
        }
        else
        {
            Sum(0, 0, ref value, ref status);
            value = Math.Round(value, Math.Min(_decimals, 15));
        }

        Step();
        return true;
    }

    private static int[] Strides(Table table)
    {
        var strides = new int[table.Dimensions.Count];
        for (int d = strides.Length - 1, stride = 1; d >= 0; stride *= table.Dimensions[d].Codes.Count, d--)
        {
            strides[d] = stride;
        }

        return strides;
    }

    private void Step()
    {
        var d = _at.Length - 1;
        while (d >= 0 && ++_at[d] == _offsets[d].Length)
        {
            _at[d--] = 0;
        }

        _more = d >= 0;
        if (_plain && _more)
        {
            Carry(d);
        }
    }

    private void Carry(int first)
    {
        for (var d = first; d < _at.Length; d++)
        {
            _from[d + 1] = _from[d] + _offsets[d][_at[d]][0];
        }
    }

    private void Sum(int d, int cell, ref double value, ref CellStatus status)
    {
        if (d < _at.Length)
        {
            foreach (var offset in _offsets[d][_at[d]])
            {
                Sum(d + 1, cell + offset, ref value, ref status);
            }
        }
        else if (_table.Status[cell] is not ((byte)CellStatus.Figure or (byte)CellStatus.Nil))
        {
            // A sum with a part missing is missing itself.
            (value, status) = (0, (CellStatus)_table.Status[cell]);
        }
        else if (status == CellStatus.Figure)
        {
            value += _table.Values[cell];
        }
    }
}
