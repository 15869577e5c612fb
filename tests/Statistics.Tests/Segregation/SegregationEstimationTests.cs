using Utanforskap.Statistics.Chance;
using Utanforskap.Statistics.Segregation;

namespace Utanforskap.Statistics.Tests.Segregation;

public sealed class SegregationEstimationTests
{
    private static readonly SamplingPlan Plan = new(Seed: 7, Replicates: 200);

    [Fact]
    public void Units_filled_by_lot_are_not_told_as_segregated()
    {
        var told = Enumerable.Range(0, 100).Count(seed => Estimate(Tables.Drawn(40, 30, _ => 0.2, seed)).Status == SegregationStatus.Told);

        told.ShouldBeLessThanOrEqualTo(12, "A 95 per cent interval misses chance in about 5 of 100 tables filled by lot.");
    }

    [Fact]
    public void Uneven_units_are_told_with_interval_correction_and_chance()
    {
        double Probability(int unit) => unit % 2 == 0 ? 0.1 : 0.5;
        var estimate = Estimate(Tables.Drawn(60, 40, Probability, 3));

        estimate.Status.ShouldBe(SegregationStatus.Told);
        var value = estimate.Value.ShouldNotBeNull();
        value.ShouldBeInRange(estimate.Low!.Value, estimate.High!.Value);
        estimate.ExpectedByChance.ShouldNotBeNull().ShouldBeInRange(0.05, 0.2);
        estimate.BiasCorrected.ShouldNotBeNull().ShouldBeLessThan(value, "Small units make D too large.");
        estimate.AboveChance.ShouldBe((value - estimate.ExpectedByChance!.Value) / (1 - estimate.ExpectedByChance.Value));
    }

    [Fact]
    public void Correction_takes_away_most_of_what_small_units_add()
    {
        // D of the probabilities themselves, which large units come near.
        double Probability(int unit) => unit % 2 == 0 ? 0.25 : 0.4;
        var truth = SegregationIndex.Dissimilarity.Of(Tables.Drawn(2000, 1_000_000, Probability, 1));
        var small = Enumerable.Range(0, 5).Select(seed => Estimate(Tables.Drawn(1000, 20, Probability, seed))).ToArray();

        var error = small.Average(estimate => estimate.Value!.Value) - truth;
        var corrected = small.Average(estimate => estimate.BiasCorrected!.Value) - truth;
        Math.Abs(corrected).ShouldBeLessThan(error / 2, $"Uncorrected {error:F4} too much.");
    }

    [Fact]
    public void Chance_is_what_the_hypergeometric_distribution_expects()
    {
        // Two units of two persons, two of each group: D is 1 in 2 of 6 allocations, else 0.
        var draws = new PersonDraws(Tables.Of([2, 0], [0, 2]));
        var mean = Enumerable.Range(0, 6000).Average(draw => SegregationIndex.Dissimilarity.Of(draws.Allocate(new SeededRandom(1, draw))));
        mean.ShouldBe(1.0 / 3, 0.02);
    }

    [Fact]
    public void An_allocation_by_lot_keeps_both_margins()
    {
        var table = Tables.Drawn(30, 500, unit => unit / 40.0, 5);
        var drawn = new PersonDraws(table).Allocate(new SeededRandom(1));
        for (var u = 0; u < table.Units.Count; u++)
        {
            drawn.UnitTotal(u).ShouldBe(table.UnitTotal(u), table.Units[u]);
        }

        drawn.GroupTotal(0).ShouldBe(table.GroupTotal(0));
        new PersonDraws(table).Resample(new SeededRandom(1)).Total.ShouldBe(table.Total, "A resample has as many persons.");
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_on_any_number_of_threads()
    {
        var table = Tables.Drawn(50, 200, unit => unit / 60.0, 2);
        SegregationIndex[] indices = [SegregationIndex.Dissimilarity, SegregationIndex.EntropyIndex, SegregationIndex.Gini];
        var alone = Estimates(table, indices, Plan with { Threads = 1 });
        foreach (var threads in (int[])[2, 3, 8])
        {
            Estimates(table, indices, Plan with { Threads = threads }).ShouldBe(alone, $"{threads} threads");
        }

        Estimates(table, indices, Plan with { Seed = 8 }).ShouldNotBe(alone, "another seed is another chance");
    }

    [Fact]
    public void The_order_in_which_units_are_read_does_not_move_a_bit()
    {
        var table = Tables.Drawn(50, 200, unit => unit / 60.0, 2);
        var turned = GroupTable.Of(
            [.. table.Units.Reverse()], table.Groups, [.. table.Groups.Select((_, g) => table.Units.Select((_, u) => table.Count(u, g)).Reverse().ToArray())]);
        Estimate(turned).ShouldBe(Estimate(table));
    }

    [Fact]
    public void Fewer_than_ten_units_with_anybody_have_no_value_but_diversity_has()
    {
        var nine = Tables.Of([.. Tables.Rows(Tables.Drawn(9, 5000, unit => unit / 10.0, 1)), [0, 0]]);
        var estimates = Estimates(nine, [SegregationIndex.Dissimilarity, SegregationIndex.Entropy], Plan);

        estimates[0].Status.ShouldBe(SegregationStatus.FewerThanTenUnits);
        estimates[0].Value.ShouldBeNull();
        estimates[0].Units.ShouldBe(9);
        estimates[1].Status.ShouldBe(SegregationStatus.Told);
        estimates[1].Value.ShouldBe(SegregationIndex.Entropy.Of(nine));
    }

    [Fact]
    public void A_group_too_small_to_be_in_every_resample_has_no_value() =>
        Estimate(Tables.Of([.. Enumerable.Range(0, 12).Select(unit => new[] { unit == 0 ? 1.0 : 0, 50 })])).Status.ShouldBe(SegregationStatus.GroupTooSmall);

    private static SegregationEstimate Estimate(GroupTable table) => Estimates(table, [SegregationIndex.Dissimilarity], Plan)[0];

    private static IReadOnlyList<SegregationEstimate> Estimates(GroupTable table, SegregationIndex[] indices, SamplingPlan plan) =>
        SegregationEstimation.Estimate(table, indices, plan, cancellationToken: TestContext.Current.CancellationToken);
}
