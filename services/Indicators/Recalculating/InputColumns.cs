using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Indicators.Recalculating;

/// <summary>The input columns of a release. Each is checked when it is first asked for, so that a bad one stops only the indicators that need it.</summary>
internal sealed class InputColumns(IReadOnlyDictionary<ColumnKey, AreaColumn> received)
{
    private readonly Dictionary<ColumnKey, Column> _checked = [];

    public Column? Find(ColumnKey key)
    {
        if (!_checked.TryGetValue(key, out var column) && received.TryGetValue(key, out var wire))
        {
            column = Column.FromWire(wire).Column;
            _checked.Add(key, column);
        }

        return column;
    }
}
