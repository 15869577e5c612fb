using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Verifying;

/// <summary>A whole column: as it is kept, or as it comes out now.</summary>
/// <param name="Listed">The areas in the order of the parts' values: the same as those of the results.</param>
internal sealed record WholeColumn(
    string Division, string Period, IReadOnlyDictionary<string, Result> Results, IReadOnlyList<string> Listed, IReadOnlyList<PartColumn> Parts)
{
    public string Hash { get; } = ColumnContent.Hash(Division, Period, Results, Listed, Parts);

    /// <summary>A column as Classification hands it over; an <see cref="InvalidDataException"/> if it contradicts itself.</summary>
    public static WholeColumn Of(ClassificationColumn column) =>
        new(column.Division, column.Period, ColumnDiff.Results(column), column.Areas, column.Parts);

    /// <summary>All that is known of an area, by part; null: missing.</summary>
    public Dictionary<string, double?> Cells(string area, int place)
    {
        var result = Results[area];
        var cells = new Dictionary<string, double?>(StringComparer.Ordinal)
        {
            ["area"] = 1,
            ["class"] = result.Class,
            ["index"] = result.Index,
            ["population"] = result.Population,
        };
        foreach (var part in Parts)
        {
            cells[$"part/{part.Id}"] = part.Values[place];
        }

        if (NeedList.Read(result.Needs) is { } needs)
        {
            foreach (var id in needs.Yes)
            {
                cells[$"needs/{id}"] = 1;
            }

            foreach (var id in needs.Open)
            {
                cells[$"needs/{id}"] = 0.5;
            }
        }

        return cells;
    }
}

/// <summary>Compares two columns value by value.</summary>
internal static class ColumnComparison
{
    /// <summary>
    /// Of other engines, values are the same if they differ by less than this part of the larger: another order of a sum moves the last bits, and nothing else does.
    /// Classes and needs are whole numbers, so they are the same or not.
    /// </summary>
    public const double Tolerance = 1e-9;

    /// <summary>The cells that differ, by area, then part in ordinal order. What another engine tells beside what was published is no difference.</summary>
    /// <param name="exact">Whether values have to be the same to the last bit, and no part may be there that was not published.</param>
    public static IReadOnlyList<DifferingCell> Between(WholeColumn published, WholeColumn again, bool exact)
    {
        var (before, after) = (Places(published), Places(again));
        var differing = new List<DifferingCell>();
        if (!exact)
        {
            again = again with { Parts = [.. again.Parts.IntersectBy(published.Parts.Select(part => part.Id), part => part.Id, StringComparer.Ordinal)] };
        }

        foreach (var area in before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var was = before.TryGetValue(area, out var old) ? published.Cells(area, old) : [];
            var now = after.TryGetValue(area, out var place) ? again.Cells(area, place) : [];
            differing.AddRange(was.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(part => new DifferingCell(area, part, was.GetValueOrDefault(part), now.GetValueOrDefault(part)))
                .Where(cell => !IsSame(cell.Published, cell.Recomputed, exact)));
        }

        return differing;
    }

    private static Dictionary<string, int> Places(WholeColumn column) =>
        column.Listed.Index().ToDictionary(area => area.Item, area => area.Index, StringComparer.Ordinal);

    // Equals, not ==: missing as NaN is missing.
    private static bool IsSame(double? a, double? b, bool exact) => (Figure(a), Figure(b)) switch
    {
        (null, null) => true,
        ({ } x, { } y) => x.Equals(y) || (!exact && Math.Abs(x - y) <= Tolerance * Math.Max(Math.Abs(x), Math.Abs(y))),
        _ => false,
    };

    private static double? Figure(double? value) => value is double.NaN ? null : value;
}
