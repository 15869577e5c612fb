namespace Utanforskap.Statistics.Groups;

/// <summary>Finds groups of similar areas and freezes them in a <see cref="GroupModel"/>. Areas in which an indicator is missing take no part.</summary>
public static class GroupFit
{
    /// <summary>Version 1 of a model. Ids go from the group with most areas to that with fewest.</summary>
    /// <param name="id">Name of the model.</param>
    /// <param name="features">Areas with their indicators.</param>
    /// <param name="indicators">Which of them span the space.</param>
    /// <param name="plan">How to seek.</param>
    /// <param name="progress">Told the finished part, 0–1, from any thread.</param>
    /// <param name="cancellationToken">Stops between descents.</param>
    /// <exception cref="ArgumentException">Fewer than two complete areas, an indicator that is missing or the same everywhere, more groups than distinct areas.</exception>
    public static GroupModel First(
        string id, AreaFeatures features, IReadOnlyList<string> indicators, KMeansPlan plan, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(indicators);
        ArgumentNullException.ThrowIfNull(plan);
        var space = FeatureSpace.Fit(features, indicators);
        var found = KMeans.Fit(space.Points, plan, progress, cancellationToken);
        var ids = new int[plan.Groups];
        var bySize = Enumerable.Range(0, plan.Groups).OrderByDescending(c => found.Labels.Count(label => label == c)).ThenBy(c => c).ToArray();
        for (var place = 0; place < bySize.Length; place++)
        {
            ids[bySize[place]] = place + 1;
        }

        return Freeze(new GroupModel(id, 1, plan.Seed, space.Indicators, [], found.WithinSumOfSquares, plan.Groups, []), features, space, found, ids, _ => null);
    }

    /// <summary>
    /// The next version of a model: scaled anew and grown from the old groups, so that a group moves no farther than its areas do. Each old group starts at the mean, in the new space, of the areas that the
    /// old model assigns to it now; with fewer groups than before the most populous go on, with more the new ones are sought beside them. Ids follow the population: see <see cref="GroupLineage"/>.
    /// </summary>
    /// <param name="previous">The version before.</param>
    /// <param name="features">Areas with the old and the new indicators.</param>
    /// <param name="indicators">Which of them span the new space; they may be others than before.</param>
    /// <param name="plan">How to seek.</param>
    /// <param name="progress">Told the finished part, 0–1, from any thread.</param>
    /// <param name="cancellationToken">Stops between descents.</param>
    /// <exception cref="ArgumentException">As for <see cref="First"/>.</exception>
    public static GroupModel Next(
        GroupModel previous, AreaFeatures features, IReadOnlyList<string> indicators, KMeansPlan plan, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(indicators);
        ArgumentNullException.ThrowIfNull(plan);
        previous.Validate();
        var space = FeatureSpace.Fit(features, indicators);
        var old = GroupAssignment.Assign(previous, features);
        var starts = previous.Groups
            .Select(group => Enumerable.Range(0, space.Areas.Length).Where(i => old[space.Areas[i]].Group == group.Id).ToArray())
            .Where(members => members.Length > 0)
            .OrderByDescending(members => members.Sum(i => features.Population(space.Areas[i])))
            .Take(plan.Groups)
            .Select(members => Mean(members, space));
        var found = KMeans.FitFrom(space.Points, [.. starts], plan, progress, cancellationToken);
        var lineage = GroupLineage.Follow(
            previous,
            [.. space.Areas.Select((area, i) => (old[area].Group, found.Labels[i], features.Population(area)))],
            plan.Groups);
        return Freeze(
            new GroupModel(previous.Id, previous.Version + 1, plan.Seed, space.Indicators, [], found.WithinSumOfSquares, lineage.HighestId, lineage.Steps),
            features,
            space,
            found,
            lineage.Ids,
            id => previous.Groups.FirstOrDefault(group => group.Id == id)?.Name);
    }

    private static double[] Mean(int[] members, FeatureSpace space) =>
    [
        .. Enumerable.Range(0, space.Indicators.Count).Select(j => CompensatedSum.Of([.. members.Select(i => space.Points[i][j])]) / members.Length),
    ];

    /// <summary>Groups in order of their ids, with what an assignment to them gives.</summary>
    private static GroupModel Freeze(GroupModel model, AreaFeatures features, FeatureSpace space, KMeansResult found, int[] ids, Func<int, string?> nameOf)
    {
        var order = Enumerable.Range(0, ids.Length).OrderBy(c => ids[c]).ToArray();
        var centroids = order.Select(c => found.Centroids[c]).ToArray();
        var members = space.Points
            .Select((point, i) => (Area: space.Areas[i], Nearest: GroupAssignment.Nearest(centroids, point).First))
            .ToLookup(place => place.Nearest, place => place.Area);
        return model with
        {
            Groups =
            [
                .. order.Select((c, place) => new AreaGroup(
                    ids[c], nameOf(ids[c]), centroids[place], members[place].Count(), CompensatedSum.Of([.. members[place].Select(features.Population)]))),
            ],
        };
    }
}
