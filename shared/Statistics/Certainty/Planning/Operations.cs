using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Statistics.Certainty.Planning;

/// <summary>One operation of a plan: reads columns, writes one.</summary>
internal abstract class Operation(int to, double[] settings)
{
    /// <summary>Its place among the operations.</summary>
    public int Number { get; set; }

    /// <summary>Weights or limits as the definition has them; a workspace holds its own copy.</summary>
    public double[] Settings { get; } = settings;

    protected int To { get; } = to;

    public abstract void Run(Workspace workspace);
}

/// <summary>A weighted mean or sum where no part may be missing: a missing part makes the sum missing by itself.</summary>
internal sealed class WeightedOperation(int[] parts, int to, Combination combination) : Operation(to, [.. combination.Parts.Select(part => part.Weight)])
{
    public override void Run(Workspace workspace)
    {
        var (columns, weights) = (workspace.Columns, workspace.Settings[Number]);
        var total = 0.0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        if (combination.Kind == CombinationKind.Sum)
        {
            total = 1;
        }
        else if (total == 0)
        {
            throw new IndexException("the weights sum to zero, so there is no mean");
        }

        ref var result = ref MemoryMarshal.GetArrayDataReference(columns[To]);
        for (nuint i = 0; i < (nuint)columns[To].Length; i += (nuint)Vector256<double>.Count)
        {
            var sum = Vector256<double>.Zero;
            for (var part = 0; part < parts.Length; part++)
            {
                sum += Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(columns[parts[part]]), i) * weights[part];
            }

            (sum / Vector256.Create(total)).StoreUnsafe(ref result, i);
        }
    }
}

/// <summary>At least so many flags, or the first that is true: what <see cref="Combining"/> says of one area, of four at a time.</summary>
internal sealed class FlagsOperation(int[] parts, int to, Combination combination) : Operation(to, [.. combination.Parts.Select(part => part.Weight)])
{
    public override void Run(Workspace workspace)
    {
        var columns = Array.ConvertAll(parts, part => workspace.Columns[part]);
        var result = workspace.Columns[To];
        var strangers = Vector256<double>.Zero;
        ref var first = ref MemoryMarshal.GetArrayDataReference(result);
        for (nuint i = 0; i < (nuint)result.Length; i += (nuint)Vector256<double>.Count)
        {
            (combination.Kind == CombinationKind.AtLeast ? AtLeast(columns, i, ref strangers) : FirstTrue(columns, i, ref strangers)).StoreUnsafe(ref first, i);
        }

        if (strangers != Vector256<double>.Zero)
        {
            // The engine names the value that is no flag.
            Combining.Apply(combination, columns, workspace.Settings[Number], workspace.Values(To));
        }
    }

    private Vector256<double> AtLeast(double[][] columns, nuint i, ref Vector256<double> strangers)
    {
        var (yes, open, one) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256.Create(1.0));
        foreach (var column in columns)
        {
            var (isTrue, isOpen) = Flag(column, i, ref strangers);
            yes += isTrue & one;
            open += isOpen & one;
        }

        var count = Vector256.Create((double)combination.Count);
        var undecided = Vector256.ConditionalSelect(Vector256.LessThan(yes + open, count), Vector256<double>.Zero, Vector256.Create(double.NaN));
        return Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(yes, count), one, undecided);
    }

    private static Vector256<double> FirstTrue(double[][] columns, nuint i, ref Vector256<double> strangers)
    {
        // From the last: an open part leaves the number open, whatever comes after it.
        var number = Vector256.Create(columns.Length + 1.0);
        for (var part = columns.Length - 1; part >= 0; part--)
        {
            var (isTrue, isOpen) = Flag(columns[part], i, ref strangers);
            number = Vector256.ConditionalSelect(isOpen, Vector256.Create(double.NaN), Vector256.ConditionalSelect(isTrue, Vector256.Create(part + 1.0), number));
        }

        return number;
    }

    private static (Vector256<double> IsTrue, Vector256<double> IsOpen) Flag(double[] column, nuint i, ref Vector256<double> strangers)
    {
        var flag = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(column), i);
        var isTrue = Vector256.Equals(flag, Vector256.Create(1.0));
        var isOpen = ~Vector256.Equals(flag, flag);
        strangers |= Vector256.AndNot(Vector256.Create(1.0), isTrue | isOpen | Vector256.Equals(flag, Vector256<double>.Zero));
        return (isTrue, isOpen);
    }
}

