using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Statistics.Indices;

/// <summary>Computes an index over figures.</summary>
/// <remarks>Pure: the same definition and figures give the same bits, on any machine and number of threads. Time and memory are linear in areas × columns but for sorts.</remarks>
public static class IndexComputation
{
    /// <summary>Computes all series.</summary>
    /// <param name="definition">What to compute.</param>
    /// <param name="figures">From what; every column and group that the definition names has to be there.</param>
    /// <param name="period">The year that the run is for, where inputs have a highest age; else null.</param>
    /// <param name="log">Whether to keep a log of each step (it costs a hash per step).</param>
    /// <param name="progress">Told the part of the series that are computed, from 0 to 1.</param>
    /// <exception cref="IndexException">The figures do not allow it; the message names series, step and area.</exception>
    public static IndexRun Compute(IndexDefinition definition, IndexFigures figures, int? period = null, bool log = true, IProgress<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(figures);
        return new Computation(definition, figures, fits: null, log ? [] : null) { Progress = progress }.Run(period);
    }

    /// <summary>
    /// Regenerates a run from its log: steps before <paramref name="from"/> are computed as the definition says, and from it on with the logged parameters and
    /// weights; nothing is fitted there but ranks, whose parameters are the areas themselves. The new run has a log of its own to compare with.
    /// </summary>
    /// <param name="definition">The definition that was logged.</param>
    /// <param name="figures">The same figures, or others that are to be measured by the logged parameters.</param>
    /// <param name="log">The log.</param>
    /// <param name="from">The first step that the log decides, from 1.</param>
    /// <exception cref="IndexException">The log is of another definition, or as <see cref="Compute"/>.</exception>
    public static IndexRun Replay(IndexDefinition definition, IndexFigures figures, StepLog log, int from = 1)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(log);
        if ((definition.Id, definition.Version) != (log.Index, log.Version))
        {
            throw new IndexException($"the log is of {log.Index} {log.Version}, the definition is {definition.Id} {definition.Version}; a run is regenerated with its own definition");
        }

