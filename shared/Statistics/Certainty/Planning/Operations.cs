using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Statistics.Certainty.Planning;

/// <summary>One operation of a plan: reads columns, writes one, tile by tile.</summary>
internal abstract class Operation(int[] from, int to, double[] settings)
{
    /// <summary>Its place among the operations.</summary>
    public int Number { get; set; }

    /// <summary>The slots that it reads.</summary>
    public int[] From { get; } = from;

    /// <summary>The slot that it writes.</summary>
    public int To { get; } = to;

    /// <summary>Weights or limits as the definition has them; a workspace holds its own copy.</summary>
    public double[] Settings { get; } = settings;

    /// <summary>Whether it has to see all areas of what it reads before it can write any.</summary>
    public virtual bool IsFitted => false;

    /// <summary>Whether it writes all areas at once, when it is fitted.</summary>
    public virtual bool IsWhole => false;

    /// <summary>Looks at all areas.</summary>
    public virtual void Fit(Workspace workspace)
    {
    }

    /// <summary>Writes the workspace's tile; not asked of what is whole.</summary>
    public virtual void Apply(Workspace workspace)
    {
    }
}

/// <summary>A weighted mean or sum where no part may be missing: a missing part makes the sum missing by itself.</summary>
internal sealed class WeightedOperation(int[] parts, int to, Combination combination) : Operation(parts, to, [.. combination.Parts.Select(part => part.Weight)])
{
    public override void Apply(Workspace workspace)
    {
        var weights = workspace.Settings[Number];
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

        var tile = workspace.Tile(To);
        ref var result = ref MemoryMarshal.GetReference(tile);
        for (nuint i = 0; i < (nuint)tile.Length; i += (nuint)Vector256<double>.Count)
        {
            var sum = Vector256<double>.Zero;
            for (var part = 0; part < From.Length; part++)
            {
                sum += workspace.Load(From[part], i) * weights[part];
            }

            (sum / Vector256.Create(total)).StoreUnsafe(ref result, i);
        }
    }
}

/// <summary>At least so many flags, or the first that is true: what <see cref="Combining"/> says of one area, of four at a time.</summary>
internal sealed class FlagsOperation(int[] parts, int to, Combination combination) : Operation(parts, to, [.. combination.Parts.Select(part => part.Weight)])
{
    public override void Apply(Workspace workspace)
    {
        var strangers = Vector256<double>.Zero;
        var tile = workspace.Tile(To);
        ref var first = ref MemoryMarshal.GetReference(tile);
        for (nuint i = 0; i < (nuint)tile.Length; i += (nuint)Vector256<double>.Count)
        {
            (combination.Kind == CombinationKind.AtLeast ? AtLeast(workspace, i, ref strangers) : FirstTrue(workspace, i, ref strangers)).StoreUnsafe(ref first, i);
        }

        if (strangers != Vector256<double>.Zero)
        {
            throw new IndexException("a value is neither 0 nor 1: only flags (see limit) can be counted");
        }
    }

    private Vector256<double> AtLeast(Workspace workspace, nuint i, ref Vector256<double> strangers)
    {
        var (yes, open, one) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256.Create(1.0));
        foreach (var part in From)
        {
            var (isTrue, isOpen) = Flag(workspace.Load(part, i), ref strangers);
            yes += isTrue & one;
            open += isOpen & one;
        }