/// <summary>Any other combination, by the engine itself.</summary>
internal sealed class CombinationOperation(int[] parts, int to, Combination combination) : Operation(to, [.. combination.Parts.Select(part => part.Weight)])
{
    public override void Run(Workspace workspace)
    {
        var columns = Array.ConvertAll(parts, part => workspace.Columns[part]);
        Combining.Apply(
            combination, columns, combination.Weighting == Weighting.Given ? workspace.Settings[Number] : Indices.Combinations.Weights.Fit(combination, columns), workspace.Values(To));
    }
}

/// <summary>A quotient; missing where the denominator is 0.</summary>
internal sealed class RatioOperation(int numerator, int denominator, int to, double per) : Operation(to, [])
{
    public override void Run(Workspace workspace) => Columnwise.Divide(workspace.Columns[numerator], workspace.Columns[denominator], per, workspace.Columns[To]);
}

/// <summary>A step that maps each value by itself.</summary>
internal sealed class MappingOperation(int from, int to, Mapping mapping) : Operation(to, [])
{
    public override void Run(Workspace workspace) => mapping.Apply(workspace.Values(from), workspace.Values(To));
}

/// <summary>A step that is fitted to each draw, by the engine itself.</summary>
internal sealed class FittedOperation(int from, int to, Step step, int? weight, int[][]? groups) : Operation(to, Planning.Settings.Of(step))
{
    public override void Run(Workspace workspace)
    {
        var settings = workspace.Settings[Number];
        var now = settings.AsSpan().SequenceEqual(Settings) ? step : Planning.Settings.With(step, [.. settings]);
        var values = workspace.Values(from);
        var images = workspace.Values(To);
        var weights = weight is { } slot ? workspace.Values(slot) : default;
        if (groups is null)
        {
            now.Fit(values, weights).Apply(values, images);
            return;
        }

        foreach (var group in groups)
        {
            var own = new double[group.Length];
            var weighs = weights.IsEmpty ? [] : new double[group.Length];
            for (var i = 0; i < group.Length; i++)
            {
                own[i] = values[group[i]];
                if (weighs.Length > 0)
                {
                    weighs[i] = weights[group[i]];
                }
            }

            var mapping = now.Fit(own, weighs);
            foreach (var area in group)
            {
                images[area] = mapping.Of(values[area]);
            }
        }
    }
}

/// <summary>Classes by limits that are given, or by mean and deviation.</summary>
internal sealed class ClassesOperation(int from, int to, Classes classes) : Operation(to, [.. classes.Cuts])
{
    public override void Run(Workspace workspace)
    {
        var cuts = workspace.Settings[Number];
        var spread = classes.By == ClassesBy.Deviations ? Columnwise.Spread(workspace.Columns[from], classes.Sample) : new Spread(0, 0, 1);
        if (double.IsNaN(spread.Deviation))
        {
            throw new IndexException($"{spread.Count} values have no mean and deviation to class by");
        }

        var (values, images) = (workspace.Columns[from], workspace.Columns[To]);
        ref var value = ref MemoryMarshal.GetArrayDataReference(values);
        ref var image = ref MemoryMarshal.GetArrayDataReference(images);
        Span<Vector256<double>> limits = stackalloc Vector256<double>[cuts.Length];
        for (var cut = 0; cut < cuts.Length; cut++)
        {
            limits[cut] = Vector256.Create(spread.Mean + (cuts[cut] * spread.Deviation));
        }

        var (first, each) = classes.LowestFirst ? (cuts.Length + 1.0, -1.0) : (1, 1);
        for (nuint i = 0; i < (nuint)values.Length; i += (nuint)Vector256<double>.Count)
        {
            var x = Vector256.LoadUnsafe(ref value, i);

            // x − x is missing where x is, and else 0.
            var number = Vector256.Create(first) + (x - x);
            foreach (var limit in limits)
            {
                number += Vector256.LessThan(x, limit) & Vector256.Create(each);
            }

            number.StoreUnsafe(ref image, i);
        }
    }
}