        return from >= 1 && from <= log.Steps.Count
            ? new Computation(definition, figures, fits: null, [], replay: new Replaying(log.Steps, from)).Run(log.Period)
            : throw new IndexException($"the log has the steps 1 to {log.Steps.Count}, not {from}");
    }

    /// <summary>Computes all series with parameters of another run, e.g. of the base year: nothing is fitted, so each area's values depend on its own figures only.</summary>
    public static IndexRun ComputeWith(IndexDefinition definition, IndexFigures figures, IReadOnlyDictionary<string, SeriesFit> fits, int? period = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(figures);
        return new Computation(definition, figures, fits, log: null).Run(period);
    }

    /// <summary>
    /// Computes all series from inputs that are given rather than read: what simulation and explanation run, with figures of a draw or of another time.
    /// </summary>
    /// <param name="definition">What to compute.</param>
    /// <param name="figures">The areas and what they belong to; its numbers are not read.</param>
    /// <param name="inputs">One column per input, NaN where it is missing; not changed.</param>
    /// <param name="fits">Parameters of another run; null: fitted to these inputs.</param>
    /// <param name="undefinedIsMissing">A value that a step has no image for is missing, rather than an error: figures under another time's parameters may have none.</param>
    public static IndexRun ComputeFrom(
        IndexDefinition definition, IndexFigures figures, IReadOnlyDictionary<string, double[]> inputs, IReadOnlyDictionary<string, SeriesFit>? fits = null,
        bool undefinedIsMissing = false)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(inputs);
        return new Computation(definition, figures, fits, log: null, undefinedIsMissing).Run(inputs);
    }

    /// <summary>A log that decides from a step on.</summary>
    private sealed record Replaying(IReadOnlyList<StepRecord> Steps, int From);

    private sealed class Computation(
        IndexDefinition definition, IndexFigures figures, IReadOnlyDictionary<string, SeriesFit>? fits, List<StepRecord>? log, bool undefinedIsMissing = false, Replaying? replay = null)
    {
        private readonly Dictionary<string, double[]> _values = new(StringComparer.Ordinal);
        private readonly Dictionary<string, SeriesFit> _fits = new(StringComparer.Ordinal);
        private readonly Dictionary<double[], string> _hashes = new(ReferenceEqualityComparer.Instance);
        private readonly HashSet<string> _absent = new(StringComparer.Ordinal);

        public IProgress<double>? Progress { get; init; }

        public IndexRun Run(int? period) =>
            Run(definition.Inputs.ToDictionary(input => input.Id, input => InputReading.Read(input, figures, period), StringComparer.Ordinal), period);

        public IndexRun Run(IReadOnlyDictionary<string, double[]> inputs, int? period = null)
        {
            foreach (var input in definition.Inputs)
            {
                _values.Add(input.Id, inputs[input.Id]);
                if (InputReading.IsAbsent(input, figures, inputs[input.Id]))
                {
                    _absent.Add(input.Id);
                }
            }

            var leftOut = Screening.LeftOut(definition, _values, figures.Areas.Count);
            foreach (var input in definition.Inputs)
            {
                var values = _values[input.Id];
                if (leftOut.Count > 0)
                {
                    values = _values[input.Id] = (double[])values.Clone();
                    foreach (var area in leftOut.Keys)
                    {
                        values[area] = double.NaN;
                    }
                }

                if (log is not null)
                {
                    var operation = input.Source.Denominator is null ? "column" : "ratio";
                    Logged(input.Id, operation);
                    Record(input.Id, operation, InputReading.Arguments(input, figures), [.. input.Columns.Select(column => figures.Numbers(column)!)], values);
                }
            }

            foreach (var (place, series) in definition.Series.Index())
            {
                _values.Add(series.Id, Make(series));
                Progress?.Report((place + 1.0) / definition.Series.Count);
            }

            return replay is not null && log!.Count < replay.Steps.Count
                ? throw OtherStep(replay.Steps[log.Count], "has ended")
                : new IndexRun(definition, figures, _values, fits ?? _fits, log is null ? [] : log, leftOut, period, _absent);
        }

        private double[] Make(Series series)
        {
            var sources = series.Origin.Sources.Select(source => _values[source]).ToArray();
            if (series.Origin.Sources.All(_absent.Contains))
            {
                return Nothing(series, sources);
            }

            var given = fits?[series.Id];
            var (values, weights) = Begin(series, sources, given);
            var steps = new StepFit[series.Steps.Count];
            for (var i = 0; i < steps.Length; i++)
            {
                var step = series.Steps[i];
                var before = values;
                values = new double[before.Length];
                steps[i] = given?.Steps[i] ?? Logged(series.Id, step.Name)?.Fit ?? Fit(series, step, before);
                Apply(series, step, steps[i], before, values);
                Finite(values, $"series \"{series.Id}\", {step.Name}");
                Record(series.Id, step.Name, Arguments(step, steps[i]), step.Weight is { } weight ? [before, _values[weight]] : [before], values, step, steps[i]);
            }

            _fits.Add(series.Id, new SeriesFit(weights, steps));
            return values;
        }

        /// <summary>What is made of absent inputs alone: missing in all areas, whatever the steps are.</summary>
        private double[] Nothing(Series series, double[][] sources)
        {
            _absent.Add(series.Id);
            var none = new double[figures.Areas.Count];
            Array.Fill(none, double.NaN);
            _fits.Add(series.Id, new SeriesFit(new double[sources.Length], [.. series.Steps.Select(_ => new StepFit(new MissingMapping(), new Dictionary<string, Mapping>()))]));
            Logged(series.Id, "absent");
            Record(series.Id, "absent", [], sources, none);
            return none;
        }

        private (double[] Values, double[] Weights) Begin(Series series, double[][] sources, SeriesFit? given)
        {
            switch (series.Origin)
            {
                case From:
                    return (sources[0], []);
                case Ratio ratio:
                    Logged(series.Id, "ratio");
                    var quotients = new double[sources[0].Length];
                    for (var area = 0; area < quotients.Length; area++)
                    {
                        quotients[area] = sources[1][area] == 0 ? double.NaN : sources[0][area] / sources[1][area] * ratio.Per;
                    }

                    Finite(quotients, $"series \"{series.Id}\", ratio");
                    Record(series.Id, "ratio", [new("per", Text(ratio.Per))], sources, quotients);
                    return (quotients, []);
                default:
                    var combination = (Combination)series.Origin;
                    double[] weights;
                    var values = new double[sources[0].Length];
                    var logged = Logged(series.Id, combination.Kind.Kebab());
                    try
                    {
                        weights = given is not null ? [.. given.Weights] : logged is not null ? WeightsOf(logged, combination) : Weights.Fit(combination, sources);
                    }
                    catch (IndexException wrong)
                    {
                        throw new IndexException($"series \"{series.Id}\", weights: {wrong.Message}.");
                    }

                    try
                    {
                        Combining.Apply(combination, sources, weights, values);
                    }
                    catch (IndexException wrong)
                    {
                        OneByOne(values, i => Combining.Of(combination, Array.ConvertAll(sources, source => source[i]), weights), $"series \"{series.Id}\", {combination.Kind.Kebab()}", wrong);
                    }

                    Finite(values, $"series \"{series.Id}\", {combination.Kind.Kebab()}");
                    Record(
                        series.Id, combination.Kind.Kebab(), [.. combination.Parts.Select((part, i) => KeyValuePair.Create(part.Id, Text(weights[i])))], sources, values,
                        reports: combination.Kind == CombinationKind.FirstPresent ? StepReport.Imputed : StepReport.Nothing);
                    return (values, weights);
            }
        }

        private StepFit Fit(Series series, Step step, double[] values)
        {
            try
            {
                var weights = step.Weight is { } weight ? Weighing(weight) : null;
                if (step.Within is not { } column)
                {
                    return new StepFit(FitTo(step, values, weights), new Dictionary<string, Mapping>());
                }

                var groups = new Dictionary<string, Mapping>(StringComparer.Ordinal);
                foreach (var group in figures.Groups(column)!.Select((name, area) => (name, area)).GroupBy(place => place.name, place => place.area, StringComparer.Ordinal))
                {
                    var there = group.Where(area => !double.IsNaN(values[area])).ToArray();
                    if (there.Length == 0 && step.Reports != StepReport.Imputed)
                    {
                        groups.Add(group.Key, new MissingMapping());
                        continue;
                    }

                    if (group.Key.Length == 0 && there.Length > 0)
                    {
                        throw new IndexException($"area {figures.Areas[there[0]]} has no {column}, within which the step is fitted");
                    }

                    try
                    {
                        groups.Add(group.Key, FitTo(step, [.. group.Select(area => values[area])], weights is null ? null : [.. group.Select(area => weights[area])]));
                    }
                    catch (IndexException wrong)
                    {
                        throw new IndexException($"within {column} \"{group.Key}\" {wrong.Message}");
                    }
                }

                return new StepFit(null, groups);
            }
            catch (IndexException wrong)
            {
                throw new IndexException($"series \"{series.Id}\", {(ColumnOf(series) is { } input ? $"column \"{input}\", " : "")}{step.Name}: {wrong.Message}.");
            }
        }

        private double[] Weighing(string id)
        {
            var weights = _values[id];
            return Array.FindIndex(weights, weight => weight < 0) is >= 0 and var area
                ? throw new IndexException($"the weight \"{id}\" of area {figures.Areas[area]} is {Text(weights[area])}; weights are 0 or more")
                : weights;
        }

        private static Mapping FitTo(Step step, double[] values, double[]? weights) =>
            weights is not null && Array.Exists(values, value => !double.IsNaN(value)) && !values.Zip(weights).Any(area => !double.IsNaN(area.First) && area.Second > 0)
                ? throw new IndexException($"no area with a value has a weight \"{step.Weight}\" above 0")
                : step.Fit(values, weights);

        /// <summary>The column of figures that a series is of, where it is of a single one.</summary>
        private string? ColumnOf(Series series)
        {
            var origin = series.Origin;
            while (origin is From from)
            {
                if (definition.Inputs.FirstOrDefault(input => input.Id == from.Id) is { } input)
                {
                    return input.Source.Column;
                }

                origin = definition.Series.First(one => one.Id == from.Id).Origin;
            }

            return null;
        }

        private void Apply(Series series, Step step, StepFit fit, double[] before, double[] after)
        {
            try
            {
                if (fit.Whole is { } whole)
                {
                    whole.Apply(before, after);
                    return;
                }

                var groups = figures.Groups(step.Within!)!;
                for (var area = 0; area < before.Length; area++)
                {
                    after[area] = fit.Groups.TryGetValue(groups[area], out var mapping)
                        ? mapping.Of(before[area])
                        : throw new IndexException($"the parameters know no {step.Within} \"{groups[area]}\"");
                }
            }
            catch (IndexException wrong)
            {
                OneByOne(after, i => (fit.Whole ?? fit.Groups[figures.Groups(step.Within!)![i]]).Of(before[i]), $"series \"{series.Id}\", {step.Name}", wrong);
            }
        }

        /// <summary>A value that is too large for a number is told, or left missing; nothing without a value goes on as one.</summary>
        private void Finite(double[] values, string where)
        {
            for (var area = 0; area < values.Length; area++)
            {
                if (double.IsInfinity(values[area]))
                {
                    values[area] = undefinedIsMissing ? double.NaN : throw new IndexException($"{where}, area {figures.Areas[area]}: the value is too large for a number, or is divided by nearly nothing.");
                }
            }
        }

        /// <summary>After a failure somewhere: names the first area that fails, or leaves those that do missing.</summary>
        private void OneByOne(double[] values, Func<int, double> of, string where, IndexException somewhere)
        {
            for (var area = 0; area < values.Length; area++)
            {
                try
                {
                    values[area] = of(area);
                }
                catch (Exception wrong) when (wrong is IndexException or KeyNotFoundException)
                {
                    values[area] = undefinedIsMissing
                        ? double.NaN
                        : throw new IndexException($"{where}, area {figures.Areas[area]}: {(wrong is IndexException ? wrong : somewhere).Message}.");
                }
            }
        }

        /// <summary>The next step of the log, if the log decides from there on; null where it does not.</summary>
        private StepRecord? Logged(string series, string operation)
        {
            if (replay is null)
            {
                return null;
            }

            var at = log!.Count;
            var what = $"goes on with {operation} of \"{series}\"";
            return at >= replay.Steps.Count ? throw new IndexException($"the log ends with step {at}, the definition {what}")
                : (replay.Steps[at].Series, replay.Steps[at].Operation) != (series, operation) ? throw OtherStep(replay.Steps[at], what)
                : at + 1 >= replay.From ? replay.Steps[at] : null;
        }

        private static IndexException OtherStep(StepRecord logged, string instead) => new($"step {logged.Number} of the log is {logged.Operation} of \"{logged.Series}\", the definition {instead}");

        private static double[] WeightsOf(StepRecord logged, Combination combination)
        {
            var weights = logged.Arguments.ToDictionary(argument => argument.Key, argument => argument.Value, StringComparer.Ordinal);
            return [.. combination.Parts.Select(part => weights.TryGetValue(part.Id, out var text) && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var weight) && double.IsFinite(weight)
                ? weight
                : throw new IndexException($"step {logged.Number} of the log has no weight of \"{part.Id}\""))];
        }

        private static List<KeyValuePair<string, string>> Arguments(Step step, StepFit fit)
        {
            List<KeyValuePair<string, string>> parameters = fit.Whole is { } whole
                ? [.. whole.Parameters.Select(parameter => KeyValuePair.Create(parameter.Key, Text(parameter.Value)))]
                : [.. fit.Groups.OrderBy(group => group.Key, StringComparer.Ordinal)
                    .SelectMany(group => group.Value.Parameters.Select(parameter => KeyValuePair.Create($"{parameter.Key} in {group.Key}", Text(parameter.Value))))];

            // A parameter that the definition gives stands there once, as what the step went by.
            List<KeyValuePair<string, string>> arguments = [.. StepArguments.Of(step).Where(setting => parameters.All(parameter => parameter.Key != setting.Key)), .. parameters];
            return arguments;
        }

        private void Record(
            string series, string operation, IReadOnlyList<KeyValuePair<string, string>> arguments, double[][] inputs, double[] output, Step? step = null, StepFit? fit = null,
            StepReport reports = StepReport.Nothing)
        {
            if (log is null)
            {
                return;
            }

            var cells = (step?.Reports ?? reports) == StepReport.Nothing
                ? []
                : Enumerable.Range(0, output.Length).Where(area => !inputs[0][area].Equals(output[area]))
                    .Select(area => new CellRecord(figures.Areas[area], double.IsNaN(inputs[0][area]) ? null : inputs[0][area], output[area])).ToArray();
            var hashes = inputs.Select(Hash).Concat(step?.Within is { } column ? [ColumnHash.Of(figures.Groups(column)!)] : []);
            log.Add(new StepRecord(log.Count + 1, series, operation, arguments, [.. hashes], Hash(output), cells) { Fit = fit });
        }

        private string Hash(double[] column)
        {
            if (!_hashes.TryGetValue(column, out var hash))
            {
                _hashes.Add(column, hash = ColumnHash.Of(column));
            }

            return hash;
        }

        private static string Text(double number) => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
    }
}
