using Utanforskap.Geography;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>
/// Value sets and aggregations of the published tables. The codes of a region dimension make a value set per division, named as SCB does
/// (<c>vs_RegSO2020</c>); others are the source's own.
/// </summary>
internal static class Codelists
{
    private const string Prefix = "vs_";

    /// <summary>Id, label and kind of those that fit a dimension: aggregations first, as PxWebApi lists them.</summary>
    public static IEnumerable<(string Id, string Label, bool IsAggregation)> Of(Dimension dimension, ISource source)
    {
        var own = source.Codelists.Where(c => dimension.Codelists.Contains(c.Id)).ToList();
        return own.Where(c => c.IsAggregation)
            .Concat(own.Where(c => !c.IsAggregation))
            .Select(c => (c.Id, c.Label, c.IsAggregation))
            .Concat(dimension.Divisions.Select(d => (Prefix + d.Id, Label(d.Id), false)));
    }

    /// <summary>The categories that a dimension has under a codelist.</summary>
    /// <exception cref="ProblemException">No such codelist fits the dimension.</exception>
    public static IReadOnlyList<Category> Categories(Dimension dimension, string id, ISource source)
    {
        if (source.Codelists.FirstOrDefault(c => Same(c.Id, id) && dimension.Codelists.Contains(c.Id)) is { } own)
        {
            return [.. own.Values.Select(v => Grouped(dimension, v)).Where(c => c.Places.Length > 0)];
        }

        var part = dimension.Divisions.FirstOrDefault(d => Same(Prefix + d.Id, id)) ?? throw new ProblemException(Problem.NonExistentCodelist);
        return [.. part.Places.Select(p => new Category(dimension.Codes[p], dimension.Labels[p], [p]))];
    }

    /// <summary>The codelist with this id over all published tables, or null.</summary>
    public static Codelist? Find(string id, IEnumerable<Table> tables, ISource source)
    {
        if (source.Codelists.FirstOrDefault(c => Same(c.Id, id)) is { } own)
        {
            return own;
        }

        var parts = tables.SelectMany(t => t.Dimensions).Select(d => (Dimension: d, Part: d.Divisions.FirstOrDefault(p => Same(Prefix + p.Id, id))));
        var values = parts.Where(d => d.Part is not null)
            .SelectMany(d => d.Part!.Places.Select(p => (Code: d.Dimension.Codes[p], Label: d.Dimension.Labels[p])))
            .DistinctBy(v => v.Code)
            .OrderBy(v => v.Code, StringComparer.Ordinal)
            .Select(v => new CodelistValue(v.Code, v.Label, [v.Code]))
            .ToList();
        return values.Count == 0 ? null : new Codelist(Prefix + Division.Find(id[Prefix.Length..])!.Id, Label(id[Prefix.Length..]), false, values);
    }

    private static Category Grouped(Dimension dimension, CodelistValue value) =>
        new(value.Code, value.Label, [.. value.Members.Select(dimension.IndexOf).Where(p => p >= 0)]);

    /// <summary><c>RegSO2020</c> is RegSO 2020.</summary>
    private static string Label(string division) => division.TrimEnd("0123456789".ToCharArray()) is { Length: > 0 } name && name != division
        ? $"{name} {division[name.Length..]}"
        : division;

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
