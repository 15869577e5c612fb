using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Reading;

namespace Utanforskap.Statistics.Explanations;

/// <summary>
/// Two runs of an index made comparable: values as they would be with some causes as before and others as after. A cause is an input's own figures, the
/// parameters that the whole population sets (<see cref="Renormalisation"/>), or the definition.
/// </summary>
public sealed class ChangeOfRuns
{
    /// <summary>The name of the cause that others moved: means, deviations, lowest and highest values, distributions of ranks.</summary>
    public const string Renormalisation = "renormalisation";

    /// <summary>The name of the cause that the method is another: weights, steps, limits.</summary>
    public const string Definition = "definition";

    private readonly IndexRun[,] _runs = new IndexRun[2, 2];
    private readonly Dictionary<string, double[]>[] _inputs;
    private readonly IndexFigures _figures;

    /// <summary>The change from one run to another, over the areas that are in both.</summary>
    /// <param name="before">The earlier run.</param>
    /// <param name="after">The later run.</param>
    /// <param name="changedBorders">Areas whose borders are others, though their code is the same: they are not comparable.</param>
    /// <exception cref="IndexException">The definitions differ and one cannot be computed over the other's figures.</exception>
    public ChangeOfRuns(IndexRun before, IndexRun after, IReadOnlySet<string>? changedBorders = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ChangedBorders = changedBorders ?? new HashSet<string>();
        (Before, After) = (before, after);
        DefinitionChanged = !ReferenceEquals(before.Definition, after.Definition) && IndexWriter.Write(before.Definition) != IndexWriter.Write(after.Definition);
        _runs[0, 0] = before;
        _runs[1, 1] = after;
        _runs[0, 1] = DefinitionChanged ? IndexComputation.ComputeFrom(before.Definition, after.Figures, Inputs(before.Definition, after)) : after;
        _runs[1, 0] = DefinitionChanged ? IndexComputation.ComputeFrom(after.Definition, before.Figures, Inputs(after.Definition, before)) : before;

        var earlier = before.Figures.Areas.Index().ToDictionary(area => area.Item, area => area.Index, StringComparer.Ordinal);
        int[] inAfter = [.. after.Figures.Areas.Index().Where(area => earlier.ContainsKey(area.Item)).Select(area => area.Index)];
        Areas = [.. inAfter.Select(area => after.Figures.Areas[area])];
        int[] inBefore = [.. Areas.Select(area => earlier[area])];
        _inputs = [Joined(0, inBefore), Joined(1, inAfter)];
        var groups = before.Definition.Series.Concat(after.Definition.Series).SelectMany(series => series.Steps).Select(step => step.Within).OfType<string>().Distinct();
        _figures = new IndexFigures(Areas, [], [.. groups.Select(group => KeyValuePair.Create(group, Array.ConvertAll(inAfter, area => after.Figures.Groups(group)![area])))]);
    }

    /// <summary>The earlier run.</summary>
    public IndexRun Before { get; }

    /// <summary>The later run.</summary>
    public IndexRun After { get; }

    /// <summary>The areas that are in both runs, in the later one's order.</summary>
    public IReadOnlyList<string> Areas { get; }

    /// <summary>Areas of the same code whose borders are others.</summary>
    public IReadOnlySet<string> ChangedBorders { get; }

    /// <summary>Whether the runs are of different definitions.</summary>
    public bool DefinitionChanged { get; }

    /// <summary>The inputs that a series depends on in either definition, in their order.</summary>
    public IReadOnlyList<string> InputsOf(string series) =>
        [.. Reached(After.Definition, series).Concat(Reached(Before.Definition, series)).Distinct(StringComparer.Ordinal)];

    /// <summary>A series' values for the areas in both runs.</summary>
    /// <param name="series">Its id.</param>
    /// <param name="isNew">Whether an input's own figures are the later ones.</param>
    /// <param name="newParameters">Whether the parameters of the population are the later ones.</param>
    /// <param name="newDefinition">Whether the definition is the later one.</param>
    public double[] Values(string series, Func<string, bool> isNew, bool newParameters, bool newDefinition) =>
        Run(isNew, newParameters, newDefinition)[series].ToArray();

    /// <summary>All series of a definition for the areas in both runs; who wants several of them computes them once.</summary>
    /// <param name="isNew">Whether an input's own figures are the later ones.</param>
    /// <param name="newParameters">Whether the parameters of the population are the later ones.</param>
    /// <param name="newDefinition">Whether the definition is the later one.</param>
    public IndexRun Run(Func<string, bool> isNew, bool newParameters, bool newDefinition)
    {
        ArgumentNullException.ThrowIfNull(isNew);
        var run = _runs[newDefinition ? 1 : 0, newParameters ? 1 : 0];
        var inputs = run.Definition.Inputs.ToDictionary(input => input.Id, input => _inputs[isNew(input.Id) ? 1 : 0][input.Id], StringComparer.Ordinal);
        return IndexComputation.ComputeFrom(run.Definition, _figures, inputs, run.Fits, undefinedIsMissing: true);
    }

    /// <summary>A series' values over the whole population of a time, under a definition: what ranks are taken among.</summary>
    public ReadOnlySpan<double> Population(string series, bool newFigures, bool newDefinition) => _runs[newDefinition ? 1 : 0, newFigures ? 1 : 0][series];

    /// <summary>Why an area's change cannot be explained, in words; null if it can.</summary>
    public string? WhyNotComparable(string series, int area)
    {
        if (ChangedBorders.Contains(Areas[area]))
        {
            return "not comparable: its borders changed";
        }

        var lacking = InputsOf(series).Where(input => _inputs.Any(time => time.TryGetValue(input, out var values) && double.IsNaN(values[area]))).ToArray();
        return lacking.Length > 0 ? $"not comparable: {string.Join(", ", lacking)} missing in one of the two" : null;
    }

    private Dictionary<string, double[]> Joined(int time, int[] places)
    {
        var joined = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var run in new[] { _runs[0, time], _runs[1, time] })
        {
            foreach (var input in run.Definition.Inputs)
            {
                joined.TryAdd(input.Id, Array.ConvertAll(places, area => run[input.Id][area]));
            }
        }

        return joined;
    }

    /// <summary>
    /// A definition's inputs from another definition's run: as that read them under the same id, else from its columns. Areas that the other leaves out have
    /// their figures: this definition may let them take part, and then they set its parameters too.
    /// </summary>
    private static Dictionary<string, double[]> Inputs(IndexDefinition definition, IndexRun run) =>
        definition.Inputs.ToDictionary(
            input => input.Id,
            input => run.Definition.Inputs.FirstOrDefault(read => read.Id == input.Id) is { } read
                ? InputReading.Read(read, run.Figures, run.Period)
                : InputReading.Read(input, run.Figures, period: null),
            StringComparer.Ordinal);

    private static List<string> Reached(IndexDefinition definition, string series)
    {
        var reached = new List<string>();
        Visit(series);
        return [.. definition.Inputs.Select(input => input.Id).Where(reached.Contains)];

        void Visit(string id)
        {
            if (reached.Contains(id))
            {
                return;
            }

            reached.Add(id);
            if (definition.Series.FirstOrDefault(one => one.Id == id) is { } made)
            {
                made.Origin.Sources.ToList().ForEach(Visit);
            }
        }
    }
}
