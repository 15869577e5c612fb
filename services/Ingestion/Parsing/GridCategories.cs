namespace Utanforskap.Ingestion.Parsing;

/// <summary>Categories of one dimension as they turn up in a grid, in order of first appearance.</summary>
/// <param name="name">The heading, or empty where the file names none.</param>
/// <param name="codesAndTexts">Whether codes and texts stand together, as <c>1 - män</c>.</param>
internal sealed class GridCategories(string name, bool codesAndTexts = false)
{
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    /// <summary>The heading, or its text where a code stands before it.</summary>
    public string Name { get; } = codesAndTexts && GridText.CodeAndText(name) is { } both ? both.Text : name;

    /// <summary>The heading's code, or the heading.</summary>
    public string Code { get; } = codesAndTexts && GridText.CodeAndText(name) is { } both ? both.Code : name;

    public List<string> Texts { get; } = [];

    /// <summary>The number of a category, new or known.</summary>
    public int Add(string text)
    {
        if (!_positions.TryGetValue(text, out var position))
        {
            position = Texts.Count;
            _positions.Add(text, position);
            Texts.Add(text);
        }

        return position;
    }

    /// <summary>The dimension of these categories; <paramref name="names"/> labels them where a second column does.</summary>
    public CubeDimension ToDimension(string code, DimensionRole role, IReadOnlyList<string>? names = null)
    {
        var (codes, labels) = names is not null ? (Texts, names) : codesAndTexts ? Split(Together) : role == DimensionRole.Region ? Split(GridText.SplitCode) : (Texts, Texts);
        var padded = role == DimensionRole.Region ? WithLeadingZeros(codes) : codes;
        CubeShape.DemandUnique(code, padded);
        return new CubeDimension(code, Name.Length == 0 ? code : Name, role, padded, labels, []);
    }

    /// <summary>Codes and labels where every text has both; else the texts for both.</summary>
    private (List<string> Codes, IReadOnlyList<string> Labels) Split(Func<string, (string Code, string Label)?> split)
    {
        var both = Texts.ConvertAll(t => split(t));
        return both.TrueForAll(b => b is not null) ? (both.ConvertAll(b => b!.Value.Code), both.ConvertAll(b => b!.Value.Label)) : (Texts, Texts);
    }

    /// <summary>Code and text on either side of the first <c> - </c>; texts may hold another.</summary>
    private static (string Code, string Label)? Together(string text) =>
        text.IndexOf(" - ", StringComparison.Ordinal) is > 0 and var at ? (text[..at].Trim(), text[(at + 3)..].Trim()) : null;

    /// <summary>Spreadsheets drop the leading zero of county and municipality codes: where all are digits of two lengths, the longer is right.</summary>
    private static List<string> WithLeadingZeros(List<string> codes)
    {
        if (codes.Count == 0 || !codes.All(c => c.Length is >= 1 and <= 4 && c.All(char.IsAsciiDigit)))
        {
            return codes;
        }

        var width = codes.Max(c => c.Length);
        return codes.TrueForAll(c => c.Length >= width - 1) && width is 2 or 4 ? codes.ConvertAll(c => c.PadLeft(width, '0')) : codes;
    }
}