/// <summary>A flag by a limit that is given, or by mean and deviation.</summary>
internal sealed class LimitOperation(int from, int to, Limit limit) : Operation(to, Planning.Settings.Of(limit))
{
    public override void Run(Workspace workspace)
    {
        var at = workspace.Settings[Number][0];
        if (limit.Deviations is not null)
        {
            var spread = Columnwise.Spread(workspace.Columns[from], limit.Sample);
            at = spread.Mean + (at * spread.Deviation);
            if (double.IsNaN(at))
            {
                throw new IndexException("too few values to set a limit by");
            }
        }

        var (values, images) = (workspace.Columns[from], workspace.Columns[To]);
        var bound = Vector256.Create(at);
        ref var value = ref MemoryMarshal.GetArrayDataReference(values);
        ref var image = ref MemoryMarshal.GetArrayDataReference(images);
        for (nuint i = 0; i < (nuint)values.Length; i += (nuint)Vector256<double>.Count)
        {
            var x = Vector256.LoadUnsafe(ref value, i);
            var beyond = limit.Side switch
            {
                Side.AtLeast => Vector256.GreaterThanOrEqual(x, bound),
                Side.Above => Vector256.GreaterThan(x, bound),
                Side.AtMost => Vector256.LessThanOrEqual(x, bound),
                _ => Vector256.LessThan(x, bound),
            };
            ((beyond & Vector256.Create(1.0)) + (x - x)).StoreUnsafe(ref image, i);
        }
    }
}

/// <summary>Min–max.</summary>
internal sealed class MinMaxOperation(int from, int to, MinMax step) : Operation(to, [])
{
    public override void Run(Workspace workspace)
    {
        var (lowest, highest) = Columnwise.Ends(workspace.Columns[from]);
        var (minimum, maximum) = (step.Minimum ?? lowest, step.Maximum ?? highest);
        if (!(maximum > minimum))
        {
            throw new IndexException($"all values are {minimum}, so min–max has no span");
        }

        Columnwise.Linear(workspace.Columns[from], minimum, (step.To - step.From) / (maximum - minimum), step.From, workspace.Columns[To]);
    }
}

/// <summary>Standard scores.</summary>
internal sealed class StandardiseOperation(int from, int to, Standardise step) : Operation(to, [])
{
    public override void Run(Workspace workspace)
    {
        var spread = step.Centre is null || step.Unit is null ? Columnwise.Spread(workspace.Columns[from], step.Sample) : default;
        var unit = step.Unit ?? spread.Deviation;
        if (!(unit > 0))
        {
            throw new IndexException($"the values have no spread (standard deviation {unit}), so they cannot be standardised");
        }

        Columnwise.Linear(workspace.Columns[from], step.Centre ?? spread.Mean, step.Deviation / unit, step.Mean, workspace.Columns[To]);
    }
}

/// <summary>Ranks, the highest first, ties the lowest.</summary>
internal sealed class RankOperation(int from, int to) : Operation(to, [])
{
    public override void Run(Workspace workspace)
    {
        var ranks = Ranking.Of(workspace.Values(from));
        var images = workspace.Values(To);
        for (var area = 0; area < images.Length; area++)
        {
            images[area] = ranks[area] == 0 ? double.NaN : ranks[area];
        }
    }
}
