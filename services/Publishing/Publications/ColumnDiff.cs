using Utanforskap.Contracts.Reading;

namespace Utanforskap.Publishing.Publications;

/// <summary>What is known of an area in one (division, period).</summary>
/// <param name="Needs">Its specific needs as <see cref="NeedList"/> writes them; null where the method tells none.</param>
public readonly record struct Result(int? Class, double? Index, double? Population, string? Needs = null);

/// <summary>An area whose class, index or needs differ between two columns. A null class on one side: not classified, or not there.</summary>
public readonly record struct Difference(string Area, Result Before, Result After)
{
    public bool IsOfClass => Before.Class != After.Class;

    /// <summary>Whether class or needs differ: what the world is told of, area by area.</summary>
    public bool IsTold => IsOfClass || Before.Needs != After.Needs;
}

/// <summary>Compares columns of results, area by area.</summary>
public static class ColumnDiff
{
    /// <summary>The areas whose class, index or needs differ, in ordinal order. Population alone is no difference.</summary>
    public static IReadOnlyList<Difference> Between(IReadOnlyDictionary<string, Result> before, IReadOnlyDictionary<string, Result> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var differences = new List<Difference>();
        foreach (var (area, now) in after)
        {
            var was = before.GetValueOrDefault(area);
            if (was.Class != now.Class || !Same(was.Index, now.Index) || was.Needs != now.Needs)
            {
                differences.Add(new Difference(area, was, now));
            }
        }

        differences.AddRange(before
            .Where(was => !after.ContainsKey(was.Key) && (was.Value.Class is not null || was.Value.Index is not null || was.Value.Needs is not null))
            .Select(was => new Difference(was.Key, was.Value, default)));
        differences.Sort((a, b) => string.CompareOrdinal(a.Area, b.Area));
        return differences;
    }

    /// <summary>The areas with a result that is new or another one than before, population included, in ordinal order.</summary>
    public static IReadOnlyList<KeyValuePair<string, Result>> New(IReadOnlyDictionary<string, Result> before, IReadOnlyDictionary<string, Result> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        return [.. after.Where(now => !before.TryGetValue(now.Key, out var was) || was != now.Value).OrderBy(now => now.Key, StringComparer.Ordinal)];
    }

    /// <summary>The areas that had a result and have none any more, in ordinal order.</summary>
    public static IReadOnlyList<string> Gone(IReadOnlyDictionary<string, Result> before, IReadOnlyDictionary<string, Result> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return [.. before.Keys.Where(area => !after.ContainsKey(area)).Order(StringComparer.Ordinal)];
    }

    /// <summary>A column as Classification hands it over, by area; stops on one that contradicts itself.</summary>
    public static Dictionary<string, Result> Results(ClassificationColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var n = column.Areas.Count;
        if (column.Classes.Count != n || column.Index.Count != n || column.Population.Count != n || column.Parts.Any(part => part.Values.Count != n))
        {
            throw new InvalidDataException($"The lists of {column.Method} {column.Division} {column.Period} differ in length.");
        }

        var division = Geography.Division.Find(column.Division)
            ?? throw new InvalidDataException($"{column.Method} has results on {column.Division}, which is no known division.");
        var needs = NeedList.Of(column);
        var results = new Dictionary<string, Result>(n, StringComparer.Ordinal);
        for (var i = 0; i < n; i++)
        {
            var area = column.Areas[i];
            if (!division.IsCode(area) || (i > 0 && string.CompareOrdinal(column.Areas[i - 1], area) >= 0))
            {
                throw new InvalidDataException($"{area} in {column.Method} {column.Division} {column.Period} is no code of the division, is there twice, or is out of order.");
            }

            results.Add(area, new Result(column.Classes[i], column.Index[i], column.Population[i], needs?[i]));
        }

        return results;
    }

    // Equals, not ==: a NaN is equal to itself here.
    private static bool Same(double? a, double? b) => Nullable.Equals(a, b);
}
