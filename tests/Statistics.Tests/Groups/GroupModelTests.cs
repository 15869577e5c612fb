using System.Text.Json;
using Utanforskap.Statistics.Groups;

namespace Utanforskap.Statistics.Tests.Groups;

public sealed class GroupModelTests
{
    private static readonly double[][] Heaps = Areas.Heaps(30, 2, 1, [0, 0, 5], [10, 0, 5], [0, 10, 5]);

    [Fact]
    public void Assigning_the_areas_of_the_fit_gives_the_groups_of_the_fit()
    {
        var features = Areas.Of(Areas.Cloud(300, 4, 2), area => 100 + area);
        var model = First(features, 5);

        var assigned = GroupAssignment.Assign(model, features);
        foreach (var group in model.Groups)
        {
            var members = assigned.Select((area, place) => (area, place)).Where(p => p.area.Group == group.Id).ToArray();
            members.Length.ShouldBe(group.Areas);
            members.Sum(p => features.Population(p.place)).ShouldBe(group.Population);
        }
    }

    [Fact]
    public void Groups_are_numbered_by_size_and_have_no_name_until_one_is_approved()
    {
        var model = First(Areas.Of([.. Areas.Heaps(10, 1, 1, [0, 0]), .. Areas.Heaps(30, 1, 2, [9, 0]), .. Areas.Heaps(20, 1, 3, [0, 9])]), 3);

        model.Groups.Select(group => (group.Id, group.Areas)).ShouldBe([(1, 30), (2, 20), (3, 10)]);
        model.Groups.ShouldAllBe(group => group.Name == null);
        var approved = model.Approve(2, "villaområden");
        approved.Groups.Select(group => group.Name).ShouldBe([null, "villaområden", null]);
        NameProposal.Of(approved).Select(proposal => proposal.Group).ShouldBe([1, 3]);
        Should.Throw<ArgumentException>(() => model.Approve(4, "x")).Message.ShouldContain("no group 4");
    }

    [Fact]
    public void A_name_is_proposed_from_the_strongest_deviations()
    {
        var model = First(Areas.Of([.. Areas.Heaps(10, 1, 1, [0, 20, 5]), .. Areas.Heaps(10, 1, 2, [20, 0, 5])]), 2);

        var proposals = NameProposal.Of(model);
        proposals.Select(proposal => string.Join("; ", proposal.Text.Split(", ").Order(StringComparer.Ordinal))).ShouldBe(["high x1; low x0", "high x0; low x1"], ignoreOrder: true);
        proposals.ShouldAllBe(proposal => proposal.Deviations.Count == 3);
    }

    [Fact]
    public void A_model_survives_being_stored_as_json()
    {
        var features = Areas.Of(Areas.Cloud(80, 3, 2));
        var model = Next(First(features, 4), Areas.Of(Areas.Cloud(80, 3, 3)), 5);

        var restored = JsonSerializer.Deserialize<GroupModel>(JsonSerializer.Serialize(model)).ShouldNotBeNull();

        restored.Validate();
        JsonSerializer.Serialize(restored).ShouldBe(JsonSerializer.Serialize(model));
        GroupAssignment.Assign(restored, features).Select(area => (area.Group, area.Distance)).ShouldBe(GroupAssignment.Assign(model, features).Select(area => (area.Group, area.Distance)));
    }

    [Fact]
    public void The_order_of_areas_does_not_move_a_bit()
    {
        var points = Areas.Cloud(150, 3, 4);
        string[] areas = [.. points.Select((_, a) => $"{a:D4}")];
        var turned = AreaFeatures.Of(
            [.. areas.AsEnumerable().Reverse()], Areas.Names(3), [.. Enumerable.Range(0, 3).Select(j => points.Select(point => point[j]).Reverse().ToArray())]);

        JsonSerializer.Serialize(First(turned, 4)).ShouldBe(JsonSerializer.Serialize(First(Areas.Of(points), 4)));
    }

    [Fact]
    public void An_area_is_told_its_second_group_margin_silhouette_and_what_decides()
    {
        var features = Areas.Of(Areas.Cloud(200, 5, 6));
        var model = First(features, 4);

        foreach (var area in GroupAssignment.Assign(model, features))
        {
            area.Second.ShouldNotBe(area.Group);
            area.Distance.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(area.SecondDistance!.Value);
            area.Margin.ShouldNotBeNull().ShouldBe((area.SecondDistance.Value * area.SecondDistance.Value) - (area.Distance.Value * area.Distance.Value), 1e-9);
            area.Silhouette.ShouldNotBeNull().ShouldBe(1 - (area.Distance.Value / area.SecondDistance.Value), 1e-12);
            area.Deciders.Sum(decider => decider.Contribution).ShouldBe(area.Margin.Value, 1e-9, "Contributions sum to the margin.");
            area.Deciders.Select(decider => decider.Indicator).Order(StringComparer.Ordinal).ShouldBe(Areas.Names(5));
            area.Deciders.Select(decider => decider.Contribution).ShouldBe(area.Deciders.Select(decider => decider.Contribution).OrderDescending());
        }
    }

