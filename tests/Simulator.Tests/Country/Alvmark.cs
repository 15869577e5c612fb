using System.Collections.Concurrent;
using System.Globalization;
using Utanforskap.Simulator.Country;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.Tests.Country;

/// <summary>The default country, made once, and a plain way to read a cell of its tables by codes.</summary>
internal static class Alvmark
{
    private static readonly ConcurrentDictionary<string, Table> Lasts = new();
    private static readonly Lazy<CountrySource> Made = new(() => CountrySource.Make(seed: 1, areas: 3_363));

    public static CountrySource Country => Made.Value;

    /// <summary>The table as it stands in the end.</summary>
    public static Table Last(string table) => Lasts.GetOrAdd(table, id => Country.Releases.Last(r => r.TableId == id).Load());

    /// <summary>The table as it stood after the n-th release of it, from 0.</summary>
    public static Table Release(string table, int n) => Country.Releases.Where(r => r.TableId == table).ElementAt(n).Load();

    /// <summary>The table as it stood after the release of this day.</summary>
    public static Table On(string table, string day) => Country.Releases
        .Single(r => r.TableId == table && r.Released.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) == day).Load();

    /// <summary>The figure with these category codes, in any order, one for each dimension with more than one category; null where there is none.</summary>
    public static double? Figure(this Table table, params string[] codes)
    {
        var cell = 0;
        foreach (var dimension in table.Dimensions)
        {
            var place = dimension.Codes.Count == 1 ? 0 : codes.Select(dimension.IndexOf).First(i => i >= 0);
            cell = (cell * dimension.Codes.Count) + place;
        }

        return table.Status[cell] == (byte)CellStatus.Figure ? table.Values[cell] : null;
    }

    /// <summary>The three parts of the index of one area, from the raw tables as they stand in the end, in per cent.</summary>
    public static double[] SeiParts(string region, string year) =>
    [
        100 * Last("ALV005").Figure(region, "LAG", year)!.Value / Last("ALV005").Figure(region, "tot", year)!.Value,
        100 * Last("ALV006").Figure(region, "FG", year)!.Value / Last("ALV006").Figure(region, "tot", year)!.Value,
        100 * Last("ALV007").Figure(region, "BIST", year)!.Value / Last("ALV007").Figure(region, "tot", year)!.Value,
    ];
}
