namespace Utanforskap.Statistics.Indices;

/// <summary>The figures that an index is computed from: areas × columns, and what the areas belong to.</summary>
/// <remarks>Columns are not copied and not changed. Sums over areas run in the order given here, so callers that want equal bytes for equal figures sort by code.</remarks>
public sealed class IndexFigures
{
    private readonly Dictionary<string, double[]> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _groups = new(StringComparer.Ordinal);

    /// <summary>Figures of areas.</summary>
    /// <param name="areas">The areas' codes, each once.</param>
    /// <param name="numbers">Columns of numbers, one per area; NaN where there is no figure (missing is not zero).</param>
    /// <param name="groups">Columns of texts, such as each area's county; empty where unknown.</param>
    /// <param name="versions">The versions of the indicators' own definitions, by column, where they are known.</param>
    /// <exception cref="ArgumentException">A column of another length, or an infinity, named with its column and area.</exception>
    public IndexFigures(
        IReadOnlyList<string> areas, IEnumerable<KeyValuePair<string, double[]>> numbers, IEnumerable<KeyValuePair<string, string[]>>? groups = null,
        IReadOnlyDictionary<string, string>? versions = null)
    {
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentNullException.ThrowIfNull(numbers);
        Areas = areas;
        Versions = versions ?? new Dictionary<string, string>();
        foreach (var (name, column) in numbers)
        {
            Add(name, column, column.Length);
            _numbers.Add(name, column);
            if (Array.FindIndex(column, double.IsInfinity) is >= 0 and var infinite)
            {
                throw new ArgumentException($"Column {name}, area {areas[infinite]}: a figure is finite or missing.");
            }
        }

        foreach (var (name, column) in groups ?? [])
        {
            Add(name, column, column.Length);
            _groups.Add(name, column);
        }
    }

    /// <summary>The areas' codes, in the order of every column.</summary>
    public IReadOnlyList<string> Areas { get; }

    /// <summary>The versions of the indicators' own definitions, by column, where they are known.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; }

    /// <summary>The names of the columns of numbers.</summary>
    public IReadOnlyCollection<string> Columns => _numbers.Keys;

    /// <summary>A column of numbers, NaN where there is no figure; null if there is no such column.</summary>
    public double[]? Numbers(string column) => _numbers.GetValueOrDefault(column);

    /// <summary>A column of texts; null if there is no such column.</summary>
    public string[]? Groups(string column) => _groups.GetValueOrDefault(column);

    /// <summary>The same areas with some columns of numbers put in the place of others.</summary>
    public IndexFigures With(IEnumerable<KeyValuePair<string, double[]>> numbers)
    {
        var changed = new Dictionary<string, double[]>(_numbers, StringComparer.Ordinal);
        foreach (var (name, column) in numbers)
        {
            changed[name] = column;
        }

        return new IndexFigures(Areas, changed, _groups, Versions);
    }

    private void Add(string name, object column, int length)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (length != Areas.Count)
        {
            throw new ArgumentException($"Column {name} has {length} values for {Areas.Count} areas.");
        }
    }
}
