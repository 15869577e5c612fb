using Utanforskap.Geography;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Regions;

/// <summary>
/// The region dimension of a table, resolved: which area each category is. A table may hold areas of several divisions side by side
/// (TAB6574 has RegSO 2020 and RegSO 2025), and the code alone tells them apart.
/// </summary>
internal sealed class RegionAxis
{
    private RegionAxis(IReadOnlyList<DivisionAreas> divisions, IReadOnlyList<string> unknown, IReadOnlyList<string> repeated, int[] divisionOf)
    {
        (Divisions, Unknown, Repeated, DivisionOf) = (divisions, unknown, repeated, divisionOf);
    }

    /// <summary>The divisions that the table has areas of, in id order.</summary>
    public IReadOnlyList<DivisionAreas> Divisions { get; }

    /// <summary>Codes that are no area of the country's divisions, in the source's order.</summary>
    public IReadOnlyList<string> Unknown { get; }

    /// <summary>Areas that stand more than once, once their codes are trimmed.</summary>
    public IReadOnlyList<string> Repeated { get; }

    /// <summary>For each category its place in <see cref="Divisions"/>, or −1 where the code is unknown.</summary>
    public int[] DivisionOf { get; }

    /// <summary>Resolves the categories of a dimension to areas of a country.</summary>
    public static RegionAxis Of(CubeDimension dimension, string country)
    {
        var known = new SortedDictionary<string, List<(string Code, int Index)>>(StringComparer.Ordinal);
        var unknown = new List<string>();
        var areas = new AreaCode?[dimension.Codes.Count];
        for (var i = 0; i < areas.Length; i++)
        {
            if (Division.Resolve(dimension.Codes[i]) is { } area && area.Division.Country == country)
            {
                areas[i] = area;
                if (!known.TryGetValue(area.Division.Id, out var members))
                {
                    known.Add(area.Division.Id, members = []);
                }

                members.Add((area.Code, i));
            }
            else
            {
                unknown.Add(dimension.Codes[i]);
            }
        }

        var repeated = new List<string>();
        var divisions = new List<DivisionAreas>();
        foreach (var (id, members) in known)
        {
            members.Sort(static (a, b) => string.CompareOrdinal(a.Code, b.Code) is var order and not 0 ? order : a.Index.CompareTo(b.Index));
            repeated.AddRange(members.Zip(members.Skip(1)).Where(p => p.First.Code == p.Second.Code).Select(p => p.First.Code));
            divisions.Add(new DivisionAreas(Division.Find(id)!, [.. members.Select(m => m.Code)], [.. members.Select(m => m.Index)]));
        }

        var order = divisions.Select((d, i) => (d.Division, i)).ToDictionary(p => p.Division, p => p.i);
        return new RegionAxis(divisions, unknown, repeated, [.. areas.Select(a => a is { } area ? order[area.Division] : -1)]);
    }
}

/// <summary>The areas of one division in a table.</summary>
/// <param name="Division">The division.</param>
/// <param name="Codes">Area codes without suffix, ordinal order.</param>
/// <param name="Indices">For each code its place among the region dimension's categories.</param>
internal sealed record DivisionAreas(Division Division, string[] Codes, int[] Indices);
