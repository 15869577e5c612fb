using Utanforskap.Classification.Methods;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>A division and period to compute a method for, with the figures that are chosen for each of its inputs.</summary>
/// <param name="Division">The division whose areas are read.</param>
/// <param name="Period">The period that results are for.</param>
/// <param name="Inputs">One for each input of the method, its population last.</param>
internal sealed record Target(string Division, string Period, IReadOnlyList<ChosenInput> Inputs)
{
    /// <summary>The period whose figures an indicator is read for; null where it has none that are new enough.</summary>
    public string? PeriodOf(string indicator) => Inputs.FirstOrDefault(i => i.Input.Indicator == indicator)?.Period;

    /// <summary>The column that is read for an input.</summary>
    public ColumnKey KeyOf(ChosenInput input) => new(input.Input.Indicator, Division, input.Period!);

    /// <summary>The columns that are read.</summary>
    public IEnumerable<ColumnKey> Columns => Inputs.Where(i => i.Period is not null).Select(KeyOf);

    /// <summary>The indicators that are waited for.</summary>
    public IReadOnlyList<string> Lacking => [.. Inputs.Where(i => i is { Period: null, Input.IsOptional: false }).Select(i => i.Input.Indicator)];

    public bool Equals(Target? other) => other is not null && other.Division == Division && other.Period == Period && other.Inputs.SequenceEqual(Inputs);

    public override int GetHashCode() => HashCode.Combine(Division, Period);
}

/// <summary>The figures that are chosen for an input of a target.</summary>
/// <param name="Input">The input.</param>
/// <param name="Period">Their period: the target's own, or the newest before it that is not older than the input allows; null: none.</param>
/// <param name="Version">The version of the indicator's definition that they were computed by.</param>
internal sealed record ChosenInput(MethodInput Input, string? Period, int Version);
