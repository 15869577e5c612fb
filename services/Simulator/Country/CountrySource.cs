using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.Country;

/// <summary>
/// The made-up country Alvmark as a source: tables ALV001–ALV013 in a history of releases, and borders. Each table is made when it is asked for.
/// The README beside this file says how, and what is in it to be found.
/// </summary>
public sealed class CountrySource : ISource
{
    /// <summary>Id of the grouping of municipalities to counties.</summary>
    internal const string CountyGrouping = "agg_AlvLan";

    private CountrySource(string name, IReadOnlyList<Release> releases, IReadOnlyList<Codelist> codelists, Land land, Borders borders)
    {
        (Name, Releases, Codelists, Boundaries, Land) = (name, releases, codelists, borders.Layers, land);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Release> Releases { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Codelist> Codelists { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, BoundaryLayer> Boundaries { get; }

    /// <summary>The lay of the land.</summary>
    internal Land Land { get; }

    /// <summary>All table designs, by id.</summary>
    internal static IReadOnlyDictionary<string, TableDesign> Designs { get; } =
        PeopleTables.All.Concat(ConditionTables.All).Append(AreaTypeTable.Design).ToDictionary(d => d.Id);

    /// <summary>Makes the country, in time linear in the number of areas.</summary>
    /// <param name="seed">What chance begins from. The same seed and number of areas make the same country, to the byte.</param>
    /// <param name="areas">Number of areas of division AlvReg2018; municipalities and counties in proportion to Sweden's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of areas is not within 1 and 1,800,000, what the codes have room for.</exception>
    public static CountrySource Make(int seed, int areas)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(areas, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(areas, Land.MostAreas);
        var chance = new Chance((ulong)seed);
        var land = Land.Lay(areas, chance);
        var maker = new TableMaker(land, new Society(land, chance), chance);
        var edits = Edits.Of(land, chance);
        return new CountrySource(
            $"the made-up country Alvmark of seed {seed} with {areas} areas",
            [.. Calendar.Releases.Select(planned => new Release(planned.Table, planned.Released, () => Load(planned, maker, edits)))],
            [Counties(land)],
            land,
            new Borders(land, chance));
    }

    private static Table Load(Planned planned, TableMaker maker, IReadOnlyList<Edit> edits)
    {
        var table = maker.Make(Designs[planned.Table], planned.Years, [.. edits.Where(e => e.IsIn(planned.Released))]);
        return table with
        {
            Notes = [.. table.Notes, .. edits.Where(e => e.Table == planned.Table && e.Until <= planned.Released).Select(e => e.Notice)],
            NextUpdate = Calendar.Next(planned),
        };
    }

    private static Codelist Counties(Land land)
    {
        var municipalities = land["AlvMunicipality"].Areas;
        return new Codelist(
            CountyGrouping,
            "Län",
            IsAggregation: true,
            [.. land["AlvCounty"].Areas.Select(county => new CodelistValue(
                county.Code, county.Name, [.. municipalities.Where(m => m.Code.StartsWith(county.Code, StringComparison.Ordinal)).Select(m => m.Code)]))]);
    }
}
