using Utanforskap.Contracts.Reading;

namespace Utanforskap.ServiceDefaults.Columns;

/// <summary>A column beside what it was before: all areas of both, and the cells that differ.</summary>
internal sealed class ColumnDifference
{
    private readonly int[] _ordinals;
    private readonly double[] _values;
    private readonly FigureStatus[] _status;

    private ColumnDifference(ColumnKey key, Column before, string[] areas, double[] values, FigureStatus[] status, int[] ordinals)
    {
        (Areas, _values, _status, _ordinals) = (areas, values, status, ordinals);
        Delta = DeltaOf(key, !before.Status.Any(Column.HasFigure), before, areas, ordinals, values, status);
    }

    /// <summary>All areas of the column after the release, withdrawn ones too.</summary>
    public string[] Areas { get; }

    public ColumnDelta Delta { get; }

    /// <summary>The difference, or null if there is none.</summary>
    public static ColumnDifference? Between(ColumnKey key, Column before, Column after)
    {
        var (areas, values, status) = WithWithdrawn(before, after);
        var ordinals = new List<int>();
        var old = 0;
        for (var i = 0; i < areas.Length; i++)
        {
            var known = old < before.Areas.Length && before.Areas[old] == areas[i];
            if (!known || before.Status[old] != status[i] || !before.Values[old].Equals(values[i]))
            {
                ordinals.Add(i);
            }

            old += known ? 1 : 0;
        }

        return ordinals.Count == 0 ? null : new ColumnDifference(key, before, areas, values, status, [.. ordinals]);
    }

    /// <summary>A delta from the cells at some places of a list.</summary>
    public static ColumnDelta DeltaOf(
        ColumnKey key, bool first, Column before, string[] areas, int[] ordinals, double[] values, FigureStatus[] status)
    {
        var after = ordinals.Length == areas.Length
            ? new Column(areas, values, status)
            : new Column(Pick(areas, ordinals), Pick(values, ordinals), Pick(status, ordinals));
        return new ColumnDelta(key, first, after.Areas, Restrict(before, after.Areas), after);
    }

    public ColumnVersion ToRow(long release, string areaList) => new()
    {
        Series = Delta.Key.Series,
        Division = Delta.Key.Division,
        Period = Delta.Key.Period,
        Release = release,
        AreaList = areaList,
        Cells = _ordinals.Length,
        Figures = _status.Count(Column.HasFigure),
        First = Delta.First,
        Payload = CellBlock.Write(Areas.Length, _ordinals, Delta.After.Values, Delta.After.Status),
    };

    /// <summary>The new column, with the areas that only the old one has as withdrawn.</summary>
    private static Column WithWithdrawn(Column before, Column after)
    {
        if (before.Areas.Length == 0 || before.Areas.AsSpan().SequenceEqual(after.Areas))
        {
            return after;
        }

        var gone = new double[before.Areas.Length];
        var withdrawn = new FigureStatus[before.Areas.Length];
        Array.Fill(gone, double.NaN);
        Array.Fill(withdrawn, FigureStatus.Withdrawn);
        return new Column(before.Areas, gone, withdrawn).With(after);
    }

    private static Column Restrict(Column column, string[] areas)
    {
        if (ReferenceEquals(column.Areas, areas) || column.Areas.Length == 0)
        {
            return column;
        }

        var places = new List<int>(areas.Length);
        var from = 0;
        foreach (var area in areas)
        {
            while (from < column.Areas.Length && string.CompareOrdinal(column.Areas[from], area) < 0)
            {
                from++;
            }

            if (from < column.Areas.Length && column.Areas[from] == area)
            {
                places.Add(from);
            }
        }

        int[] ordinals = [.. places];
        return new Column(Pick(column.Areas, ordinals), Pick(column.Values, ordinals), Pick(column.Status, ordinals));
    }

    private static T[] Pick<T>(T[] from, int[] ordinals)
    {
        var picked = new T[ordinals.Length];
        for (var i = 0; i < picked.Length; i++)
        {
            picked[i] = from[ordinals[i]];
        }

        return picked;
    }
}