    [Fact]
    public void Later_figures_do_not_move_centroids_or_scaling()
    {
        var model = First(Areas.Of(Heaps), 3);
        var alone = GroupAssignment.Assign(model, Areas.Of([Heaps[0]]))[0];
        var among = GroupAssignment.Assign(model, Areas.Of([Heaps[0], [1e6, 1e6, 1e6], [-1e6, 3, 5]]))[0];
        among.Deciders.ShouldBe(alone.Deciders);
        (among with { Deciders = [], Missing = [] }).ShouldBe(alone with { Deciders = among.Deciders, Missing = among.Missing } with { Deciders = [], Missing = [] });
    }

    [Fact]
    public void An_area_with_a_missing_indicator_has_no_group_and_says_which()
    {
        double[][] points = [.. Heaps, [0, double.NaN, 5]];
        var features = Areas.Of(points);
        var model = First(features, 3);

        model.Groups.Sum(group => group.Areas).ShouldBe(Heaps.Length, "It takes no part in the fit either.");
        var area = GroupAssignment.Assign(model, features)[^1];
        area.Group.ShouldBeNull();
        area.Missing.ShouldBe(["x1"]);
    }

    [Fact]
    public void A_model_that_contradicts_itself_is_refused()
    {
        var model = First(Areas.Of(Heaps), 3);
        void Refused(GroupModel wrong, string sentence) => Should.Throw<ArgumentException>(wrong.Validate).Message.ShouldContain(sentence);
        Refused(model with { HighestGroupId = 2 }, "group ids");
        Refused(model with { Groups = [model.Groups[0], model.Groups[0]] }, "group ids");
        Refused(model with { Groups = [model.Groups[0] with { Centroid = [1, 2] }] }, "centroid of group 1 needs 3");
        Refused(model with { Indicators = [.. model.Indicators.Take(2), new GroupIndicator("x2", 0, 0)] }, "indicator x2 needs");
        Refused(model with { Version = 0 }, "version");
        model.Validate();
    }

    [Fact]
    public void Mistakes_name_indicator_and_area()
    {
        First([[1, 5], [2, 5], [3, 5]], 2).ShouldContain("x1 is 5 in all areas");
        First([[0.1, 1], [0.1, 2], [0.1, 3]], 2).ShouldContain("x0 is 0.1 in all areas");
        First([[1, double.NaN], [2, double.NaN]], 2).ShouldContain("x1 is missing in all areas");
        First([[1, 5]], 1).ShouldContain("there is one, 0000");
        First([[1, double.NaN], [double.NaN, 4]], 1).ShouldContain("there is none");
        First([[1, 5], [2, 6], [1, 5]], 3).ShouldContain("3 groups cannot be made of 2 distinct");
        Should.Throw<ArgumentException>(() => AreaFeatures.Of(["0114"], ["x"], [[double.PositiveInfinity]])).Message.ShouldContain("x of 0114");
        Should.Throw<ArgumentException>(() => AreaFeatures.Of(["0114", "0114"], ["x"], [[1, 2]])).Message.ShouldContain("area 0114 is there twice");
        Should.Throw<ArgumentException>(() => AreaFeatures.Of(["0114"], ["x"], [[1]], [-3])).Message.ShouldContain("population of 0114 is -3");
        var model = First(Areas.Of(Heaps), 3);
        Should.Throw<ArgumentException>(() => GroupAssignment.Assign(model, Areas.Of([[1, 2]]))).Message.ShouldContain("x2 is not among");
        Should.Throw<ArgumentException>(() => GroupAssignment.Assign(model with { Indicators = [] }, Areas.Of(Heaps))).Message.ShouldContain("not a model of groups");
    }

    private static GroupModel First(AreaFeatures features, int k) => GroupFit.First(
        "grupper", features, features.Indicators, new KMeansPlan(k, 1, Restarts: 20), cancellationToken: TestContext.Current.CancellationToken);

    private static string First(double[][] points, int k) => Should.Throw<ArgumentException>(() => First(Areas.Of(points), k)).Message;

    private static GroupModel Next(GroupModel previous, AreaFeatures features, int k) =>
        GroupFit.Next(previous, features, features.Indicators, new KMeansPlan(k, 1, Restarts: 20), cancellationToken: TestContext.Current.CancellationToken);
}
