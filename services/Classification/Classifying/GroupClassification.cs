using Utanforskap.Classification.Methods;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.Statistics.Groups;

namespace Utanforskap.Classification.Classifying;

/// <summary>Which frozen group each area belongs to.</summary>
internal static class GroupClassification
{
    public static MethodResult Of(GroupsRule rule, GroupModel model, TargetFigures figures)
    {
        var assigned = GroupAssignment.Assign(model, FeaturesOf(rule, figures, population: null));
        var places = model.Indicators.Select((indicator, place) => (indicator.Id, place)).ToDictionary(p => p.Id, p => p.place + 1, StringComparer.Ordinal);
        return new MethodResult(
            figures.Target.Division,
            Over(area => area.Group),
            null,
            [
                new(GroupsRule.Second, Over(area => area.Second)),
                new(GroupsRule.Margin, Over(area => area.Margin)),
                new(GroupsRule.Silhouette, Over(area => area.Silhouette)),
                new(GroupsRule.Decider, Over(area => area.Deciders.Count > 0 ? places[area.Deciders[0].Indicator] : null)),
            ],
            []);

        // Areas are in code order on both sides.
        Column Over(Func<AssignedArea, double?> value) => MethodResult.ColumnOf(figures.Areas, [.. assigned.Select(area => value(area) ?? double.NaN)]);
    }

    /// <summary>Version 1 of a method's groups, or the next version from those before.</summary>
    /// <exception cref="RefusedResultException">The figures allow no groups.</exception>
    public static GroupModel Fit(string method, GroupsRule rule, GroupModel? previous, TargetFigures figures, string? population)
    {
        var (features, plan) = (FeaturesOf(rule, figures, population), new KMeansPlan(rule.Count, rule.Seed, rule.Restarts));
        try
        {
            return previous is null ? GroupFit.First(method, features, rule.Features, plan) : GroupFit.Next(previous, features, rule.Features, plan);
        }
        catch (ArgumentException wrong)
        {
            throw new RefusedResultException($"No groups could be found: {wrong.Message}");
        }
    }

    private static AreaFeatures FeaturesOf(GroupsRule rule, TargetFigures figures, string? population)
    {
        var people = population is not null && figures.Has(population) ? Array.ConvertAll(figures[population], p => double.IsNaN(p) ? 0 : p) : null;
        return AreaFeatures.Of(figures.Areas, rule.Features, [.. rule.Features.Select(feature => figures[feature])], people);
    }
}
