using System.Globalization;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Tests.Hosting;

/// <summary>A small register and its tables.</summary>
internal static class TestTables
{
    public const string Yaml = """
        id: people
        title: { sv: Folk, en: People }
        country: sweden
        source: { kind: pxwebapi, name: scb }
        table: TAB1
        levels: [RegSO]
        measures:
          all: { cells: { Grupp: tot, ContentsCode: C1 }, kind: count, unit: antal }
          part: { cells: { Grupp: a, ContentsCode: C1 }, kind: count, unit: antal }
        calendar:
          windows: [{ from: 02-01, to: 02-28, opens: "08:00", closes: "10:00" }]
        gates:
          sums: [{ whole: all, parts: [part], noise: 3 }]
        attribution: SCB
        licence: CC0-1.0
        """;

    public static Register People { get; } = RegisterFile.Read("people.yaml", Yaml).Register!;

    /// <summary>Codes of RegSO areas: 0114R001, 0114R002 …</summary>
    public static string[] Areas(int count) => [.. Enumerable.Range(1, count).Select(i => $"0114R{i:000}")];

    /// <summary>A table of people: 1,000 and up by area, 2 more each year, half of them in the part; then whatever the test changes.</summary>
    public static StatCube Table(string[] areas, string[] periods, Action<TestCells>? change = null, string unit = "antal",
        string[]? groups = null, string updated = "2024-02-10T08:00:00Z")
    {
        groups ??= ["a", "tot", "x"];
        var cells = new TestCells(areas, groups, periods);
        foreach (var (a, area) in areas.Index())
        {
            foreach (var group in groups)
            {
                foreach (var period in periods)
                {
                    var all = 1000 + (10 * a) + (2 * (int.Parse(period, CultureInfo.InvariantCulture) - 2000));
                    cells[area, group, period] = group == "tot" ? all : Math.Floor(all / 2.0);
                }
            }
        }

        change?.Invoke(cells);
        return new StatCube(
            "Folk per region", DateTimeOffset.Parse(updated, CultureInfo.InvariantCulture),
            [
                new CubeDimension("Region", "region", DimensionRole.Region, areas, [.. areas.Select(a => "Namn " + a)], []),
                new CubeDimension("Grupp", "grupp", DimensionRole.Other, groups, groups, []),
                new CubeDimension("ContentsCode", "tabellinnehåll", DimensionRole.Contents, ["C1"], ["Antal"], [unit]),
                new CubeDimension("Tid", "år", DimensionRole.Time, periods, periods, []),
            ],
            cells.Values, cells.Status, []);
    }
}

/// <summary>The cells of a test table by area, group and period; null is missing.</summary>
internal sealed class TestCells(string[] areas, string[] groups, string[] periods)
{
    public double[] Values { get; } = new double[areas.Length * groups.Length * periods.Length];

    public byte[] Status { get; } = new byte[areas.Length * groups.Length * periods.Length];

    public double? this[string area, string group, string period]
    {
        get => double.IsNaN(Values[At(area, group, period)]) ? null : Values[At(area, group, period)];
        set
        {
            var at = At(area, group, period);
            Values[at] = value ?? double.NaN;
            Status[at] = (byte)(value is null ? FigureStatus.Missing : FigureStatus.Figure);
        }
    }

    /// <summary>Gives every cell of a period a new value.</summary>
    public void Each(string period, Func<double, double?> value)
    {
        foreach (var area in areas)
        {
            foreach (var group in groups)
            {
                this[area, group, period] = value(this[area, group, period] ?? 0);
            }
        }
    }

    private int At(string area, string group, string period) =>
        (((Array.IndexOf(areas, area) * groups.Length) + Array.IndexOf(groups, group)) * periods.Length) + Array.IndexOf(periods, period);
}
