using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Statistics.Segregation;

namespace Utanforskap.Statistics.Tests.Segregation;

public sealed class SegregationIndexTests
{
    private static readonly SegregationIndex[] Several =
        [SegregationIndex.Dissimilarity, SegregationIndex.EntropyIndex, SegregationIndex.MutualInformation, SegregationIndex.NormalisedExposure, SegregationIndex.Entropy, SegregationIndex.Simpson];

    private static readonly SegregationIndex[] Two =
        [.. Several, SegregationIndex.Gini, SegregationIndex.Isolation, SegregationIndex.Interaction, SegregationIndex.CorrelationRatio, SegregationIndex.Atkinson(0.1), SegregationIndex.Atkinson(0.5), SegregationIndex.Atkinson(0.9)];

    /// <summary>Three units worked out by hand: 10+30, 20+20, 30+10.</summary>
    [Theory]
    [InlineData("D", 1.0 / 3)]
    [InlineData("G", 4.0 / 9)]
    [InlineData("xPx", 7.0 / 12)]
    [InlineData("xPy", 5.0 / 12)]
    [InlineData("eta2", 1.0 / 6)]
    [InlineData("P", 1.0 / 6)]
    [InlineData("I", 0.5)]
    [InlineData("E", 0.6931471805599453)]
    [InlineData("M", 0.08720802396075797)]
    [InlineData("H", 0.12581458369391144)]
    [InlineData("A", 0.17065537609580506)]
    public void A_table_worked_out_by_hand_has_its_indices(string id, double expected) =>
        SegregationIndex.Find(id).ShouldNotBeNull().Of(Tables.Of([10, 30], [20, 20], [30, 10])).ShouldBe(expected, 1e-12, id);

    [Fact]
    public void Every_index_is_0_without_and_at_its_maximum_with_full_segregation()
    {
        var even = Tables.Of([10, 30], [20, 60], [5, 15]);
        var apart = Tables.Of([10, 0], [0, 60], [5, 0]);
        foreach (var index in Two.Where(index => index.Maximum is not null))
        {
            index.Of(even).ShouldBe(index == SegregationIndex.Isolation ? 0.25 : 0, 1e-12, index.Id);
            index.Of(apart).ShouldBe(index.Maximum!.Value, 1e-12, index.Id);
        }
    }

