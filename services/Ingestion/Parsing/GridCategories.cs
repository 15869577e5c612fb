namespace Utanforskap.Ingestion.Parsing;

/// <summary>Categories of one dimension as they turn up in a grid, in order of first appearance.</summary>
/// <param name="name">The heading, or empty where the file names none.</param>
internal sealed class GridCategories(string name)
{
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    public string Name { get; } = name;

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
        var (codes, labels) = names is not null ? (Texts, names)
            : role == DimensionRole.Region && Texts.Select(GridText.SplitCode).ToList() is var split && split.All(s => s is not null)
                ? (split.ConvertAll(s => s!.Value.Code), split.ConvertAll(s => s!.Value.Name))
                : (Texts, Texts);
        var padded = role == DimensionRole.Region ? WithLeadingZeros(codes) : codes;
        CubeShape.DemandUnique(code, padded);
        return new CubeDimension(code, Name.Length == 0 ? code : Name, role, padded, labels, []);
    }

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
