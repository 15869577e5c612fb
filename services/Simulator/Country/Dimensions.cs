using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.Country;

/// <summary>Dimensions as Swedish statistics names them.</summary>
internal static class Dimensions
{
    /// <summary>Both sexes together.</summary>
    public static Dimension Kon { get; } = Ordinary("Kon", "kön", ("1+2", "totalt"));

    /// <summary>An ordinary dimension; a last category <c>tot</c> is its total.</summary>
    public static Dimension Ordinary(string code, string label, params (string Code, string Label)[] categories) =>
        new(code, label, DimensionRole.Other, [.. categories.Select(c => c.Code)], [.. categories.Select(c => c.Label)])
        {
            Elimination = categories[^1].Code is "tot" or "1+2",
            EliminationCode = categories[^1].Code is "tot" or "1+2" ? categories[^1].Code : null,
        };

    /// <summary>What is counted.</summary>
    public static Dimension Contents(params (string Code, string Label, string Unit, int Decimals)[] contents) =>
        new("ContentsCode", "tabellinnehåll", DimensionRole.Contents, [.. contents.Select(c => c.Code)], [.. contents.Select(c => c.Label)])
        {
            Units = [.. contents.Select(c => new Unit(c.Unit, c.Decimals))],
        };

    /// <summary>Reference years.</summary>
    public static Dimension Tid(IReadOnlyList<int> years)
    {
        string[] codes = [.. years.Select(y => y.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        return new Dimension("Tid", "år", DimensionRole.Time, codes, codes);
    }

    /// <summary>The areas of some layouts.</summary>
    /// <param name="land">The country.</param>
    /// <param name="layouts">Levels and divisions, in order.</param>
    /// <param name="codelists">Groupings whose sums mean something.</param>
    public static Dimension Region(Land land, IEnumerable<Layout> layouts, params string[] codelists)
    {
        var areas = layouts.SelectMany(l => l.Areas.Select(a => (a.Code, Label: land.Label(l, a)))).ToList();
        return new Dimension("Region", "region", DimensionRole.Region, areas.ConvertAll(a => a.Code), areas.ConvertAll(a => a.Label))
        {
            Show = "code_value",
            Codelists = codelists,
        };
    }
}
