using Utanforskap.Geography;
using Utanforskap.Ingestion.Gates;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Deliveries;

/// <summary>
/// Brings a delivered table to the register's own dimensions and codes. Files made for people name things by their labels, call dimensions something
/// else, and leave out what has one category only; the register's last release tells the codes. What cannot be told for sure is an error, never a guess. Pure.
/// </summary>
internal static class DeliveryMapping
{
    private const int Listed = 5;

    /// <summary>The table with the register's dimension and category codes.</summary>
    /// <param name="cube">The table as the file has it.</param>
    /// <param name="shape">How the register's last release is built; null before the first, when a file must have codes itself.</param>
    /// <exception cref="SourceFormatException">A dimension or a category cannot be told.</exception>
    public static StatCube Map(StatCube cube, TableShape? shape)
    {
        if (shape is null)
        {
            return cube;
        }

        var periods = cube.Dimensions.FirstOrDefault(d => d.Role == DimensionRole.Time)?.Codes ?? [];
        var free = shape.Dimensions.ToList();
        var mapped = new List<CubeDimension>();
        foreach (var (dimension, target) in Pair(cube.Dimensions, free))
        {
            mapped.Add(MapCategories(dimension, target, periods));
        }

        // What the register has one category of need not stand in a file.
        foreach (var left in free)
        {
            if (left.Codes.Count != 1)
            {
                throw new SourceFormatException($"dimension {left.Code}", $"the file has no column for {left.Code} ({left.Label}), which has {left.Codes.Count} categories");
            }

            mapped.Add(new CubeDimension(left.Code, left.Label, left.Role, left.Codes, left.Labels, left.Units));
        }

        return cube with { Dimensions = mapped };
    }

    /// <summary>Pairs each of the file's dimensions with one of the register's: by code or label, by role, by its categories. Takes those out of the list.</summary>
    private static List<(CubeDimension File, ShapeDimension Target)> Pair(IReadOnlyList<CubeDimension> dimensions, List<ShapeDimension> free)
    {
        var pairs = new ShapeDimension?[dimensions.Count];
        Func<CubeDimension, ShapeDimension, bool>[] ways =
        [
            (d, s) => Same(d.Code, s.Code) || Same(d.Label, s.Label) || Same(d.Code, s.Label),
            (d, s) => d.Role == s.Role && d.Role != DimensionRole.Other,
            (d, s) => d.Role != DimensionRole.Region && d.Role != DimensionRole.Time && d.Codes.Zip(d.Labels).All(c => Knows(s, c.First) || Knows(s, c.Second)),
        ];
        foreach (var way in ways)
        {
            for (var i = 0; i < pairs.Length; i++)
            {
                if (pairs[i] is null && free.Where(s => way(dimensions[i], s)).ToList() is [var only])
                {
                    pairs[i] = only;
                    free.Remove(only);
                }
            }
        }

        var lost = dimensions.Where((_, i) => pairs[i] is null).Select(d => d.Label).ToList();
        return lost.Count == 0
            ? [.. dimensions.Select((d, i) => (d, pairs[i]!))]
            : throw new SourceFormatException($"dimension {lost[0]}", $"the register has no dimension that \"{lost[0]}\" could be; it has {string.Join(", ", free.Select(f => $"{f.Code} ({f.Label})"))} left");
    }

    private static CubeDimension MapCategories(CubeDimension dimension, ShapeDimension target, IReadOnlyList<string> periods)
    {
        var known = target.Codes.ToHashSet(StringComparer.Ordinal);
        if (target.Role == DimensionRole.Time || dimension.Codes.All(c => known.Contains(c) || (target.Role == DimensionRole.Region && Division.Resolve(c) is not null)))
        {
            return new CubeDimension(target.Code, target.Label, target.Role, dimension.Codes, dimension.Labels, Units(dimension, target, dimension.Codes));
        }

        var byLabel = target.Codes.Zip(target.Labels)
            .Where(c => target.Role != DimensionRole.Region || IsValid(c.First, periods))
            .ToLookup(c => Clean(c.Second), c => c.First, StringComparer.OrdinalIgnoreCase);
        var codes = dimension.Labels.Select(label => byLabel[Clean(label)].ToList()).ToList();
        Tell(dimension, codes, c => c.Count > 1, "stands for more than one category of the register; deliver codes instead");
        Tell(dimension, codes, c => c.Count == 0, $"is no category of {target.Code} in the register's last release; deliver codes instead");
        return new CubeDimension(target.Code, target.Label, target.Role, [.. codes.Select(c => c[0])], dimension.Labels, Units(dimension, target, [.. codes.Select(c => c[0])]));
    }

    private static void Tell(CubeDimension dimension, List<List<string>> codes, Func<List<string>, bool> wrong, string problem)
    {
        var labels = dimension.Labels.Where((_, i) => wrong(codes[i])).ToList();
        if (labels.Count > 0)
        {
            var more = labels.Count > Listed ? $" and {labels.Count - Listed} more" : "";
            throw new SourceFormatException($"dimension {dimension.Label}", $"\"{string.Join("\", \"", labels.Take(Listed))}\"{more} {problem}");
        }
    }

    /// <summary>Whether an area's division is in use in all the file's periods: names are the same in old and new divisions.</summary>
    private static bool IsValid(string code, IReadOnlyList<string> periods) =>
        Division.Resolve(code) is not { } area || periods.All(area.Division.IsValidFor);

    private static IReadOnlyList<string?> Units(CubeDimension dimension, ShapeDimension target, IReadOnlyList<string> codes) =>
        target.Role != DimensionRole.Contents ? []
        : dimension.Units.Any(u => !string.IsNullOrEmpty(u)) ? dimension.Units
        : [.. codes.Select(c => target.Codes.ToList().IndexOf(c) is >= 0 and var at && at < target.Units.Count ? target.Units[at] : null)];

    private static bool Knows(ShapeDimension shape, string text) =>
        shape.Codes.Contains(text, StringComparer.Ordinal) || shape.Labels.Any(l => Same(l, text));

    private static bool Same(string a, string b) => a.Length > 0 && Clean(a).Equals(Clean(b), StringComparison.OrdinalIgnoreCase);

    /// <summary>Without stray blanks (also beside brackets, as in SCB's "Nora (Nora södra centrum )"), and with one kind of dash.</summary>
    private static string Clean(string text) =>
        string.Join(' ', text.Replace('–', '-').Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
