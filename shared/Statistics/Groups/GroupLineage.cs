namespace Utanforskap.Statistics.Groups;

/// <summary>
/// Which new group is which old one. Old and new groups are paired so that as much population as can be stays under its id (optimal assignment); a pair holds where at least half of
/// either's population is in both. New groups without a pair get ids that no version has used.
/// </summary>
internal static class GroupLineage
{
    private const double Half = 0.5;

    /// <param name="previous">The version before.</param>
    /// <param name="areas">Each area's old group (null where it had none), new label and population.</param>
    /// <param name="groups">How many new groups there are.</param>
    /// <returns>The id of each new label, the highest id used so far, and the steps: by old groups' ids, then new groups'.</returns>
    public static (int[] Ids, int HighestId, IReadOnlyList<LineageStep> Steps) Follow(
        GroupModel previous, IReadOnlyList<(int? Old, int New, double Population)> areas, int groups)
    {
        var old = previous.Groups.Select(group => group.Id).Order().ToArray();
        var flows = new double[old.Length, groups];
        foreach (var (from, to, population) in areas)
        {
            if (from is { } id)
            {
                flows[Array.IndexOf(old, id), to] += population;
            }
        }

        var ofOld = old.Select((_, o) => Enumerable.Range(0, groups).Sum(n => flows[o, n])).ToArray();
        var ofNew = new double[groups];
        foreach (var (_, to, population) in areas)
        {
            ofNew[to] += population;
        }

        double ShareOfOld(int o, int n) => ofOld[o] > 0 ? flows[o, n] / ofOld[o] : 0;
        double ShareOfNew(int o, int n) => ofNew[n] > 0 ? flows[o, n] / ofNew[n] : 0;
        var ids = new int[groups];
        var steps = new List<LineageStep>();
        var pairs = OptimalAssignment.Maximise(flows);
        for (var o = 0; o < old.Length; o++)
        {
            if (pairs[o] is >= 0 and var n && (ShareOfOld(o, n) >= Half || ShareOfNew(o, n) >= Half))
            {
                ids[n] = old[o];
                steps.Add(new LineageStep(LineageKind.Continued, old[o], old[o], ShareOfOld(o, n), ShareOfNew(o, n)));
            }
        }

        var highest = previous.HighestGroupId;
        for (var n = 0; n < groups; n++)
        {
            if (ids[n] > 0)
            {
                continue;
            }

            ids[n] = ++highest;
            var origin = Enumerable.Range(0, old.Length).FirstOrDefault(o => ShareOfNew(o, n) >= Half && ids.Contains(old[o]), -1);
            steps.Add(origin >= 0
                ? new LineageStep(LineageKind.Split, old[origin], ids[n], ShareOfOld(origin, n), ShareOfNew(origin, n))
                : new LineageStep(LineageKind.Born, null, ids[n], 0, 0));
        }

        for (var o = 0; o < old.Length; o++)
        {
            if (ids.Contains(old[o]))
            {
                continue;
            }

            var heir = Enumerable.Range(0, groups).FirstOrDefault(n => ShareOfOld(o, n) >= Half, -1);
            steps.Add(heir >= 0
                ? new LineageStep(LineageKind.Merged, old[o], ids[heir], ShareOfOld(o, heir), ShareOfNew(o, heir))
                : new LineageStep(LineageKind.Died, old[o], null, 0, 0));
        }

        return (ids, highest, [.. steps.OrderBy(step => step.Old ?? int.MaxValue).ThenBy(step => step.Kind).ThenBy(step => step.New)]);
    }
}