        var count = Vector256.Create((double)combination.Count);
        var undecided = Vector256.ConditionalSelect(Vector256.LessThan(yes + open, count), Vector256<double>.Zero, Vector256.Create(double.NaN));
        return Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(yes, count), one, undecided);
    }

    private Vector256<double> FirstTrue(Workspace workspace, nuint i, ref Vector256<double> strangers)
    {
        // From the last: an open part leaves the number open, whatever comes after it.
        var number = Vector256.Create(From.Length + 1.0);
        for (var part = From.Length - 1; part >= 0; part--)
        {
            var (isTrue, isOpen) = Flag(workspace.Load(From[part], i), ref strangers);
            number = Vector256.ConditionalSelect(isOpen, Vector256.Create(double.NaN), Vector256.ConditionalSelect(isTrue, Vector256.Create(part + 1.0), number));
        }

        return number;
    }

    private static (Vector256<double> IsTrue, Vector256<double> IsOpen) Flag(Vector256<double> flag, ref Vector256<double> strangers)
    {
        var isTrue = Vector256.Equals(flag, Vector256.Create(1.0));
        var isOpen = ~Vector256.Equals(flag, flag);
        strangers |= Vector256.AndNot(Vector256.Create(1.0), isTrue | isOpen | Vector256.Equals(flag, Vector256<double>.Zero));
        return (isTrue, isOpen);
    }
}

/// <summary>Any other combination, by the engine itself; weights that come from the figures come from those of all areas.</summary>
internal sealed class CombinationOperation(int[] parts, int to, Combination combination) : Operation(parts, to, [.. combination.Parts.Select(part => part.Weight)])
{
    public override bool IsFitted => combination.Weighting != Weighting.Given;

    public override bool IsWhole => IsFitted;

    public override void Fit(Workspace workspace)
    {
        var columns = Array.ConvertAll(From, part => workspace.Columns[part]);
        Combining.Apply(combination, columns, Indices.Combinations.Weights.Fit(combination, columns), workspace.Values(To));
    }

    public override void Apply(Workspace workspace)
    {
        var values = workspace.Unpadded(To);
        Span<double> row = stackalloc double[From.Length];
        for (var i = 0; i < values.Length; i++)
        {
            for (var part = 0; part < row.Length; part++)
            {
                row[part] = workspace.Columns[From[part]][workspace.OffsetOf(From[part]) + i];
            }

            values[i] = Combining.Of(combination, row, workspace.Settings[Number]);
        }
    }
}

/// <summary>A quotient; missing where the denominator is 0.</summary>
internal sealed class RatioOperation(int numerator, int denominator, int to, double per) : Operation([numerator, denominator], to, [])
{
    public override void Apply(Workspace workspace) => Columnwise.Divide(workspace.Tile(numerator), workspace.Tile(denominator), per, workspace.Tile(To));
}

/// <summary>A step that maps each value by itself.</summary>
internal sealed class MappingOperation(int from, int to, Mapping mapping) : Operation([from], to, [])
{
    public override void Apply(Workspace workspace)
    {
        var images = workspace.Unpadded(To);
        mapping.Apply(workspace.Tile(from)[..images.Length], images);
    }
}

