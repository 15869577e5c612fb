using Utanforskap.Statistics.Certainty;
using Utanforskap.Statistics.Indices.Combinations;

namespace Utanforskap.Statistics.Indices;

/// <summary>A definition computed over figures: every series, the parameters that were found, and a log of each step.</summary>
public sealed class IndexRun
{
    private readonly Dictionary<string, double[]> _values;

    internal IndexRun(
        IndexDefinition definition, IndexFigures figures, Dictionary<string, double[]> values, IReadOnlyDictionary<string, SeriesFit> fits,
        IReadOnlyList<StepRecord> log, IReadOnlyDictionary<int, string> leftOut, int? period, IReadOnlySet<string> absent)
    {
        (Definition, Figures, _values, Fits, Log, LeftOut, Period, Absent) = (definition, figures, values, fits, log, leftOut, period, absent);
    }

    /// <summary>Inputs that are missing in all areas and allowed to be, and the series that are made of such alone.</summary>
    public IReadOnlySet<string> Absent { get; }

    /// <summary>What was computed.</summary>
    public IndexDefinition Definition { get; }

    /// <summary>What it was computed from.</summary>
    public IndexFigures Figures { get; }

    /// <summary>The parameters found, by series.</summary>
    public IReadOnlyDictionary<string, SeriesFit> Fits { get; }

    /// <summary>The year that the figures are for; null where no input has a highest age.</summary>
    public int? Period { get; }

    /// <summary>Every step in order; empty where no log was asked for.</summary>
    public IReadOnlyList<StepRecord> Log { get; }

    /// <summary>Areas that take no part, by their place in the figures, and why.</summary>
    public IReadOnlyDictionary<int, string> LeftOut { get; }

    /// <summary>A series' or input's values, one per area; NaN where it is missing, for a reason that <see cref="WhyMissing"/> tells.</summary>
    public ReadOnlySpan<double> this[string id] => _values[id];

    /// <summary>Why an area has no value in a series, in words; null where it has one.</summary>
    public string? WhyMissing(string id, int area)
    {
        if (!double.IsNaN(_values[id][area]))
        {
            return null;
        }

        if (LeftOut.TryGetValue(area, out var reason))
        {
            return reason;
        }

        var missing = new List<string>();
        Find(id);
        return missing.Count == 0 ? "cannot be decided" : $"missing {string.Join(", ", missing)}";

        void Find(string at)
        {
            if (Definition.Series.FirstOrDefault(series => series.Id == at) is not { } series)
            {
                missing.Add(Definition.Inputs.FirstOrDefault(input => input.Id == at) is { } input ? InputReading.WhyUnusable(input, Figures, Period, area) ?? at : at);
                return;
            }

            foreach (var source in series.Origin.Sources.Where(source => double.IsNaN(_values[source][area])))
            {
                if (!missing.Contains(source))
                {
                    Find(source);
                }
            }

            missing = [.. missing.Distinct()];
        }
    }

    /// <summary>
    /// The classes that an area may have in a series of classes, from lowest to highest, at the limits that were found: its class where it has one, else those that
    /// the figures it has leave possible. Null where it takes no part.
    /// </summary>
    public RankInterval? PossibleClasses(string id, int area)
    {
        if (LeftOut.ContainsKey(area))
        {
            return null;
        }

        var series = Definition.Series.Single(one => one.Id == id);
        if (_values[id][area] is var known && !double.IsNaN(known))
        {
            return new RankInterval((int)known, (int)known);
        }

        if (series is not { Origin: Combination { Kind: CombinationKind.FirstTrue } first, Steps: [] })
        {
            return new RankInterval(1, series.ClassCount);
        }

        var (lowest, highest) = Combining.PossiblyFirst([.. first.Parts.Select(part => _values[part.Id][area])]);
        return new RankInterval(lowest, highest);
    }

    internal IReadOnlyDictionary<string, double[]> Values => _values;
}
