using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.Country;

/// <summary>
/// The made-up country Alvmark as a source: tables ALV001–ALV012 in a history of releases, and borders. Each table is made when it is asked for.
/// The README beside this file says how, and what is in it to be found.
/// </summary>
public sealed class CountrySource : ISource
{
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
        PeopleTables.All.Concat(ConditionTables.All).ToDictionary(d => d.Id);

    /// <summary>Makes the country, in time linear in the number of areas.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of areas is not within 1 and <see cref="CountrySettings.MostAreas"/>.</exception>
    public static CountrySource Make(CountrySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Areas, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.Areas, CountrySettings.MostAreas);
        var chance = new Chance(settings.Seed);
        var land = Land.Lay(settings.Areas, chance);
        var maker = new TableMaker(land, new Society(land, chance), chance);
        var edits = Edits.Of(land, chance);
        return new CountrySource(
            $"the made-up country Alvmark of seed {settings.Seed} with {settings.Areas} areas",
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
            "agg_AlvLan",
            "Län",
            IsAggregation: true,
            [.. land["AlvCounty"].Areas.Select(county => new CodelistValue(
                county.Code, county.Name, [.. municipalities.Where(m => m.Code.StartsWith(county.Code, StringComparison.Ordinal)).Select(m => m.Code)]))]);
    }
}
