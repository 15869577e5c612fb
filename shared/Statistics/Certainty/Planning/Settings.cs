using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Statistics.Certainty.Planning;

/// <summary>The numbers of a step that a choice of method can vary.</summary>
internal static class Settings
{
    /// <summary>Cuts or a limit, in the step's order; empty where the step has none.</summary>
    public static double[] Of(Step step) => step switch
    {
        Classes { By: ClassesBy.Limits or ClassesBy.Deviations } classes => [.. classes.Cuts],
        Limit limit => [(limit.Value ?? limit.Deviations ?? limit.Percentile ?? limit.OfMedian)!.Value],
        _ => [],
    };

    /// <summary>The step with other numbers.</summary>
    public static Step With(Step step, double[] settings) => step switch
    {
        Classes classes => classes with { Cuts = settings },
        Limit { Value: not null } limit => limit with { Value = settings[0] },
        Limit { Deviations: not null } limit => limit with { Deviations = settings[0] },
        Limit { Percentile: not null } limit => limit with { Percentile = Math.Clamp(settings[0], 0, 100) },
        Limit limit => limit with { OfMedian = settings[0] },
        _ => step,
    };

    /// <summary>Whether a step maps each value by itself, whatever the other areas' values are.</summary>
    public static bool IsAbsolute(Step step) => step switch
    {
        Scale or Negate or Complement or Round or Clamp or InverseHyperbolicSine or Goalposts or Exponential or NormalScore => true,
        MinMax { Minimum: not null, Maximum: not null } or Standardise { Centre: not null, Unit: not null } or Share { Total: not null } => true,
        RankShare { Count: not null } or RankGroup { Of: not null } => true,
        Limit { Value: not null } => true,
        Classes { By: ClassesBy.Limits } => true,
        Impute { By: ImputeBy.Value } => true,
        _ => false,
    };
}
