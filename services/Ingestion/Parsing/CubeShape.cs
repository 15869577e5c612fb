namespace Utanforskap.Ingestion.Parsing;

/// <summary>Rules that every format's dimensions must meet, and what their names give away.</summary>
internal static class CubeShape
{
    private static readonly string[] _region = ["region", "regso", "deso", "kommun", "län", "municipality", "county", "area"];

    private static readonly string[] _time =
        ["tid", "time", "år", "year", "månad", "month", "kvartal", "quarter", "vecka", "week", "termin", "period", "läsår", "referensår"];

    private static readonly string[] _contents = ["contentscode", "contents", "tabellinnehåll", "innehåll", "statistikvariabel"];

    /// <summary>The product of the sizes, within the limit.</summary>
    public static int Cells(IEnumerable<int> sizes, ReadLimits limits, string place)
    {
        var cells = 1L;
        foreach (var size in sizes)
        {
            cells *= size;
            if (cells > limits.Cells)
            {
                throw new SourceFormatException(place, $"the table has more than the {limits.Cells} cells that are allowed; select fewer categories");
            }
        }

        return (int)cells;
    }

    /// <summary>What a dimension stands for where the format does not say it.</summary>
    public static DimensionRole Guess(string code, string label) =>
        Has(_contents, code) || Has(_contents, label) ? DimensionRole.Contents
        : Has(_time, code) || Has(_time, label) ? DimensionRole.Time
        : Has(_region, WithoutSuffix(code)) || Has(_region, WithoutSuffix(label)) ? DimensionRole.Region
        : DimensionRole.Other;

    /// <summary>Stops at a code that stands twice.</summary>
    public static void DemandUnique(string dimension, IReadOnlyList<string> codes)
    {
        var seen = new HashSet<string>(codes.Count, StringComparer.Ordinal);
        foreach (var code in codes)
        {
            if (!seen.Add(code))
            {
                throw new SourceFormatException($"dimension {dimension}", $"the category '{Excerpt(code)}' stands twice; every category must be unique");
            }
        }
    }

    /// <summary>At most forty characters of a text from outside, fit to stand in a message.</summary>
    public static string Excerpt(string text)
    {
        var cut = text.Length <= 40 ? text : text[..40] + "…";
        return string.Concat(cut.Select(c => char.IsControl(c) ? ' ' : c));
    }

    /// <summary>The name without what says that it holds codes: <c>regionkod</c>, <c>area_code</c>.</summary>
    private static string WithoutSuffix(string name)
    {
        var text = name.Trim();
        foreach (var suffix in new[] { "kod", "code" })
        {
            if (text.Length > suffix.Length && text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return text[..^suffix.Length].TrimEnd('_', '-', ' ');
            }
        }

        return text;
    }

    private static bool Has(string[] names, string name) => names.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase);
}
