using Utanforskap.Contracts.Reading;

namespace Utanforskap.ServiceDefaults.Columns;

/// <summary>A column's rows in release order, with the area lists that they refer to.</summary>
internal sealed class ColumnHistory(ColumnKey key, ColumnVersion[] rows, IReadOnlyDictionary<string, string[]> lists)
{
    public ColumnKey Key => key;

    /// <summary>The last release that changed the column.</summary>
    public long Last => rows[^1].Release;

    /// <summary>The column as of a release; empty before the first.</summary>
    public Column AsOf(long release)
    {
        var column = Column.Empty;
        foreach (var row in rows)
        {
            if (row.Release > release)
            {
                break;
            }

            // Nobody else has seen a column in the making, so its arrays can be written to.
            column = Widen(column, ListOf(row));
            CellBlock.Overlay(row.Payload, column.Values, column.Status);
        }

        return column;
    }

    /// <summary>What the history's last row, of this release, changed.</summary>
    public ColumnDelta DeltaOf(long release)
    {
        var row = rows[^1];
        if (row.Release != release)
        {
            throw new InvalidOperationException($"{key} has no row of release {release}.");
        }

        var before = AsOf(release - 1);
        var list = ListOf(row);
        var values = new double[list.Length];
        var status = new FigureStatus[list.Length];
        var ordinals = CellBlock.Overlay(row.Payload, values, status);
        return ColumnDifference.DeltaOf(key, row.First, before, list, ordinals, values, status);
    }

    private string[] ListOf(ColumnVersion row) => lists.TryGetValue(row.AreaList, out var list)
        ? list
        : throw new InvalidDataException($"{key}: release {row.Release} refers to the area list {row.AreaList}, which is not stored.");

    /// <summary>The same cells over a longer list of areas; the added ones are filled by the overlay that follows.</summary>
    private static Column Widen(Column column, string[] areas)
    {
        if (ReferenceEquals(column.Areas, areas))
        {
            return column;
        }

        var wide = new Column(areas, new double[areas.Length], new FigureStatus[areas.Length]);
        var from = 0;
        for (var to = 0; to < areas.Length && from < column.Areas.Length; to++)
        {
            if (areas[to] == column.Areas[from])
            {
                (wide.Values[to], wide.Status[to]) = (column.Values[from], column.Status[from]);
                from++;
            }
        }

        return wide;
    }
}
