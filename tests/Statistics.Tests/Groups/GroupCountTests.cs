using Utanforskap.Statistics.Groups;

namespace Utanforskap.Statistics.Tests.Groups;

public sealed class GroupCountTests
{
    private static readonly KMeansPlan Plan = new(0, 1, Restarts: 10);
    private static readonly GroupCountPlan Count = new(Most: 6, References: 8);

    [Fact]
    public void As_many_groups_are_chosen_as_there_are_heaps()
    {
        var choice = Choose(Areas.Heaps(20, 2, 1, [0, 0], [9, 0], [0, 9], [9, 9]), Count);

        choice.Chosen.ShouldBe(4);
        choice.ByGap.ShouldBe(4);
        choice.Candidates.Select(candidate => candidate.Groups).ShouldBe([2, 3, 4, 5, 6]);
        var four = choice.Candidates[2];
        four.Stability.ShouldBeGreaterThan(0.99);
        four.SmallestGroup.ShouldBe(20);
        four.Silhouette.ShouldBeGreaterThan(0.7);
    }

    [Fact]
    public void A_number_with_too_small_a_group_or_too_little_stability_is_out()
    {
        double[][] points = [.. Areas.Heaps(30, 2, 1, [0, 0], [9, 0]), .. Areas.Heaps(4, 1, 1, [4.5, 9])];
        Choose(points, Count).Candidates[1].IsEligible.ShouldBeFalse("Its smallest group has 4 areas.");
        Choose(points, Count with { SmallestGroup = 4 }).Chosen.ShouldBe(3);
        Choose(Areas.Cloud(60, 6, 1), Count with { LeastStability = 1 }).Chosen.ShouldBeNull("A cloud has no stable groups.");
    }

    [Fact]
    public void The_same_seed_gives_the_same_reasons_on_any_number_of_threads()
    {
        var points = Areas.Cloud(80, 3, 2);
        var alone = Choose(points, Count with { SilhouetteAreas = 50 }, threads: 1);
        Choose(points, Count with { SilhouetteAreas = 50 }, threads: 4).Candidates.ShouldBe(alone.Candidates);
    }

    [Fact]
    public void Only_numbers_below_that_of_distinct_areas_are_tried()
    {
        double[][] five = [[0, 0], [1, 5], [2, 2], [3, 1], [8, 9], [8, 9]];
        Choose(five, Count).Candidates.Select(candidate => candidate.Groups).ShouldBe([2, 3, 4]);
        Should.Throw<ArgumentException>(() => Choose([[0, 1], [1, 0]], Count)).Message.ShouldContain("2 distinct areas");
    }

    // Reference values: sklearn.metrics.silhouette_score and adjusted_rand_score, scikit-learn 1.2.1.
    [Fact]
    public void The_silhouette_is_that_of_scikit_learn()
    {
        double[][] points = [[0, 0], [0, 1], [1, 0], [5, 5], [5, 6], [9, 0]];
        var silhouettes = Silhouette.Mean(points, [[0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0]], cancellationToken: TestContext.Current.CancellationToken);
        silhouettes.ShouldBe([0.70237518778043, 0.27794286675225394, 0], 1e-12);
    }

    [Fact]
    public void The_adjusted_Rand_index_is_that_of_scikit_learn()
    {
        Agreement.AdjustedRand([0, 0, 0, 1, 1, 2, 2, 2], [1, 1, 0, 0, 0, 2, 2, 1]).ShouldBe(0.23809523809523808, 1e-12);
        Agreement.AdjustedRand([0, 0, 1, 2], [5, 5, 3, 1]).ShouldBe(1);
        Agreement.AdjustedRand([0, 0, 0], [1, 1, 1]).ShouldBe(1);
    }

    private static GroupCountChoice Choose(double[][] points, GroupCountPlan count, int threads = -1) => GroupCount.Choose(
        Areas.Of(points), Areas.Names(points[0].Length), Plan with { Threads = threads }, count, cancellationToken: TestContext.Current.CancellationToken);
}
