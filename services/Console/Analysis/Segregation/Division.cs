namespace Utanforskap.Console.Analysis.Segregation;

/// <summary>Larger areas that the areas of a file lie in.</summary>
/// <param name="Told">The divisions that indices are told for: the larger area of an area's code.</param>
/// <param name="Levels">The divisions that M is split over, from the coarsest.</param>
internal sealed record Division(IReadOnlyList<Func<string, string>> Told, IReadOnlyList<(string Name, Func<string, string> AreaOf)> Levels)
{
    private const string Municipality = "municipality";
    private const string County = "county";

    /// <summary>The column that a division is read from; null where it is in the areas' codes.</summary>
    public static string? Column(IReadOnlyList<string> by) => by.FirstOrDefault(level => level is not (Municipality or County));

    /// <summary>The divisions that are asked for; null for none.</summary>
    public static Division? Of(IReadOnlyList<string> by, GroupFile file)
    {
        if (by.Count == 0)
        {
            return null;
        }

        if (Column(by) is { } column)
        {
            if (by.Count > 1)
            {
                throw new UtanException($"--by is county, municipality, both, or one column; not {string.Join(", ", by)}.");
            }

            var areas = file.Areas.Areas.Zip(file.Areas.Texts(column)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
            if (file.Table.Units.FirstOrDefault(unit => areas[unit].Length == 0) is { } without)
            {
                throw new UtanException($"{file.Areas.Path}, column {column}: area {without} has nothing there.");
            }

            return new Division([unit => areas[unit]], [(column, unit => areas[unit])]);
        }

        if (file.Table.Units.FirstOrDefault(unit => unit.Length < 4 || !unit[..4].All(char.IsAsciiDigit)) is { } foreign)
        {
            throw new UtanException($"{file.Areas.Path}: area {foreign} does not begin with a municipality's four digits; name a column with --by instead.");
        }

        static string CountyOf(string unit) => unit[..2];
        static string MunicipalityOf(string unit) => unit[..4];
        (string Name, Func<string, string> AreaOf)[] levels = [(County, CountyOf), (Municipality, MunicipalityOf)];
        return new Division([.. levels.Where(level => by.Contains(level.Name)).Select(level => level.AreaOf)], by.Contains(Municipality) ? levels : levels[..1]);
    }
}
