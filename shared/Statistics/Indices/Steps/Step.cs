namespace Utanforskap.Statistics.Indices.Steps;

/// <summary>
/// One step of a series: a function of a single value whose parameters may come from all values of a reference population, such as their lowest and
/// highest. <see cref="Fit"/> finds the parameters; the <see cref="Mapping"/> then applies them, to the same values or to others (another year's, a
/// simulated draw's), which is what freezing, explanation and certainty rest upon.
/// </summary>
public abstract record Step
{
    /// <summary>A column of texts; the step is fitted within each of its groups on its own, e.g. within each county. Null: over all areas.</summary>
    public string? Within { get; init; }

    /// <summary>A series or input that weighs the areas where the step takes a mean or a deviation, e.g. the population. Null: areas count the same.</summary>
    public string? Weight { get; init; }

    /// <summary>The step's name in a definition, e.g. <c>min-max</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What is wrong with the settings, in words that name them as definitions do; null if nothing is.</summary>
    public virtual string? Mistake => null;

    /// <summary>Whether <see cref="Weight"/> has a meaning for the step as it is set.</summary>
    public virtual bool TakesWeight => false;

    /// <summary>What the step's outcome tells besides its values: cells that were filled in or changed.</summary>
    public virtual StepReport Reports => StepReport.Nothing;

    /// <summary>Finds the parameters.</summary>
    /// <param name="values">The reference population's values; those that are missing (NaN) are left out of every parameter.</param>
    /// <param name="weights">One weight per value, not negative; empty where areas count the same.</param>
    /// <exception cref="IndexException">The values give no parameters, e.g. all are equal where a spread is needed.</exception>
    public abstract Mapping Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights);
}

/// <summary>What a step's log lists cell by cell.</summary>
public enum StepReport
{
    /// <summary>Nothing: every value is changed by the same rule.</summary>
    Nothing,

    /// <summary>Cells that were missing and got a value.</summary>
    Imputed,

    /// <summary>Cells whose value was changed because they lie far out.</summary>
    Treated,
}

/// <summary>A step with its parameters found: a function of one value. Immutable and thread safe.</summary>
public abstract class Mapping
{
    /// <summary>The parameters, by name, in a stated order; empty where there are none.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, double>> Parameters => [];

    /// <summary>The same step with these parameters written into it, so that it no longer depends on any population; null if that cannot be said.</summary>
    public virtual Step? Frozen => null;

    /// <summary>The value's image; NaN stays NaN unless the step fills in what is missing.</summary>
    public abstract double Of(double value);

    /// <summary>All values' images.</summary>
    public virtual void Apply(ReadOnlySpan<double> values, Span<double> images)
    {
        for (var i = 0; i < values.Length; i++)
        {
            images[i] = Of(values[i]);
        }
    }
}

/// <summary>A step without parameters of a population: it is its own mapping.</summary>
internal sealed class FixedMapping(Step step, Func<double, double> of) : Mapping
{
    public override Step? Frozen => step;

    public override double Of(double value) => double.IsNaN(value) ? double.NaN : of(value);
}

/// <summary>Of nothing, nothing: a step that had no value to be fitted to.</summary>
internal sealed class MissingMapping : Mapping
{
    public override double Of(double value) => double.NaN;
}

/// <summary>value → (value − centre) · factor + offset.</summary>
internal sealed class LinearMapping(double centre, double factor, double offset, IReadOnlyList<KeyValuePair<string, double>> parameters, Step frozen) : Mapping
{
    public override IReadOnlyList<KeyValuePair<string, double>> Parameters => parameters;

    public override Step? Frozen => frozen;

    public override double Of(double value) => ((value - centre) * factor) + offset;
}
