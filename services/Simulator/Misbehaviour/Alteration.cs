using Utanforskap.Geography;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.Misbehaviour;

/// <summary>Makes of a table what a source makes of it when it is restructured, or is careless with its divisions.</summary>
internal static class Alteration
{
    private const string NewCodeSuffix = "N";
    private const double PerThousand = 1000;

    /// <summary>The altered table; the same where the kind does not fit it.</summary>
    public static Table Of(Table table, FaultKind kind) => kind switch
    {
        FaultKind.RenamedContents => WithContents(table, d => d with { Codes = [.. d.Codes.Select(c => c + NewCodeSuffix)] }),
        FaultKind.ChangedUnit => ChangedUnit(table),
        FaultKind.DroppedCategory => Dropped(table),
        FaultKind.ZerosOutsideValidity => WithZeros(table),
        _ => table,
    };

    private static Table WithContents(Table table, Func<Dimension, Dimension> change) =>
        table with { Dimensions = [.. table.Dimensions.Select(d => d.Role == DimensionRole.Contents ? change(d) : d)] };

    private static Table ChangedUnit(Table table) =>
        WithContents(table, d => d with { Units = [.. d.Units.Select(u => u with { Name = "tusental", Decimals = u.Decimals + 3 })] })
            with { Decimals = table.Decimals + 3, Values = Array.ConvertAll(table.Values, v => v / PerThousand) };

    private static Table Dropped(Table table)
    {
        var dimension = table.Dimensions.FirstOrDefault(d => d.Role == DimensionRole.Other && d.Codes.Count > 1)
            ?? table.Dimensions.FirstOrDefault(d => d.Codes.Count > 1);
        if (dimension is null)
        {
            return table;
        }

        var kept = Enumerable.Range(0, dimension.Codes.Count - 1).Select(i => (dimension.Codes[i], dimension.Labels[i], (int?)i)).ToList();
        return Recut(table, dimension, kept, (_, _, cell) => cell);
    }

    private static Table WithZeros(Table table)
    {
        if (table.Dimensions.FirstOrDefault(d => d.Role == DimensionRole.Region) is not { } region || table.Time is not { } time)
        {
            return table;
        }

        var categories = new List<(string Code, string Label, int? From)>();
        for (var i = 0; i < region.Codes.Count; i++)
        {
            categories.Add((region.Codes[i], region.Labels[i], i));
            if (Division.Resolve(region.Codes[i]) is { } area)
            {
                categories.AddRange(Division.All
                    .Where(d => d.Level == area.Division.Level && d.Country == area.Division.Country && d != area.Division)
                    .Select(d => area.Code + d.Suffix)
                    .Where(code => region.IndexOf(code) < 0)
                    .Select(code => (code, region.Labels[i], (int?)null)));
            }
        }

        var divisions = categories.ConvertAll(c => Division.Resolve(c.Code)?.Division);
        return Recut(table, region, categories, (category, at, cell) =>
            divisions[category]?.IsValidFor(time.Codes[at(time)]) == false ? (0, (byte)CellStatus.Figure) : cell);
    }

    /// <summary>The table with other categories in one dimension, each taken from an old one or new and empty.</summary>
    private static Table Recut(
        Table table,
        Dimension dimension,
        List<(string Code, string Label, int? From)> categories,
        Func<int, Func<Dimension, int>, (double Value, byte Status), (double Value, byte Status)> cell)
    {
        var place = table.Dimensions.ToList().IndexOf(dimension);
        var inner = table.Dimensions.Skip(place + 1).Aggregate(1, (product, d) => product * d.Codes.Count);
        var outer = table.Cells / inner / dimension.Codes.Count;
        var cells = outer * categories.Count * inner;
        var (values, status) = (new double[cells], new byte[cells]);
        var target = 0;
        for (var o = 0; o < outer; o++)
        {
            for (var c = 0; c < categories.Count; c++)
            {
                for (var i = 0; i < inner; i++, target++)
                {
                    var source = categories[c].From is { } from ? (((o * dimension.Codes.Count) + from) * inner) + i : -1;
                    var old = source < 0 ? (0, (byte)CellStatus.NotAvailable) : (table.Values[source], table.Status[source]);
                    var (outerAt, innerAt) = (o, i);
                    (values[target], status[target]) = cell(c, d => At(table, place, d, outerAt, innerAt), old);
                }
            }
        }

        var recut = dimension with
        {
            Codes = [.. categories.Select(c => c.Code)],
            Labels = [.. categories.Select(c => c.Label)],
            Units = dimension.Units.Count == 0 ? [] : [.. categories.Select(c => dimension.Units[c.From ?? 0])],
        };
        return Table.Checked(table with
        {
            Dimensions = [.. table.Dimensions.Select(d => d == dimension ? recut : d)],
            Values = values,
            Status = status,
        });
    }

    /// <summary>Which category of a dimension a cell has, by its place before and after the dimension that is cut.</summary>
    private static int At(Table table, int cut, Dimension dimension, int outer, int inner)
    {
        var place = table.Dimensions.ToList().IndexOf(dimension);
        var end = place > cut ? table.Dimensions.Count : cut;
        var stride = table.Dimensions.Take(end).Skip(place + 1).Aggregate(1, (product, d) => product * d.Codes.Count);
        return (place > cut ? inner : outer) / stride % dimension.Codes.Count;
    }
}
