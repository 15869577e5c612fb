using Utanforskap.Statistics.Groups;

namespace Utanforskap.Statistics.Tests.Groups;

public sealed class GroupLineageTests
{
    private static readonly double[][] Places = [[0, 0], [20, 0], [0, 20]];

    [Fact]
    public void Groups_that_drift_a_little_keep_id_and_approved_name()
    {
        var first = First(Areas.Heaps(20, 2, 1, Places), 3);
        var named = first.Approve(2, "a name");
        var next = Next(named, [.. Areas.Heaps(20, 2, 1, Places).Select(point => new[] { point[0] + 0.5, point[1] - 0.3 })], 3);

        next.Version.ShouldBe(2);
        next.Groups.Select(group => group.Id).ShouldBe([1, 2, 3]);
        next.Groups.Single(group => group.Id == 2).Name.ShouldBe("a name");
        next.Lineage.ShouldAllBe(step => step.Kind == LineageKind.Continued && step.Old == step.New && step.ShareOfOld == 1 && step.ShareOfNew == 1);
        var (before, after) = (GroupAssignment.Assign(first, Areas.Of(Areas.Heaps(20, 2, 1, Places))), GroupAssignment.Assign(next, Areas.Of(Areas.Heaps(20, 2, 1, Places))));
        after.Select(area => area.Group).ShouldBe(before.Select(area => area.Group));
    }

    [Fact]
    public void The_same_figures_leave_the_centroids_where_they_are()
    {
        var points = Areas.Cloud(300, 4, 8);
        var first = First(points, 5);
        var next = Next(first, points, 5);
        next.Groups.ShouldBe(first.Groups, new SameCentroids());
    }

    [Fact]
    public void A_group_that_falls_apart_is_split_and_the_new_part_gets_a_new_id()
    {
        var first = First(Areas.Heaps(20, 2, 1, [0, 0], [20, 0]), 2);
        double[][] apart = [.. Areas.Heaps(10, 1, 1, [0, 0], [0, 9]), .. Areas.Heaps(20, 2, 1, [20, 0])];
        var next = Next(first, apart, 3);

        next.Groups.Select(group => group.Id).ShouldBe([1, 2, 3]);
        next.HighestGroupId.ShouldBe(3);
        next.Lineage.Count(step => step.Kind == LineageKind.Continued).ShouldBe(2);
        var split = next.Lineage.Single(step => step.Kind == LineageKind.Split);
        split.New.ShouldBe(3);
        split.ShareOfNew.ShouldBe(1);
    }

    [Fact]
    public void A_group_that_ends_in_another_is_merged_and_its_id_is_not_used_again()
    {
        double[][] points = [.. Areas.Heaps(20, 2, 1, [0, 0], [20, 0]), .. Areas.Heaps(10, 2, 1, [0, 8])];
        var first = First(points, 3);
        var merged = Next(first, points, 2);

        merged.Groups.Count.ShouldBe(2);
        var step = merged.Lineage.Single(s => s.Kind == LineageKind.Merged);
        step.ShareOfOld.ShouldBe(1);
        merged.Groups.ShouldNotContain(group => group.Id == step.Old);

        var again = Next(merged, points, 3);
        again.Groups.Select(group => group.Id).ShouldNotContain(step.Old!.Value, "An id is never used again.");
        again.HighestGroupId.ShouldBe(4);
    }

    [Fact]
    public void A_group_that_no_area_belongs_to_any_more_dies()
    {
        var first = First(Areas.Heaps(20, 2, 1, Places), 3);
        var next = Next(first, Areas.Heaps(20, 2, 1, [0, 0], [20, 0], [0, 1]), 2);
        next.Lineage.Select(step => step.Kind).ShouldBe([LineageKind.Continued, LineageKind.Continued, LineageKind.Died], ignoreOrder: true);
    }

    [Fact]
    public void Scattered_groups_die_and_mixed_ones_are_born()
    {
        // Three old groups of four areas; each new group takes one or two of each.
        (int? Old, int New, double Population)[] areas =
        [
            (1, 0, 1), (1, 1, 1), (1, 2, 1),
            (2, 0, 1), (2, 1, 1), (2, 2, 1),
            (3, 0, 1), (3, 1, 1), (3, 2, 1),
        ];
        var (ids, highest, steps) = GroupLineage.Follow(Old(3), areas, 3);

        ids.ShouldBe([8, 9, 10], "The previous version's highest id was 7.");
        highest.ShouldBe(10);
        steps.Select(step => step.Kind).ShouldBe([LineageKind.Died, LineageKind.Died, LineageKind.Died, LineageKind.Born, LineageKind.Born, LineageKind.Born], ignoreOrder: true);
    }

    [Fact]
    public void Ids_follow_population_and_not_the_number_of_areas()
    {
        (int? Old, int New, double Population)[] areas = [(1, 0, 10), (1, 1, 1), (1, 1, 1), (1, 1, 1), (2, 1, 5)];
        GroupLineage.Follow(Old(2), areas, 2).Ids.ShouldBe([1, 2]);
    }

    [Fact]
    public void An_area_that_had_no_group_counts_as_new()
    {
        var (ids, _, steps) = GroupLineage.Follow(Old(1), [(1, 0, 1), (null, 1, 5)], 2);
        ids.ShouldBe([1, 8]);
        steps.ShouldBe([new LineageStep(LineageKind.Continued, 1, 1, 1, 1), new LineageStep(LineageKind.Born, null, 8, 0, 0)]);
    }

    [Fact]
    public void A_new_version_may_have_other_indicators()
    {
        var points = Areas.Heaps(20, 2, 1, [0, 0, 0], [20, 0, 5], [0, 20, 9]);
        var features = Areas.Of(points);
        var first = GroupFit.First("grupper", features, ["x0", "x1"], new KMeansPlan(3, 1), cancellationToken: TestContext.Current.CancellationToken);
        var next = GroupFit.Next(first, features, ["x2"], new KMeansPlan(3, 1), cancellationToken: TestContext.Current.CancellationToken);

        next.Indicators.Select(indicator => indicator.Id).ShouldBe(["x2"]);
        next.Lineage.ShouldAllBe(step => step.Kind == LineageKind.Continued);
    }

    private static GroupModel Old(int groups) => new("grupper", 1, 1, [new("x", 0, 1)], [.. Enumerable.Range(1, groups).Select(id => new AreaGroup(id, null, [id], 1, 1))], 0, 7, []);

    private static GroupModel First(double[][] points, int k) => GroupFit.First(
        "grupper", Areas.Of(points), Areas.Names(points[0].Length), new KMeansPlan(k, 1), cancellationToken: TestContext.Current.CancellationToken);

    private static GroupModel Next(GroupModel previous, double[][] points, int k) =>
        GroupFit.Next(previous, Areas.Of(points), Areas.Names(points[0].Length), new KMeansPlan(k, 1), cancellationToken: TestContext.Current.CancellationToken);

    private sealed class SameCentroids : IEqualityComparer<AreaGroup>
    {
        public bool Equals(AreaGroup? x, AreaGroup? y) =>
            x!.Id == y!.Id && x.Areas == y.Areas && x.Centroid.Zip(y.Centroid).All(p => Math.Abs(p.First - p.Second) < 1e-12);

        public int GetHashCode(AreaGroup obj) => obj.Id;
    }
}
