using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Classification.Classifying;
using Utanforskap.Classification.Methods;
using Utanforskap.Contracts;
using Utanforskap.Geography;
using Utanforskap.Statistics.Groups;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>The groups of methods that have them: sought once for each version and country, when the base period is complete, and kept.</summary>
internal sealed class FrozenGroups(ClassificationDb database, IndicatorsClient indicators)
{
    /// <summary>The groups of a version for a country, or null where they were not sought yet.</summary>
    public async Task<GroupModel?> FindAsync(string method, int version, string country, CancellationToken cancellationToken) =>
        await database.Groups.FindAsync([method, version, country], cancellationToken) is { } kept ? Read(kept) : null;

    /// <summary>Seeks the groups of a version for a country, if its base period is complete as of the release; they start from the groups of the version before.</summary>
    /// <returns>The groups, or null where the base period is not complete.</returns>
    /// <exception cref="RefusedResultException">The figures allow no groups.</exception>
    public async Task<GroupModel?> SeekAsync(
        MethodDefinition method, GroupsRule rule, string country, IReadOnlyList<Target> targets, long release, CancellationToken cancellationToken)
    {
        if (targets.FirstOrDefault(t => t.Period == rule.Base && t.Lacking.Count == 0 && CountryOf(t) == country) is not { } target)
        {
            return null;
        }

        var figures = TargetFigures.Of(target, await indicators.ColumnsAsync([.. target.Columns], release, cancellationToken));
        var before = await database.Groups.Where(g => g.Method == method.Id && g.Country == country && g.Version < method.Version)
            .OrderByDescending(g => g.Version).FirstOrDefaultAsync(cancellationToken);
        var model = GroupClassification.Fit(method.Id, rule, before is null ? null : Read(before), figures, method.Population) with { Version = method.Version };
        database.Groups.Add(new KeptGroups
        {
            Method = method.Id,
            Version = method.Version,
            Country = country,
            Release = release,
            Division = target.Division,
            Model = JsonSerializer.Serialize(model, WireJson.Options),
        });
        return model;
    }

    /// <summary>The country whose areas a target reads.</summary>
    public static string CountryOf(Target target) => Division.Find(target.Division)!.Country;

    private static GroupModel Read(KeptGroups kept) => JsonSerializer.Deserialize<GroupModel>(kept.Model, WireJson.Options)
        ?? throw new InvalidDataException($"The groups of {kept.Method} version {kept.Version} cannot be read.");
}
