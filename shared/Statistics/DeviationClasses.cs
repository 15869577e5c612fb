namespace Utanforskap.Statistics;

/// <summary>
/// Classes by distance from the mean in standard deviations, as SCB and Delmos cut the socioeconomic index into five area types (2021):
/// index ≥ m+2s → 1; ≥ m+s → 2; ≥ m → 3; ≥ m−s → 4; below → 5. A value on a cut belongs to the class above it.
/// </summary>
public sealed class DeviationClasses
{
    private readonly double[] _limits;

    private DeviationClasses(double[] limits) => _limits = limits;

    /// <summary>The lowest value of each class but the last, from the highest down, in the index's unit.</summary>
    public ReadOnlySpan<double> Limits => _limits;

    /// <summary>How many classes there are: one more than limits.</summary>
    public int Count => _limits.Length + 1;

    /// <summary>Classes whose limits are m + k·s.</summary>
    /// <param name="spread">Mean and deviation; both finite.</param>
    /// <param name="cuts">The factors k, strictly falling, e.g. 2, 1, 0, −1.</param>
    public static DeviationClasses Of(Spread spread, ReadOnlySpan<double> cuts)
    {
        if (!double.IsFinite(spread.Mean) || !double.IsFinite(spread.Deviation))
        {
            throw new ArgumentException($"Mean {spread.Mean} and deviation {spread.Deviation} of {spread.Count} values give no limits.", nameof(spread));
        }

        var limits = new double[cuts.Length];
        for (var i = 0; i < limits.Length; i++)
        {
            if (!double.IsFinite(cuts[i]) || (i > 0 && cuts[i] >= cuts[i - 1]))
            {
                throw new ArgumentException("Cuts are finite and fall strictly.", nameof(cuts));
            }

            limits[i] = spread.Mean + (cuts[i] * spread.Deviation);
        }

        return new DeviationClasses(limits);
    }

    /// <summary>The class of a value, from 1 (highest values). NaN is an <see cref="ArgumentException"/>: an area without an index has no class.</summary>
    public int ClassOf(double value)
    {
        if (double.IsNaN(value))
        {
            throw new ArgumentException("A missing value has no class.", nameof(value));
        }

        var number = 1;
        foreach (var limit in _limits)
        {
            if (value >= limit)
            {
                break;
            }

            number++;
        }

        return number;
    }
}
