using System.Globalization;
using Utanforskap.Classification.Classifying;
using Utanforskap.Classification.Methods;
using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>Finds the divisions and periods that a method has to look at, and chooses the figures of each input there. Pure.</summary>
internal static class MethodTargets
{
    /// <summary>All of a method, in order of division and period, whether or not every input is there.</summary>
    /// <param name="method">The method.</param>
    /// <param name="known">The indicators' columns that have figures.</param>
    /// <remarks>
    /// A period is one that an input without age has figures of; where every input may be older, one that any has. An input that may be older takes its newest period not after the target's.
    /// </remarks>
    public static IReadOnlyList<Target> All(MethodDefinition method, KnownIndicators known)
    {
        var inputs = InputsOf(method);
        var waited = inputs.Where(i => !i.IsOptional).ToList();
        var sets = waited.Any(i => i.MaximumAge == 0) ? inputs.Where(i => i.MaximumAge == 0) : waited;
        var places = sets.SelectMany(i => known.KeysOf(i.Indicator)).Select(k => (k.Division, k.Period)).Distinct()
            .Where(p => Division.Find(p.Division) is { } division && division.Level == method.Level && division.IsValidFor(p.Period))
            .OrderBy(p => p.Division, StringComparer.Ordinal).ThenBy(p => p.Period, StringComparer.Ordinal);
        return [.. places.Select(p => new Target(
            p.Division, p.Period, [.. inputs.Select(i => new ChosenInput(i, Choose(i, p.Division, p.Period, known), known.VersionOf(i.Indicator)))]))];
    }

    /// <summary>Those whose chosen figures are among changed columns.</summary>
    public static IReadOnlyList<Target> Touched(IReadOnlyList<Target> all, IReadOnlyList<ColumnName> changes)
    {
        var changed = changes.Select(c => new ColumnKey(c.Series, c.Division, c.Period)).ToHashSet();
        return [.. all.Where(target => target.Columns.Any(changed.Contains) || LostOne(target, changes))];
    }

    /// <summary>The period of the figures that are chosen for an input: the newest that it allows, not after the target's; null: there are none.</summary>
    public static string? Choose(MethodInput input, string division, string period, KnownIndicators known) => known.KeysOf(input.Indicator)
        .Where(k => k.Division == division && IsWithin(input, k.Period, period))
        .Select(k => k.Period).Max(StringComparer.Ordinal);

    // A column that has lost its figures is chosen by nobody any more, but what was computed from it has to be looked at.
    private static bool LostOne(Target target, IReadOnlyList<ColumnName> changes) => changes.Any(c =>
        c.Division == target.Division && target.Inputs.Any(i => i.Input.Indicator == c.Series && IsWithin(i.Input, c.Period, target.Period)
            && (i.Period is null || string.CompareOrdinal(i.Period, c.Period) < 0)));

    private static IEnumerable<MethodInput> AllInputs(MethodDefinition method) =>
        method.Population is { } population ? [.. method.Rule.Inputs, new MethodInput(population, IsOptional: true)] : method.Rule.Inputs;

    private static List<MethodInput> InputsOf(MethodDefinition method) => [.. AllInputs(method).DistinctBy(i => i.Indicator, StringComparer.Ordinal)];

    private static bool IsWithin(MethodInput input, string of, string period) =>
        of == period
        || (input.MaximumAge > 0 && string.CompareOrdinal(of, period) < 0
            && TargetFigures.YearOf(of) is { } year && TargetFigures.YearOf(period) is { } target && target - year <= input.MaximumAge);

    /// <summary>E.g. <c>RegSO2020 2022</c>, for sentences.</summary>
    public static string Text(this Target target) => string.Create(CultureInfo.InvariantCulture, $"{target.Division} {target.Period}");
}
