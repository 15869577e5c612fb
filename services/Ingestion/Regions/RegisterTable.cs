using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Ingestion.Regions;

/// <summary>
/// A table laid out as a register's columns: (series, division, period), without the cells that stand outside their division's validity, since
/// those are no figures whatever the source writes there. Columns are made one at a time, so that a large table is held once.
/// </summary>
internal sealed class RegisterTable
{
    private readonly int _regionStride;
    private readonly int _timeStride;

    private RegisterTable(Register register, StatCube cube, CubeDimension region, CubeDimension time, int[] strides)
    {
        (Register, Cube, Region, Time) = (register, cube, region, time);
        Regions = RegionAxis.Of(region, register.Country);
        _regionStride = strides[Axis(region)];
        _timeStride = strides[Axis(time)];
        Series = SeriesOf(register, cube, region, time, strides);
    }

    public Register Register { get; }

    public StatCube Cube { get; }

    public CubeDimension Region { get; }

    public CubeDimension Time { get; }

    public RegionAxis Regions { get; }

    /// <summary>All series of the table: the register's measures, and the cells that no measure names.</summary>
    public IReadOnlyList<TableSeries> Series { get; }

    /// <summary>Lays out a table.</summary>
    /// <returns>The table, or null and a sentence if it has no region or no time.</returns>
    public static (RegisterTable? Table, string? Problem) Of(Register register, StatCube cube)
    {
        var region = cube.Dimensions.Where(d => d.Role == DimensionRole.Region).ToList();
        var time = cube.Dimensions.Where(d => d.Role == DimensionRole.Time).ToList();
        if (region.Count != 1 || time.Count != 1)
        {
            var names = string.Join(", ", cube.Dimensions.Select(d => d.Code));
            return (null, $"the table must have one region and one time dimension, but its dimensions are {names}");
        }

        var strides = new int[cube.Dimensions.Count];
        var stride = 1;
        for (var axis = strides.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= cube.Dimensions[axis].Codes.Count;
        }

        return (new RegisterTable(register, cube, region[0], time[0], strides), null);
    }

    /// <summary>Whether cells of a region category and a period are figures of the area's division.</summary>
    public bool IsInside(int region, int period) =>
        Regions.DivisionOf[region] is >= 0 and var division && Regions.Divisions[division].Division.IsValidFor(Time.Codes[period]);

    /// <summary>Whether a region category has any cell that could be a figure; an unknown code may.</summary>
    public bool IsEverInside(int region) =>
        Regions.DivisionOf[region] < 0 || Enumerable.Range(0, Time.Codes.Count).Any(period => IsInside(region, period));

    /// <summary>The (division, period) pairs that a series has columns for, and those columns.</summary>
    public IEnumerable<KeyValuePair<ColumnKey, Column>> ColumnsOf(TableSeries series)
    {
        foreach (var areas in Regions.Divisions)
        {
            for (var period = 0; period < Time.Codes.Count; period++)
            {
                if (areas.Division.IsValidFor(Time.Codes[period]))
                {
                    yield return new(new ColumnKey(series.Name, areas.Division.Id, Time.Codes[period]), ColumnAt(series, areas, period));
                }
            }
        }
    }

    private Column ColumnAt(TableSeries series, DivisionAreas areas, int period)
    {
        var values = new double[areas.Codes.Length];
        var status = new FigureStatus[values.Length];
        var start = series.Offset + (period * _timeStride);
        for (var i = 0; i < values.Length; i++)
        {
            var cell = start + (areas.Indices[i] * _regionStride);
            status[i] = (FigureStatus)Cube.Status[cell];
            values[i] = Column.HasFigure(status[i]) ? Cube.Values[cell] : double.NaN;
        }

        return new Column(areas.Codes, values, status);
    }

    private int Axis(CubeDimension dimension)
    {
        for (var axis = 0; axis < Cube.Dimensions.Count; axis++)
        {
            if (ReferenceEquals(Cube.Dimensions[axis], dimension))
            {
                return axis;
            }
        }

        throw new InvalidOperationException($"{dimension.Code} is no dimension of the table.");
    }

    private static List<TableSeries> SeriesOf(Register register, StatCube cube, CubeDimension region, CubeDimension time, int[] strides)
    {
        var others = cube.Dimensions.Select((d, axis) => (Dimension: d, Stride: strides[axis]))
            .Where(d => !ReferenceEquals(d.Dimension, region) && !ReferenceEquals(d.Dimension, time))
            .OrderBy(d => d.Dimension.Code, StringComparer.Ordinal)
            .ToList();
        IEnumerable<(string[] Codes, int Offset)> combinations = [([], 0)];
        foreach (var (dimension, stride) in others)
        {
            combinations = combinations.SelectMany(
                _ => Enumerable.Range(0, dimension.Codes.Count),
                (before, i) => ((string[])[.. before.Codes, dimension.Codes[i]], before.Offset + (i * stride)));
        }

        var names = others.Select(d => d.Dimension.Code).ToArray();
        return [.. combinations.Select(c => Name(register, names, c.Codes, c.Offset)).OrderBy(s => s.Name, StringComparer.Ordinal)];
    }

    private static TableSeries Name(Register register, string[] dimensions, string[] codes, int offset)
    {
        var measure = register.Measures.FirstOrDefault(m => m.Cells.Count == dimensions.Length
            && dimensions.Zip(codes).All(p => m.Cells.TryGetValue(p.First, out var code) && code == p.Second));
        if (measure is not null)
        {
            return new TableSeries(register.SeriesOf(measure), measure, offset);
        }

        var cells = string.Join(';', dimensions.Zip(codes, (dimension, code) => $"{dimension}={code}"));

        // The store's keys are at most 400 characters of ASCII; what would be longer, or is not ASCII, goes by its hash.
        return new TableSeries($"{register.Id}/{(cells.Length <= 300 && cells.All(char.IsAscii) ? cells : "cells=" + ContentId.Of(cells))}", null, offset);
    }
}

/// <summary>One combination of a table's categories beside region and time.</summary>
/// <param name="Name">The series in the column store: <c>register/measure</c>, or <c>register/Dimension=code;…</c>.</param>
/// <param name="Measure">The measure that it is, or null for cells that no measure names.</param>
/// <param name="Offset">Where its cells begin in the cube.</param>
internal sealed record TableSeries(string Name, Measure? Measure, int Offset);
