using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Statistics.Segregation;

namespace Utanforskap.Statistics.Tests.Segregation;

public sealed class SegregationChangeTests
{
    private static readonly double[][] Before = [[40, 10, 5], [20, 30, 5], [10, 10, 60], [25, 5, 9]];

    [Fact]
    public void Parts_sum_to_the_change() => Prop.ForAll(Tables.Any, table =>
    {
        // Every cell has somebody, so that the years' tables can take each other's margins.
        var before = Tables.Rows(table).Select(row => row.Select(count => count + 1).ToArray()).ToArray();
        var after = before.Select((row, u) => row.Select((count, g) => count + (u * g % 5) + 0.5).ToArray()).Skip(1).ToArray();
        var change = SegregationChange.Between(Tables.Of(before), Named(after)).ShouldNotBeNull();
        (change.Disappeared + change.Appeared + change.UnitSizes + change.GroupSizes + change.Structure).ShouldBe(change.After - change.Before, 1e-12);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Larger_groups_and_units_at_the_same_odds_are_composition_only()
    {
        double[] units = [1, 3, 2, 0.5], groups = [2, 1, 0.7];
        var change = Between(Before, [.. Before.Select((row, u) => row.Select((count, g) => count * units[u] * groups[g]).ToArray())]);

        change.Structure.ShouldBe(0, 1e-9, "The odds ratios are the same.");
        change.Composition.ShouldBe(change.After - change.Before, 1e-9);
        Math.Abs(change.Composition).ShouldBeGreaterThan(1e-4);
    }

    [Fact]
    public void Persons_who_change_places_at_the_same_margins_are_structure_only()
    {
        double[][] after = [[45, 5, 5], [15, 35, 5], [10, 10, 60], [25, 5, 9]];
        var change = Between(Before, after);

        change.UnitSizes.ShouldBe(0, 1e-9);
        change.GroupSizes.ShouldBe(0, 1e-9);
        change.Structure.ShouldBe(change.After - change.Before, 1e-9);
    }

    [Fact]
    public void The_reverse_change_has_the_reverse_parts()
    {
        double[][] after = [[45, 9, 5], [11, 35, 8], [10, 10, 40], [30, 5, 9]];
        var (there, back) = (Between(Before, after), Between(after, Before));

        back.Structure.ShouldBe(-there.Structure, 1e-12);
        back.UnitSizes.ShouldBe(-there.UnitSizes, 1e-12);
        back.GroupSizes.ShouldBe(-there.GroupSizes, 1e-12);
    }

    [Fact]
    public void A_new_unit_is_told_apart()
    {
        var change = Between(Before, [.. Before, [100, 1, 1]]);
        change.Appeared.ShouldBe(change.After - change.Before, 1e-12);
        change.Disappeared.ShouldBe(0, 1e-12);
    }

    [Fact]
    public void Odds_that_cannot_take_the_other_margins_have_no_parts() =>
        SegregationChange.Between(Tables.Of([10, 0], [0, 10]), Tables.Of([10, 5], [5, 30])).ShouldBeNull();

    [Fact]
    public void A_group_that_one_year_lacks_is_named() =>
        Should.Throw<ArgumentException>(() => SegregationChange.Between(Tables.Of([10, 0], [5, 0]), Tables.Of([10, 5], [5, 30]))).Message.ShouldContain("g1");

    private static SegregationChange Between(double[][] before, double[][] after) => SegregationChange.Between(Tables.Of(before), Tables.Of(after)).ShouldNotBeNull();

    /// <summary>Units named from 0001: the first of the year before is gone.</summary>
    private static GroupTable Named(double[][] rows) => GroupTable.Of(
        [.. rows.Select((_, u) => $"{u + 1:D4}")], [.. rows[0].Select((_, g) => $"g{g}")], [.. rows[0].Select((_, g) => rows.Select(row => row[g]).ToArray())]);
}
