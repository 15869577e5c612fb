using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Reading;

namespace Utanforskap.Statistics.Explanations;

/// <summary>
/// Two runs of an index made comparable: values as they would be with some causes as before and others as after. A cause is an input's own figures, the
/// parameters that the whole population sets (<see cref="Renormalisation"/>), or the definition. Each definition reads its inputs itself at both times, so that an
/// input of the same id that reads another column is a change of definition.
/// </summary>
public sealed class ChangeOfRuns
{
    /// <summary>The name of the cause that others moved: means, deviations, lowest and highest values, distributions of ranks.</summary>
    public const string Renormalisation = "renormalisation";

    /// <summary>The name of the cause that the method is another: weights, steps, limits.</summary>
    public const string Definition = "definition";

    private readonly IndexRun[,] _runs = new IndexRun[2, 2];

    /// <summary>What each definition reads at each time, by input, over the areas in both.</summary>
    private readonly Dictionary<string, double[]>[,] _inputs = new Dictionary<string, double[]>[2, 2];

    private readonly Dictionary<(int Definition, string Series), List<string>> _reached = [];

    /// <summary>The places of the areas in both, by time.</summary>
    private readonly int[][] _places;
    private readonly IndexFigures _figures;

    /// <summary>The change from one run to another, over the areas that are in both.</summary>
    /// <param name="before">The earlier run, computed from its figures.</param>
    /// <param name="after">The later run, likewise. Columns that only the other definition reads are best in the figures of both: what is not there is missing.</param>
    /// <param name="changedBorders">Areas whose borders are others, though their code is the same: they are not comparable.</param>
    /// <exception cref="IndexException">The definitions differ and one cannot be computed over the other's figures.</exception>
    public ChangeOfRuns(IndexRun before, IndexRun after, IReadOnlySet<string>? changedBorders = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ChangedBorders = changedBorders ?? new HashSet<string>();
        (Before, After) = (before, after);
        DefinitionChanged = !ReferenceEquals(before.Definition, after.Definition) && IndexWriter.Write(before.Definition) != IndexWriter.Write(after.Definition);
        string[] groups =
        [
            .. before.Definition.Series.Concat(after.Definition.Series).SelectMany(series => series.Steps).Select(step => step.Within).OfType<string>().Distinct(StringComparer.Ordinal),
        ];
        foreach (var group in groups.Where(group => before.Figures.Groups(group) is null || after.Figures.Groups(group) is null))
        {
            throw new IndexException($"a step is fitted within \"{group}\", which the {(after.Figures.Groups(group) is null ? "later" : "earlier")} figures do not have.");
        }

        var earlier = before.Figures.Areas.Index().ToDictionary(area => area.Item, area => area.Index, StringComparer.Ordinal);
        int[] inAfter = [.. after.Figures.Areas.Index().Where(area => earlier.ContainsKey(area.Item)).Select(area => area.Index)];
        Areas = [.. inAfter.Select(area => after.Figures.Areas[area])];
        _places = [[.. Areas.Select(area => earlier[area])], inAfter];
        foreach (var (definition, time) in new[] { (0, 0), (0, 1), (1, 0), (1, 1) })
        {
            var (own, run) = (definition == 0 ? before : after, time == 0 ? before : after);
            if (definition == 1 && !DefinitionChanged)
            {
                (_inputs[1, time], _runs[1, time]) = (_inputs[0, time], _runs[0, time]);
                continue;
            }

            var read = Read(own.Definition, run);
            _inputs[definition, time] = read.ToDictionary(
                input => input.Key, input => Array.ConvertAll(_places[time], area => input.Value[area]), StringComparer.Ordinal);
            _runs[definition, time] = definition == time || !DefinitionChanged ? run : Crossed(own.Definition, run.Figures, read);
        }

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
        [.. ReachedBy(1, series).Concat(ReachedBy(0, series)).Distinct(StringComparer.Ordinal)];

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
        var definition = newDefinition ? 1 : 0;
        var run = _runs[definition, newParameters ? 1 : 0];
        var inputs = run.Definition.Inputs.ToDictionary(input => input.Id, input => _inputs[definition, isNew(input.Id) ? 1 : 0][input.Id], StringComparer.Ordinal);
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

        string[] lacking = [.. Lacking(1).Concat(Lacking(0)).Distinct(StringComparer.Ordinal)];
        return lacking.Length > 0 ? $"not comparable: {string.Join(", ", lacking)} missing in one of the two" : null;

        IEnumerable<string> Lacking(int by) => ReachedBy(by, series).Where(input => IsMissing(by, 0, input, area) || IsMissing(by, 1, input, area));
    }

