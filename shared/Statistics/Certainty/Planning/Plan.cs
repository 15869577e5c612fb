using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Statistics.Certainty.Planning;

/// <summary>
/// A definition compiled for many runs over the same areas: the operations that can give another result than in a central run, in order, over columns by number.
/// What does not depend on anything that varies is taken from the central run. Immutable and thread safe; each thread has its own <see cref="Workspace"/>.
/// </summary>
/// <remarks>
/// Means, deviations and classes by them are computed four areas at a time, so their last bits may differ from <see cref="IndexComputation"/>'s; they are the same
/// for any number of threads.
/// </remarks>
internal sealed class Plan
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly List<double[]?> _constants = [];
    private readonly List<Operation> _operations = [];
    private readonly IndexRun _central;
    private readonly Stage[] _stages;
    private readonly bool[] _kept;

    /// <param name="central">A run over central inputs: those of every cell that any draw has.</param>
    /// <param name="varying">Inputs that draws set.</param>
    /// <param name="varied">Series whose weights or limits draws set.</param>
    /// <param name="targets">Series that are wanted.</param>
    public Plan(IndexRun central, IReadOnlySet<string> varying, IReadOnlySet<string> varied, IReadOnlyList<string> targets)
    {
        _central = central;
        Areas = central.Figures.Areas.Count;
        var definition = central.Definition;
        var needed = Needed(definition, targets);
        foreach (var input in definition.Inputs.Where(input => needed.Contains(input.Id)))
        {
            _slots.Add(input.Id, Slot(varying.Contains(input.Id) ? null : Workspace.Padded(central[input.Id])));
        }

        foreach (var series in definition.Series.Where(series => needed.Contains(series.Id)))
        {
            var weighers = series.Steps.Select(step => step.Weight).OfType<string>();
            _slots.Add(series.Id, !central.Absent.Contains(series.Id) && (varied.Contains(series.Id) || series.Origin.Sources.Concat(weighers).Any(source => _constants[_slots[source]] is null))
                ? Compile(series)
                : Slot(Workspace.Padded(central[series.Id])));
        }

        (_stages, _kept) = Stages([.. targets.Select(target => _slots[target])]);
    }

    public int Areas { get; }

    public int Slots => _constants.Count;

    public IReadOnlyList<Operation> Operations => _operations;

    /// <summary>Where an input or series stands.</summary>
    public int this[string id] => _slots[id];

    /// <summary>Whether any wanted series reads it.</summary>
    public bool Has(string id) => _slots.ContainsKey(id);

    /// <summary>The column that is the same in all draws; null for the others.</summary>
    public double[]? Constant(int slot) => _constants[slot];

    /// <summary>Which operation holds a series' weights; its limits.</summary>
    public Dictionary<string, int> Weights { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc cref="Weights"/>
    public Dictionary<string, int> Limits { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a slot's column is kept for all areas; else only the tile's part of it is there.</summary>
    public bool IsKept(int slot) => _kept[slot];

    /// <summary>Fits what no draw changes.</summary>
    public void Begin(Workspace workspace)
    {
        foreach (var operation in _operations.Where(IsFittedOnce))
        {
            operation.Fit(workspace);
        }
    }

    /// <summary>
    /// Computes everything that depends on the inputs and settings in the workspace. In stages: each goes once through the areas, tile by tile, with all operations that need nothing of
    /// other tiles; between stages stand those that have to see all areas of what a stage made, such as for a mean. So a tile is in the cache while it is worked on, and time is in
    /// proportion to the areas.
    /// </summary>
    /// <param name="workspace">Where.</param>
    /// <param name="fill">Sets the inputs that vary, in each tile of the first stage.</param>
    /// <param name="seen">Is shown each tile of the last stage, in which all wanted columns are complete.</param>
    public void Run(Workspace workspace, Action<Workspace>? fill = null, Action<Workspace>? seen = null)
    {
        for (var stage = 0; stage < _stages.Length; stage++)
        {
            foreach (var operation in _stages[stage].Fitted)
            {
                operation.Fit(workspace);
            }

            for (var area = 0; workspace.MoveTo(area); area += workspace.Length)
            {
                if (stage == 0)
                {
                    fill?.Invoke(workspace);
                }

                foreach (var operation in _stages[stage].Applied)
                {
                    operation.Apply(workspace);
                }

                if (stage == _stages.Length - 1)
                {
                    seen?.Invoke(workspace);
                }
            }
        }
    }

    private static HashSet<string> Needed(IndexDefinition definition, IEnumerable<string> targets)
    {
        var needed = targets.ToHashSet(StringComparer.Ordinal);
        foreach (var series in definition.Series.Reverse().Where(series => needed.Contains(series.Id)))
        {
            needed.UnionWith(series.Origin.Sources);
            needed.UnionWith(series.Steps.Select(step => step.Weight).OfType<string>());
        }

        return needed;
    }

    /// <summary>
    /// Where each operation stands: an operation in the stage of what it reads, one that is fitted in the next. A column is kept if it is constant, a later stage or a fit reads it, or it is wanted.
    /// </summary>
    private (Stage[] Stages, bool[] Kept) Stages(int[] targets)
    {
        var stages = new List<Stage> { new([], []) };
        var made = _constants.Select(constant => constant is null ? 0 : -1).ToArray();
        var kept = _constants.Select(constant => constant is not null).ToArray();
        foreach (var operation in _operations)
        {
            var read = operation.From.Max(slot => made[slot]);
            var stage = Math.Max(0, operation.IsFitted ? read + 1 : read);
            made[operation.To] = stage;
            if (stage == stages.Count)
            {
                stages.Add(new([], []));
            }

            if (operation.IsFitted && !IsFittedOnce(operation))
            {
                stages[stage].Fitted.Add(operation);
            }

            if (!operation.IsWhole)
            {
                stages[stage].Applied.Add(operation);
            }

            foreach (var slot in operation.From.Where(slot => operation.IsFitted || made[slot] < stage))
            {
                kept[slot] = true;
            }

            kept[operation.To] |= operation.IsWhole;
        }

        Array.ForEach(targets, slot => kept[slot] = true);
        return ([.. stages], kept);
    }

    /// <summary>Mean and deviation, lowest and highest of what no draw changes are the same in all draws; what settings enter into is not.</summary>
    private bool IsFittedOnce(Operation operation) => operation is { IsFitted: true, IsWhole: false } && Array.TrueForAll(operation.From, slot => _constants[slot] is not null);

    private int Slot(double[]? constant)
    {
        _constants.Add(constant);
        return _constants.Count - 1;
    }

    private int Compile(Series series)
    {
        var at = Begin(series);
        for (var i = 0; i < series.Steps.Count; i++)
        {
            var step = series.Steps[i];
            var to = Slot(null);
            var settings = Settings.Of(step);
            if (settings.Length > 0 && i == series.Steps.Count - 1)
            {
                Limits[series.Id] = _operations.Count;
            }

            Add(step switch
            {
                Classes { By: ClassesBy.Limits, Within: null } classes => new ClassesOperation(at, to, classes),
                Classes { By: ClassesBy.Deviations, Within: null, Weight: null } classes => new ClassesOperation(at, to, classes),
                Limit { Value: not null, Within: null } limit => new LimitOperation(at, to, limit),
                Limit { Deviations: not null, Within: null, Weight: null } limit => new LimitOperation(at, to, limit),
                MinMax { Within: null } minMax => new MinMaxOperation(at, to, minMax),
                Standardise { Within: null, Weight: null } standardise => new StandardiseOperation(at, to, standardise),
                Rank { Within: null, Ties: Ties.Minimum, HighestFirst: true } => new RankOperation(at, to),
                _ when Settings.IsAbsolute(step) && settings.Length == 0 && _central.Fits[series.Id].Steps[i].Whole is { } fitted => new MappingOperation(at, to, fitted),
                _ => new FittedOperation(at, to, step, step.Weight is { } weight ? _slots[weight] : null, Groups(step.Within)),
            });
            at = to;
        }

        return at;

        int Begin(Series one)
        {
            if (one.Origin is From from)
            {
                return _slots[from.Id];
            }

            int[] sources = [.. one.Origin.Sources.Select(source => _slots[source])];
            var to = Slot(null);
            if (one.Origin is Combination)
            {
                Weights[one.Id] = _operations.Count;
            }

            Add(one.Origin switch
            {
                Ratio ratio => new RatioOperation(sources[0], sources[1], to, ratio.Per),
                Combination { Kind: CombinationKind.Mean or CombinationKind.Sum, Weighting: Weighting.Given, DropMissing: false } weighted => new WeightedOperation(sources, to, weighted),
                Combination { Kind: CombinationKind.AtLeast or CombinationKind.FirstTrue } flags => new FlagsOperation(sources, to, flags),
                var combination => new CombinationOperation(sources, to, (Combination)combination),
            });
            return to;
        }
    }

    private void Add(Operation operation)
    {
        operation.Number = _operations.Count;
        _operations.Add(operation);
    }

    /// <summary>The areas of each group.</summary>
    private int[][]? Groups(string? column) => column is null
        ? null
        : [.. _central.Figures.Groups(column)!.Select((name, area) => (name, area)).GroupBy(place => place.name, place => place.area, StringComparer.Ordinal).Select(group => group.ToArray())];
}

/// <summary>What is done in one pass through the areas.</summary>
/// <param name="Fitted">What looks at all areas before it.</param>
/// <param name="Applied">What is done tile by tile, in order.</param>
internal sealed record Stage(List<Operation> Fitted, List<Operation> Applied);
