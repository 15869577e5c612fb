using Utanforskap.Contracts.Reading;

namespace Utanforskap.Publishing.Publications;

/// <summary>What is known of an area in one (division, period).</summary>
public readonly record struct Result(int? Class, double? Index, double? Population);

/// <summary>An area whose class or index differs between two columns. A null class on one side: not classified, or not there.</summary>
public readonly record struct Difference(string Area, Result Before, Result After)
{
    public bool IsOfClass => Before.Class != After.Class;
}

/// <summary>Compares columns of results, area by area.</summary>
public static class ColumnDiff
{
    /// <summary>The areas whose class or index differs, in ordinal order. Population alone is no difference.</summary>
    public static IReadOnlyList<Difference> Between(IReadOnlyDictionary<string, Result> before, IReadOnlyDictionary<string, Result> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var differences = new List<Difference>();
        foreach (var (area, now) in after)
        {
            var was = before.GetValueOrDefault(area);
            if (was.Class != now.Class || !Same(was.Index, now.Index))
            {
                differences.Add(new Difference(area, was, now));
            }
        }

        differences.AddRange(before
            .Where(was => !after.ContainsKey(was.Key) && (was.Value.Class is not null || was.Value.Index is not null))
            .Select(was => new Difference(was.Key, was.Value, default)));
        differences.Sort((a, b) => string.CompareOrdinal(a.Area, b.Area));
        return differences;
    }

    /// <summary>A column as Classification hands it over, by area; stops on one that contradicts itself.</summary>
    public static Dictionary<string, Result> Results(ClassificationColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var n = column.Areas.Count;
        if (column.Classes.Count != n || column.Index.Count != n || column.Population.Count != n || column.Cause.Count != n)
        {
            throw new InvalidDataException($"The lists of {column.Method} {column.Division} {column.Period} differ in length.");
        }

        var division = Geography.Division.Find(column.Division)
            ?? throw new InvalidDataException($"{column.Method} has results on {column.Division}, which is no known division.");
        var results = new Dictionary<string, Result>(n, StringComparer.Ordinal);
        for (var i = 0; i < n; i++)
        {
            var area = column.Areas[i];
            if (!division.IsCode(area) || !results.TryAdd(area, new Result(column.Classes[i], column.Index[i], column.Population[i])))
            {
                throw new InvalidDataException($"{area} in {column.Method} {column.Division} {column.Period} is no code of the division, or is there twice.");
            }
        }

        return results;
    }

    /// <summary>The causes that a column tells, by area, as the wire writes them.</summary>
    public static Dictionary<string, string> Causes(ClassificationColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var causes = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < column.Areas.Count; i++)
        {
            if (column.Cause[i] is { } cause)
            {
                causes[column.Areas[i]] = cause switch
                {
                    ChangeCause.Own => "own",
                    ChangeCause.Relative => "relative",
                    _ => "both",
                };
            }
        }

        return causes;
    }

    // Equals, not ==: a NaN is equal to itself here.
    private static bool Same(double? a, double? b) => Nullable.Equals(a, b);
}