    [Fact]
    public void No_index_leaves_its_bounds() => Prop.ForAll(Tables.Any, table =>
    {
        foreach (var index in Indices(table))
        {
            var value = index.Of(table);
            value.ShouldBeGreaterThanOrEqualTo(-1e-12, index.Id);
            var most = index.Maximum ?? index.Id switch
            {
                "M" => SegregationIndex.Entropy.Of(table),
                "E" => Math.Log(table.Groups.Count),
                "I" => 1 - (1.0 / table.Groups.Count),
                _ => 1,
            };
            value.ShouldBeLessThanOrEqualTo(most + 1e-12, index.Id);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_units_does_not_move_a_bit() => Prop.ForAll(Tables.Any, table =>
    {
        var turned = GroupTable.Of(
            [.. table.Units.Reverse()], table.Groups, [.. table.Groups.Select((_, g) => table.Units.Select((_, u) => table.Count(u, g)).Reverse().ToArray())]);
        Same(table, turned, 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Splitting_a_unit_into_parts_of_the_same_composition_changes_nothing() => Prop.ForAll(Tables.Any, table =>
    {
        var rows = Tables.Rows(table);
        var (quarter, rest) = (rows[0].Select(count => count / 4).ToArray(), rows[0].Select(count => count * 3 / 4).ToArray());
        Same(table, Tables.Of([quarter, rest, .. rows[1..]]), 1e-12);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Multiplying_all_counts_changes_nothing() => Prop.ForAll(Tables.Any, Gen.Choose(2, 1000).ToArbitrary(), (table, factor) =>
        Same(table, Tables.Of([.. Tables.Rows(table).Select(row => row.Select(count => count * factor).ToArray())]), 1e-12)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_unit_without_anybody_changes_nothing() => Prop.ForAll(Tables.Any, table =>
        Same(table, Tables.Of([.. Tables.Rows(table), new double[table.Groups.Count]]), 1e-15)).QuickCheckThrowOnFailure();

    [Fact]
    public void Equal_shares_everywhere_are_no_segregation() => Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(1, 50)).Where(sizes => sizes.Length > 1).ToArbitrary(),
        Gen.ArrayOf(Gen.Choose(1, 9), 3).ToArbitrary(),
        (sizes, shares) =>
        {
            var table = Tables.Of([.. sizes.Select(size => shares.Select(share => (double)size * share).ToArray())]);
            foreach (var index in Several.Where(index => !index.IsDiversity))
            {
                index.Of(table).ShouldBe(0, 1e-12, index.Id);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_groups_are_the_case_of_several_groups_that_the_textbook_formulas_give() => Prop.ForAll(Tables.AnyOfTwo, table =>
    {
        var (a, b) = (table.GroupTotal(0), table.GroupTotal(1));
        var units = Enumerable.Range(0, table.Units.Count).ToArray();
        var share = a / table.Total;
        var isolation = SegregationIndex.Isolation.Of(table);

        SegregationIndex.Dissimilarity.Of(table).ShouldBe(units.Sum(u => Math.Abs((table.Count(u, 0) / a) - (table.Count(u, 1) / b))) / 2, 1e-12);
        SegregationIndex.CorrelationRatio.Of(table).ShouldBe((isolation - share) / (1 - share), 1e-12);
        (isolation + SegregationIndex.Interaction.Of(table)).ShouldBe(1, 1e-12);
        var pairs =
            from i in units
            from j in units
            where table.UnitTotal(i) > 0 && table.UnitTotal(j) > 0
            select table.UnitTotal(i) * table.UnitTotal(j) * Math.Abs((table.Count(i, 0) / table.UnitTotal(i)) - (table.Count(j, 0) / table.UnitTotal(j)));
        SegregationIndex.Gini.Of(table).ShouldBe(pairs.Sum() / (2 * table.Total * table.Total * share * (1 - share)), 1e-12);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Income_dissimilarity_is_between_the_outer_fifths_only()
    {
        var fifths = Tables.Of([10, 7, 1, 8, 30], [20, 1, 1, 1, 20], [30, 3, 90, 5, 10]);
        SegregationIndex.IncomeDissimilarity.Of(fifths).ShouldBe(100.0 / 3, 1e-12);
        Should.Throw<ArgumentException>(() => SegregationIndex.IncomeDissimilarity.Of(Tables.Of([1, 2], [3, 4]))).Message.ShouldContain("for 5 groups, not 2");
    }

    [Fact]
    public void A_group_without_a_member_makes_an_index_undefined() =>
        SegregationIndex.All.Where(index => index.IsFor(2)).Select(index => index.Of(Tables.Of([1, 0], [3, 0]))).ShouldAllBe(value => double.IsNaN(value));

    [Fact]
    public void A_location_quotient_is_the_share_in_the_unit_to_the_share_in_all()
    {
        var quotients = LocationQuotient.Of(Tables.Of([10, 30], [30, 10], [0, 0], [0, 8]), 0);
        quotients[0].ShouldBe(0.25 / (40.0 / 88), 1e-12);
        quotients[1].ShouldBe(0.75 / (40.0 / 88), 1e-12);
        quotients[2].ShouldBe(double.NaN, "nobody lives there");
        quotients[3].ShouldBe(0);
    }

    [Theory]
    [InlineData("d", "D")]
    [InlineData("INKOMST-D", "inkomst-D")]
    [InlineData("a", "A(0.5)")]
    [InlineData("A(0.25)", "A(0.25)")]
    [InlineData("A(1)", null)]
    [InlineData("Q", null)]
    public void An_index_is_found_by_its_short_name(string asked, string? found) => SegregationIndex.Find(asked)?.Id.ShouldBe(found);

    [Fact]
    public void Mistakes_in_a_table_name_unit_and_group()
    {
        Message(["0114", "0115"], ["a", "b"], [[1, 2], [3, double.NaN]]).ShouldContain("b in 0115 is NaN");
        Message(["0114", "0115"], ["a", "b"], [[1, -2], [3, 1]]).ShouldContain("a in 0115 is -2");
        Message(["0114", "0114"], ["a", "b"], [[1, 2], [3, 4]]).ShouldContain("The unit 0114 is there twice");
        Message(["0114"], ["a", "a"], [[1], [3]]).ShouldContain("The group a is given twice");
        Message(["0114"], ["a"], [[1]]).ShouldContain("at least two");
        Message(["0114"], ["a", "b"], [[0], [0]]).ShouldContain("Nobody");
    }

    private static string Message(string[] units, string[] groups, double[][] counts) => Should.Throw<ArgumentException>(() => GroupTable.Of(units, groups, counts)).Message;

    private static SegregationIndex[] Indices(GroupTable table) => table.Groups.Count == 2 ? Two : Several;

    private static void Same(GroupTable one, GroupTable other, double tolerance)
    {
        foreach (var index in Indices(one))
        {
            Math.Abs(index.Of(other) - index.Of(one)).ShouldBeLessThanOrEqualTo(tolerance, index.Id);
        }
    }
}
