using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Indicators.Computing;

/// <summary>A measure's cells over a given list of areas; an area that the column lacks is NaN, not computable.</summary>
internal readonly struct AlignedColumn
{
    private AlignedColumn(double[] values, FigureStatus[] status) => (Values, Status) = (values, status);

    public double[] Values { get; }

    public FigureStatus[] Status { get; }

    public static AlignedColumn Over(string[] areas, Column column)
    {
        if (ReferenceEquals(areas, column.Areas) || areas.AsSpan().SequenceEqual(column.Areas))
        {
            return new(column.Values, column.Status);
        }

        var values = new double[areas.Length];
        var status = new FigureStatus[areas.Length];
        var from = 0;
        for (var i = 0; i < areas.Length; i++)
        {
            while (from < column.Areas.Length && string.CompareOrdinal(column.Areas[from], areas[i]) < 0)
            {
                from++;
            }

            var found = from < column.Areas.Length && column.Areas[from] == areas[i];
            values[i] = found ? column.Values[from] : double.NaN;
            status[i] = found ? column.Status[from] : FigureStatus.NotComputable;
        }

        return new(values, status);
    }

    /// <summary>All areas of some columns, in order; the array of the first where all have the same.</summary>
    public static string[] AreasOf(IReadOnlyList<Column> columns)
    {
        var areas = columns[0].Areas;
        return columns.All(c => ReferenceEquals(c.Areas, areas) || c.Areas.AsSpan().SequenceEqual(areas))
            ? areas
            : [.. columns.SelectMany(c => c.Areas).Distinct().Order(StringComparer.Ordinal)];
    }
}
