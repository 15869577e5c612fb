using Utanforskap.Classification.Methods;
using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>A division and period to classify.</summary>
internal readonly record struct Target(string Division, string Period)
{
    public ColumnKey Input(string indicator) => new(indicator, Division, Period);
}

/// <summary>Finds the divisions and periods that a method has to look at.</summary>
internal static class MethodTargets
{
    /// <summary>Those in which a release changed an indicator that the method reads, by division and period.</summary>
    public static List<Target> Touched(MethodDefinition method, RecalculatedRelease release) =>
        InOrder(method, release.Changes.Where(c => method.Inputs.Contains(c.Series)).Select(c => new Target(c.Division, c.Period)));

    /// <summary>All in which the method's inputs have figures as of a release.</summary>
    public static async Task<List<Target>> AllAsync(
        MethodDefinition method, IndicatorsClient indicators, long release, CancellationToken cancellationToken)
    {
        var targets = new List<Target>();
        foreach (var indicator in method.Rule.Needs)
        {
            targets.AddRange((await indicators.KeysAsync(indicator, release, cancellationToken)).Select(k => new Target(k.Division, k.Period)));
        }

        return InOrder(method, targets);
    }

    private static List<Target> InOrder(MethodDefinition method, IEnumerable<Target> targets) =>
    [
        .. targets.Distinct().Where(t => Division.Find(t.Division) is { } division && division.Level == method.Level && division.IsValidFor(t.Period))
            .OrderBy(t => t.Division, StringComparer.Ordinal).ThenBy(t => t.Period, StringComparer.Ordinal),
    ];
}