/// <summary>A step that is fitted to each draw, by the engine itself.</summary>
internal sealed class FittedOperation(int from, int to, Step step, int? weight, int[][]? groups)
    : Operation(weight is { } weighs ? [from, weighs] : [from], to, Planning.Settings.Of(step))
{
    public override bool IsFitted => true;

    public override bool IsWhole => true;

    public override void Fit(Workspace workspace)
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

/// <summary>What the mean and deviation of all areas enter into.</summary>
internal abstract class SpreadOperation(int from, int to, double[] settings, bool isFitted, bool sample) : Operation([from], to, settings)
{
    public override bool IsFitted => isFitted;

    public override void Fit(Workspace workspace)
    {
        var spread = Columnwise.Spread(workspace.Columns[From[0]], sample);
        Check(spread);
        (workspace.Fitted[Number][0], workspace.Fitted[Number][1]) = (spread.Mean, spread.Deviation);
    }

    /// <summary>Mean and deviation.</summary>
    protected (double Mean, double Deviation) Of(Workspace workspace) => (workspace.Fitted[Number][0], workspace.Fitted[Number][1]);

    /// <exception cref="IndexException">Nothing can be made of it.</exception>
    protected abstract void Check(Spread spread);
}

/// <summary>Classes by limits that are given, or by mean and deviation.</summary>
internal sealed class ClassesOperation(int from, int to, Classes classes) : SpreadOperation(from, to, [.. classes.Cuts], classes.By == ClassesBy.Deviations, classes.Sample)
{
    public override void Apply(Workspace workspace)
    {
        var cuts = workspace.Settings[Number];
        var (mean, deviation) = IsFitted ? Of(workspace) : (0, 1);
        var values = workspace.Tile(From[0]);
        var images = workspace.Tile(To);
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var image = ref MemoryMarshal.GetReference(images);
        Span<Vector256<double>> limits = stackalloc Vector256<double>[cuts.Length];
        for (var cut = 0; cut < cuts.Length; cut++)
        {
            limits[cut] = Vector256.Create(mean + (cuts[cut] * deviation));
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

    protected override void Check(Spread spread)
    {
        if (double.IsNaN(spread.Deviation))
        {
            throw new IndexException($"{spread.Count} values have no mean and deviation to class by");
        }
    }
}

/// <summary>A flag by a limit that is given, or by mean and deviation.</summary>
internal sealed class LimitOperation(int from, int to, Limit limit) : SpreadOperation(from, to, Planning.Settings.Of(limit), limit.Deviations is not null, limit.Sample)
{
    public override void Apply(Workspace workspace)
    {
        var at = workspace.Settings[Number][0];
        if (IsFitted)
        {
            var (mean, deviation) = Of(workspace);
            at = mean + (at * deviation);
        }

        var values = workspace.Tile(From[0]);
        var images = workspace.Tile(To);
        var bound = Vector256.Create(at);
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var image = ref MemoryMarshal.GetReference(images);
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

    protected override void Check(Spread spread)
    {
        if (double.IsNaN(spread.Mean + spread.Deviation))
        {
            throw new IndexException("too few values to set a limit by");
        }
    }
}

/// <summary>Standard scores.</summary>
internal sealed class StandardiseOperation(int from, int to, Standardise step) : SpreadOperation(from, to, [], step.Centre is null || step.Unit is null, step.Sample)
{
    public override void Apply(Workspace workspace)
    {
        var (mean, deviation) = Of(workspace);
        Columnwise.Linear(workspace.Tile(From[0]), step.Centre ?? mean, step.Deviation / (step.Unit ?? deviation), step.Mean, workspace.Tile(To));
    }

    protected override void Check(Spread spread)
    {
        var unit = step.Unit ?? spread.Deviation;
        if (!(unit > 0))
        {
            throw new IndexException($"the values have no spread (standard deviation {unit}), so they cannot be standardised");
        }
    }
}

/// <summary>Min–max.</summary>
internal sealed class MinMaxOperation(int from, int to, MinMax step) : Operation([from], to, [])
{
    public override bool IsFitted => step.Minimum is null || step.Maximum is null;

    public override void Fit(Workspace workspace)
    {
        var (lowest, highest) = Columnwise.Ends(workspace.Columns[from]);
        var (minimum, maximum) = (step.Minimum ?? lowest, step.Maximum ?? highest);
        if (!(maximum > minimum))
        {
            throw new IndexException($"all values are {minimum}, so min–max has no span");
        }

        (workspace.Fitted[Number][0], workspace.Fitted[Number][1]) = (minimum, maximum);
    }

    public override void Apply(Workspace workspace)
    {
        var (minimum, maximum) = (step.Minimum ?? workspace.Fitted[Number][0], step.Maximum ?? workspace.Fitted[Number][1]);
        Columnwise.Linear(workspace.Tile(from), minimum, (step.To - step.From) / (maximum - minimum), step.From, workspace.Tile(To));
    }
}

/// <summary>Ranks, the highest first, ties the lowest.</summary>
internal sealed class RankOperation(int from, int to) : Operation([from], to, [])
{
    public override bool IsFitted => true;

    public override bool IsWhole => true;

    public override void Fit(Workspace workspace)
    {
        var ranks = Ranking.Of(workspace.Values(from));
        var images = workspace.Values(To);
        for (var area = 0; area < images.Length; area++)
        {
            images[area] = ranks[area] == 0 ? double.NaN : ranks[area];
        }
    }
}
