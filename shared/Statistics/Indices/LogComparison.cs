namespace Utanforskap.Statistics.Indices;

/// <summary>Where two runs differ, step by step, by their logs.</summary>
/// <param name="HasSameAreas">Both have the same areas in the same order; hashes can only agree where they do.</param>
/// <param name="Steps">The steps that differ, in the first log's order, those that only the second has after the step that they follow there; the first is where the runs part.</param>
public sealed record LogComparison(bool HasSameAreas, IReadOnlyList<StepDifference> Steps)
{
    /// <summary>The runs have the same areas, steps, arguments and results.</summary>
    public bool IsEqual => HasSameAreas && Steps.Count == 0;

    /// <summary>Compares two logs. Steps are matched by series, operation and how often the series had that operation before.</summary>
    public static LogComparison Of(StepLog first, StepLog second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var (ours, theirs) = (Named(first), Named(second));
        var differences = new List<StepDifference>();
        var waiting = new Queue<(string Name, StepRecord Step)>(theirs);
        var known = ours.ToDictionary(step => step.Name, step => step.Step, StringComparer.Ordinal);
        var others = theirs.ToDictionary(step => step.Name, step => step.Step, StringComparer.Ordinal);
        foreach (var (name, step) in ours)
        {
            if (others.TryGetValue(name, out var other))
            {
                while (waiting.Count > 0 && waiting.Peek().Step.Number <= other.Number)
                {
                    OnlySecond(waiting.Dequeue());
                }
            }

            if (StepDifference.Of(step, other) is { } difference)
            {
                differences.Add(difference);
            }
        }

        while (waiting.Count > 0)
        {
            OnlySecond(waiting.Dequeue());
        }

        return new LogComparison(first.Areas == second.Areas && first.Codes == second.Codes, differences);

        void OnlySecond((string Name, StepRecord Step) step)
        {
            if (!known.ContainsKey(step.Name))
            {
                differences.Add(StepDifference.Of(null, step.Step)!);
            }
        }
    }

    private static List<(string Name, StepRecord Step)> Named(StepLog log) =>
        [.. log.Steps.GroupBy(step => (step.Series, step.Operation)).SelectMany(same => same.Select((step, nth) => ($"{step.Series}\0{step.Operation}\0{nth}", step))).OrderBy(step => step.step.Number)];
}

/// <summary>One step that differs.</summary>
/// <param name="First">The first run's; null where it has no such step.</param>
/// <param name="Second">The second run's; null where it has no such step.</param>
/// <param name="Arguments">Settings and parameters that differ.</param>
/// <param name="Inputs">It read other columns.</param>
/// <param name="Output">It made another column.</param>
/// <param name="Cells">Imputed and treated cells that differ.</param>
public sealed record StepDifference(
    StepRecord? First, StepRecord? Second, IReadOnlyList<ArgumentDifference> Arguments, bool Inputs, bool Output, IReadOnlyList<CellDifference> Cells)
{
    /// <summary>The difference begins here: the step is in one run only, reads figures that differ, or read the same as the other run's and yet came out otherwise. The rest follow from such steps.</summary>
    public bool IsOrigin => First is null || Second is null || !Inputs || First.Arguments is [{ Key: "column" or "numerator" }, ..];

    internal static StepDifference? Of(StepRecord? first, StepRecord? second)
    {
        if (first is null || second is null)
        {
            return new(first, second, [], Inputs: true, Output: true, []);
        }

        var (ours, theirs) = (first.Arguments.ToDictionary(argument => argument.Key, argument => argument.Value), second.Arguments.ToDictionary(argument => argument.Key, argument => argument.Value));
        ArgumentDifference[] arguments =
        [
            .. ours.Keys.Union(theirs.Keys).Select(name => new ArgumentDifference(name, ours.GetValueOrDefault(name), theirs.GetValueOrDefault(name)))
                .Where(argument => argument.First != argument.Second),
        ];
        var (cells, others) = (first.Cells.ToDictionary(cell => cell.Area), second.Cells.ToDictionary(cell => cell.Area));
        CellDifference[] differing =
        [
            .. cells.Keys.Union(others.Keys).Select(area => new CellDifference(area, cells.GetValueOrDefault(area), others.GetValueOrDefault(area))).Where(cell => cell.First != cell.Second),
        ];
        var difference = new StepDifference(first, second, arguments, !first.Inputs.SequenceEqual(second.Inputs), first.Output != second.Output, differing);
        return arguments.Length > 0 || differing.Length > 0 || difference.Inputs || difference.Output ? difference : null;
    }
}

/// <summary>An argument that differs; null on the side that has none of that name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="First">In the first run.</param>
/// <param name="Second">In the second run.</param>
public sealed record ArgumentDifference(string Name, string? First, string? Second);

/// <summary>A cell that was imputed or treated otherwise; null on the side that left it alone.</summary>
/// <param name="Area">The area's code.</param>
/// <param name="First">In the first run.</param>
/// <param name="Second">In the second run.</param>
public sealed record CellDifference(string Area, CellRecord? First, CellRecord? Second);