    /// <summary>A figure is missing for a definition that has none, and where the area takes no part by either definition.</summary>
    private bool IsMissing(int definition, int time, string input, int area) =>
        double.IsNaN(_inputs[definition, time][input][area])
        || (_runs[0, time].LeftOut.ContainsKey(_places[time][area]) && _runs[1, time].LeftOut.ContainsKey(_places[time][area]));

    /// <summary>
    /// A definition's inputs as it reads them from a run's figures; missing in all areas where the figures have no such column. Areas that the run leaves out have
    /// their figures: this definition may let them take part, and then they set its parameters too. The range of an input guards its own figures, not others'.
    /// </summary>
    private static Dictionary<string, double[]> Read(IndexDefinition definition, IndexRun run) => definition.Inputs.ToDictionary(
        input => input.Id,
        input => ColumnsOf(input).All(column => run.Figures.Numbers(column) is not null)
            ? InputReading.Read(input with { Lowest = null, Highest = null }, run.Figures, run.Period)
            : Nothing(run.Figures.Areas.Count),
        StringComparer.Ordinal);

    private static IEnumerable<string> ColumnsOf(Input input) =>
        input is { MaximumAge: not null, PeriodColumn: { } period } ? [.. input.Columns, period] : input.Columns;

    private static double[] Nothing(int areas)
    {
        var none = new double[areas];
        Array.Fill(none, double.NaN);
        return none;
    }

    /// <summary>
    /// A definition computed over the other one's figures. What is made of an input that is missing there in all areas is missing too, whatever its steps are:
    /// nothing of it can be compared, and the rest can.
    /// </summary>
    private static IndexRun Crossed(IndexDefinition definition, IndexFigures figures, Dictionary<string, double[]> inputs)
    {
        var leftOut = Screening.LeftOut(definition, inputs, figures.Areas.Count);
        var absent = definition.Inputs.Select(input => input.Id)
            .Where(id => inputs[id].Index().All(area => double.IsNaN(area.Item) || leftOut.ContainsKey(area.Index))).ToHashSet(StringComparer.Ordinal);
        var series = new List<Series>();
        foreach (var one in definition.Series)
        {
            var lacking = one.Origin.Sources.Concat(one.Steps.Select(step => step.Weight).OfType<string>()).FirstOrDefault(absent.Contains);
            series.Add(lacking is null ? one : one with { Origin = new From(lacking), Steps = [] });
            if (lacking is not null)
            {
                absent.Add(one.Id);
            }
        }

        var computable = absent.Count == 0 ? definition : definition with
        {
            Inputs = [.. definition.Inputs.Select(input => absent.Contains(input.Id) ? input with { IsOptional = true } : input)],
            Series = series,
        };
        return IndexComputation.ComputeFrom(computable, figures, inputs);
    }

    /// <summary>The inputs that a series depends on in one of the two definitions; found once, since it is asked for every area.</summary>
    private List<string> ReachedBy(int definition, string series)
    {
        if (!_reached.TryGetValue((definition, series), out var inputs))
        {
            _reached[(definition, series)] = inputs = Reached(definition == 0 ? Before.Definition : After.Definition, series);
        }

        return inputs;
    }

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
