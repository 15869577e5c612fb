namespace Utanforskap.Statistics.Groups;

/// <summary>Indicators of areas. Areas are kept in ordinal order of their codes, whatever the order they come in. Immutable, thread safe.</summary>
public sealed class AreaFeatures
{
    private readonly double[][] _values;
    private readonly double[] _populations;

    private AreaFeatures(string[] areas, string[] indicators, double[][] values, double[] populations)
    {
        Areas = areas;
        Indicators = indicators;
        _values = values;
        _populations = populations;
    }

    /// <summary>The areas' codes, in ordinal order.</summary>
    public IReadOnlyList<string> Areas { get; }

    /// <summary>The indicators' names, in the order given.</summary>
    public IReadOnlyList<string> Indicators { get; }

    /// <summary>Areas with their indicators.</summary>
    /// <param name="areas">The areas' codes, each once.</param>
    /// <param name="indicators">The indicators' names, each once.</param>
    /// <param name="values">For each indicator a value per area, in the order of <paramref name="areas"/>; NaN is missing, infinities are refused.</param>
    /// <param name="populations">Population of each area, 0 or more; null counts each area as 1.</param>
    /// <exception cref="ArgumentException">Something is there twice or is not a number; the message names area and indicator.</exception>
    public static AreaFeatures Of(
        IReadOnlyList<string> areas, IReadOnlyList<string> indicators, IReadOnlyList<IReadOnlyList<double>> values, IReadOnlyList<double>? populations = null)
    {
        ArgumentNullException.ThrowIfNull(areas);
        ArgumentNullException.ThrowIfNull(indicators);
        ArgumentNullException.ThrowIfNull(values);
        RequireOnce(areas, "area");
        RequireOnce(indicators, "indicator");
        if (values.Count != indicators.Count || values.Any(v => v.Count != areas.Count) || (populations is not null && populations.Count != areas.Count))
        {
            throw new ArgumentException($"There must be a value for each of {indicators.Count} indicators, and a population if any, in each of {areas.Count} areas.", nameof(values));
        }

        var order = Enumerable.Range(0, areas.Count).OrderBy(a => areas[a], StringComparer.Ordinal).ToArray();
        for (var a = 0; a < areas.Count; a++)
        {
            for (var j = 0; j < indicators.Count; j++)
            {
                if (double.IsInfinity(values[j][a]))
                {
                    throw new ArgumentException($"The indicator {indicators[j]} of {areas[a]} is {values[j][a]}, not a finite number.", nameof(values));
                }
            }

            if (populations is not null && !(double.IsFinite(populations[a]) && populations[a] >= 0))
            {
                throw new ArgumentException($"The population of {areas[a]} is {populations[a]}; a population is finite and not negative.", nameof(populations));
            }
        }

        return new AreaFeatures(
            [.. order.Select(a => areas[a])],
            [.. indicators],
            [.. order.Select(a => values.Select(v => v[a]).ToArray())],
            [.. order.Select(a => populations?[a] ?? 1)]);
    }

    /// <summary>An indicator of an area, by their places; NaN where it is missing.</summary>
    public double Value(int area, int indicator) => _values[area][indicator];

    /// <summary>Population of an area; 1 where none were given.</summary>
    public double Population(int area) => _populations[area];

    /// <summary>Where the indicators stand in <see cref="Indicators"/>.</summary>
    /// <exception cref="ArgumentException">One is not there; it is named.</exception>
    internal int[] Places(IEnumerable<string> indicators)
    {
        var places = Indicators.Select((indicator, place) => (indicator, place)).ToDictionary(p => p.indicator, p => p.place, StringComparer.Ordinal);
        return
        [
            .. indicators.Select(indicator => places.TryGetValue(indicator, out var place)
                ? place
                : throw new ArgumentException($"The indicator {indicator} is not among those given: {string.Join(", ", Indicators)}.", nameof(indicators))),
        ];
    }

    private static void RequireOnce(IReadOnlyList<string> names, string kind)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!seen.Add(name))
            {
                throw new ArgumentException($"The {kind} {name} is there twice.");
            }
        }
    }
}
