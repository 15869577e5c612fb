using System.Text.Json;
using Utanforskap.Classification.Classifying;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Reclassifying;
using Utanforskap.Classification.Results;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Statistics.Groups;

namespace Utanforskap.Classification.Recomputing;

/// <summary>
/// Computes a stored result again from its lineage: the definition's version, the figures of its inputs as they were known at the release, the frozen groups. What is stored of the
/// result itself is not read.
/// </summary>
internal sealed class Recomputation(ResultReader results, IndicatorsClient indicators, KeptMethods methods, FrozenGroups groups)
{
    /// <summary>The result as it comes out now, or null where there is none as of the release.</summary>
    /// <exception cref="RefusedResultException">What was stored would be refused now.</exception>
    public async Task<ClassificationColumn?> RunAsync(ResultSeries series, long release, CancellationToken cancellationToken)
    {
        if (await results.VersionAsync(series, release, cancellationToken) is not { } version)
        {
            return null;
        }

        var method = await methods.FindAsync(series.Method, version.Version, cancellationToken);
        var target = TargetOf(method, series, version);
        var model = await ModelAsync(method, target, cancellationToken);
        var computed = await new MethodReclassification(method, indicators).RunAsync([target], release, _ => model, cancellationToken);
        var result = computed.Results.Single(r => r.Division == series.Division);
        var again = new ResultVersion
        {
            Method = version.Method,
            Division = version.Division,
            Period = version.Period,
            Release = version.Release,
            Version = version.Version,
            Inputs = ResultWriter.InputsOf(target),
            Limits = JsonSerializer.Serialize(result.Result.Limits, WireJson.Options),
        };
        return ResultReader.Assemble(series, again, release, method.Rule.Parts, result.Columns);
    }

    /// <summary>The target that a stored result was computed for, with the figures that were chosen then.</summary>
    public static Target TargetOf(MethodDefinition method, ResultSeries series, ResultVersion version)
    {
        ArgumentNullException.ThrowIfNull(method);
        var used = ResultReader.InputsOf(version);
        var inputs = method.Rule.Inputs.DistinctBy(i => i.Indicator).ToDictionary(i => i.Indicator, StringComparer.Ordinal);
        return new Target(
            used.Count > 0 ? used[0].Division : series.Division,
            series.Period,
            [.. used.Select(u => new ChosenInput(inputs.GetValueOrDefault(u.Indicator) ?? new MethodInput(u.Indicator, IsOptional: true), u.Period, u.Version))]);
    }

    private async Task<GroupModel?> ModelAsync(MethodDefinition method, Target target, CancellationToken cancellationToken) => method.Rule is GroupsRule
        ? await groups.FindAsync(method.Id, method.Version, FrozenGroups.CountryOf(target), cancellationToken)
        : null;
}
