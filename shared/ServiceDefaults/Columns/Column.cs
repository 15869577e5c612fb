using Utanforskap.Contracts.Reading;

namespace Utanforskap.ServiceDefaults.Columns;

/// <summary>Names a column of figures in a service's store: a series (measure, indicator, result part) for one division and period.</summary>
/// <remarks>Ordered by series, division, period, all ordinal.</remarks>
public readonly record struct ColumnKey(string Series, string Division, string Period) : IComparable<ColumnKey>
{
    /// <inheritdoc/>
    public int CompareTo(ColumnKey other)
    {
        var bySeries = string.CompareOrdinal(Series, other.Series);
        if (bySeries != 0)
        {
            return bySeries;
        }

        var byDivision = string.CompareOrdinal(Division, other.Division);
        return byDivision != 0 ? byDivision : string.CompareOrdinal(Period, other.Period);
    }

    public static bool operator <(ColumnKey left, ColumnKey right) => left.CompareTo(right) < 0;

    public static bool operator >(ColumnKey left, ColumnKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(ColumnKey left, ColumnKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ColumnKey left, ColumnKey right) => left.CompareTo(right) >= 0;

    /// <summary>E.g. <c>population/persons, RegSO2020, 2023</c>.</summary>
    public override string ToString() => $"{Series}, {Division}, {Period}";
}

/// <summary>
/// One value per area, in memory: parallel arrays sorted by area code (ordinal, no code twice). A value is NaN exactly where the status has no
/// figure. The arrays, above all the areas, are shared between columns: never write to them.
/// </summary>
public sealed record Column(string[] Areas, double[] Values, FigureStatus[] Status)
{
    public static Column Empty { get; } = new([], [], []);

    /// <summary>The place of an area, or a negative number.</summary>
    public int IndexOf(string area) => Array.BinarySearch(Areas, area, StringComparer.Ordinal);

    /// <summary>This column with other cells for the areas of <paramref name="cells"/>, which may be new to it.</summary>
    public Column With(Column cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (Areas.Length == 0 || Areas.AsSpan().SequenceEqual(cells.Areas))
        {
            return cells;
        }

        var areas = new List<string>(Areas.Length);
        var values = new List<double>(Areas.Length);
        var status = new List<FigureStatus>(Areas.Length);
        for (int old = 0, now = 0; old < Areas.Length || now < cells.Areas.Length;)
        {
            var order = old == Areas.Length ? 1 : now == cells.Areas.Length ? -1 : string.CompareOrdinal(Areas[old], cells.Areas[now]);
            var (from, place) = order < 0 ? (this, old) : (cells, now);
            areas.Add(from.Areas[place]);
            values.Add(from.Values[place]);
            status.Add(from.Status[place]);
            old += order <= 0 ? 1 : 0;
            now += order >= 0 ? 1 : 0;
        }

        // Mostly no area is new; then the areas stay shared.
        return new Column(areas.Count == Areas.Length ? Areas : [.. areas], [.. values], [.. status]);
    }

    /// <summary>How the column is handed to another service.</summary>
    public AreaColumn ToWire(ColumnKey key) =>
        new(key.Series, key.Division, key.Period, Areas, [.. Values.Select(v => double.IsNaN(v) ? (double?)null : v)], Status);

    /// <summary>A column as another service handed it over.</summary>
    public static (ColumnKey Key, Column Column) FromWire(AreaColumn wire)
    {
        ArgumentNullException.ThrowIfNull(wire);
        if (wire is not { Areas: not null, Values: not null, Status: not null } || wire.Areas.Contains(null))
        {
            throw new ArgumentException($"{wire.Series}, {wire.Division}, {wire.Period}: areas, values or statuses are missing.");
        }

        var column = new Column([.. wire.Areas], [.. wire.Values.Select(v => v ?? double.NaN)], [.. wire.Status]);
        var key = new ColumnKey(wire.Series, wire.Division, wire.Period);
        column.Check(key);
        return (key, column);
    }

    /// <summary>Whether a status stands beside a figure.</summary>
    public static bool HasFigure(FigureStatus status) => status is FigureStatus.Figure or FigureStatus.Nil;

    /// <summary>Stops with an <see cref="ArgumentException"/> that names the place if the column is not what a column must be.</summary>
    public void Check(ColumnKey key)
    {
        if (Areas.Length != Values.Length || Areas.Length != Status.Length)
        {
            throw new ArgumentException($"{key}: {Areas.Length} areas, {Values.Length} values and {Status.Length} statuses are not parallel.");
        }

        for (var i = 0; i < Areas.Length; i++)
        {
            if (i > 0 && string.CompareOrdinal(Areas[i - 1], Areas[i]) >= 0)
            {
                throw new ArgumentException($"{key}: area {Areas[i]} does not come after {Areas[i - 1]}.");
            }

            if (HasFigure(Status[i]) != double.IsFinite(Values[i]) || (!HasFigure(Status[i]) && !double.IsNaN(Values[i])))
            {
                throw new ArgumentException($"{key}: area {Areas[i]} has the value {Values[i]} beside the status {Status[i]}.");
            }
        }
    }
}

/// <summary>What a release changed in a column: the areas whose value or status differs, with before and after.</summary>
/// <param name="Key">The column.</param>
/// <param name="First">True if the column had no figures before.</param>
/// <param name="Areas">Codes of the areas that differ, ordinal order. An area that is gone has status Withdrawn in After.</param>
/// <param name="Before">The cells of these areas before; areas that had none are left out.</param>
/// <param name="After">The cells of these areas after; its areas are <paramref name="Areas"/>.</param>
public sealed record ColumnDelta(ColumnKey Key, bool First, string[] Areas, Column Before, Column After);
