using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Geography.Changes;

namespace Utanforskap.Geography.Tests.Changes;

public sealed class RelatingTests
{
    private static readonly double[] Kept = [60, 40];

    [Fact]
    public void Each_kind_of_change_is_told_on_both_sides()
    {
        // 1 stays, 2 gets another name, 3 is cut into 3 and 9, 4 and 5 are joined into 4, a part of 6 goes to 7, 8 ends, 10 is new land.
        var change = Relate(
            "1:100:Ett 2:100:Två 3:100:Tre 4:50:Fyra 5:50:Fem 6:100:Sex 7:100:Sju 8:10:Åtta",
            "1:100:Ett 2:100:Andra 3:60:Tre 9:40:Nio 4:100:Fyra 6:70:Sex 7:130:Sju 10:10:Tio",
            "1-1:100 2-2:100 3-3:60 3-9:40 4-4:50 5-4:50 6-6:70 6-7:30 7-7:100");

        Kinds(change.Before).ShouldBe("1 Unchanged, 2 Renamed, 3 Split, 4 Merged, 5 Merged, 6 ChangedBorder, 7 ChangedBorder, 8 Ended");
        Kinds(change.After).ShouldBe("1 Unchanged, 2 Renamed, 3 Split, 4 Merged, 6 ChangedBorder, 7 ChangedBorder, 9 Split, 10 New");
        change.FindBefore("3")!.Others.Select(o => 100 * o.Share).ShouldBe(Kept, "the parts of a split area are told with their surface");
        change.FindAfter("9")!.Others.ShouldBe([new Overlap("3", 1, 0.4)]);
    }

    [Fact]
    public void The_same_border_under_another_code_is_renamed_and_blanks_make_no_other_name()
    {
        var change = Relate("1:100:Södra  torget 2:100:Norr", "1:100:Södra torget 3:100:Norr", "1-1:100 2-3:100");

        Kinds(change.Before).ShouldBe("1 Unchanged, 2 Renamed");
        change.FindBefore("2")!.IsComparable.ShouldBeTrue("its border is the same, whatever it is called");
    }

    [Theory]
    [InlineData(0.05, "1 Unchanged, 2 Unchanged")]
    [InlineData(0.2, "1 ChangedBorder, 2 ChangedBorder")]
    public void A_sliver_is_no_change_of_border_and_what_is_more_than_a_sliver_is(double moved, string kinds)
    {
        var change = Relate(
            "1:100:a 2:100:b", FormattableString.Invariant($"1:{100 - moved}:a 2:{100 + moved}:b"),
            FormattableString.Invariant($"1-1:{100 - moved} 1-2:{moved} 2-2:100"));

        Kinds(change.Before).ShouldBe(kinds);
    }

    [Fact]
    public void A_small_part_that_is_all_of_a_small_area_is_no_sliver()
    {
        var change = Relate("1:10000:a 2:5:b", "1:10005:a", "1-1:10000 2-1:5");

        Kinds(change.Before).ShouldBe("1 Merged, 2 Merged", "an area of five houses has gone into a large one");
    }

    [Fact]
    public void Seen_from_the_other_side_the_change_is_the_same() => Prop.ForAll(MadeChange.Any, made =>
    {
        var back = new MadeChange(made.After, made.Before, made.Sizes, made.Counts).Related();
        var turned = made.Related().Reversed();
        return Text(turned.Before) == Text(back.Before) && Text(turned.After) == Text(back.After);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_in_which_areas_come_makes_no_difference() => Prop.ForAll(
        MadeChange.Any, made => Text(made.Related().Before) == Text(made.Related(shuffled: true).Before)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_division_compared_with_itself_is_unchanged() => Prop.ForAll(
        MadeChange.Any, made => (made with { After = made.Before }).Related().Before.All(a => a.Kind == RelationKind.Unchanged)).QuickCheckThrowOnFailure();

    [Fact]
    public void Shares_of_a_covered_area_add_up_to_one() => Prop.ForAll(
        MadeChange.Any, made => made.Related().Before.All(a => Math.Abs(a.Others.Sum(o => o.Share) - 1) < 1e-12)).QuickCheckThrowOnFailure();

    private static string Kinds(IEnumerable<AreaRelation> areas) =>
        string.Join(", ", areas.OrderBy(a => int.Parse(a.Code, null)).Select(a => $"{a.Code} {a.Kind}"));

    private static string Text(IEnumerable<AreaRelation> areas) =>
        string.Join(' ', areas.Select(a => $"{a.Code} {a.Kind} {string.Join(',', a.Others.Select(o => FormattableString.Invariant($"{o.Code}={o.Share:R}/{o.ShareOfOther:R}")))}"));

    private static DivisionChange Relate(string before, string after, string common) => Relating.Relate(
        MadeChange.From, MadeChange.To, [.. Areas(before)], [.. Areas(after)],
        common.Split(' ').Select(c => c.Split('-', ':')).Select(c => new CommonSurface(c[0], c[1], double.Parse(c[2], System.Globalization.CultureInfo.InvariantCulture))));

    private static IEnumerable<SizedArea> Areas(string text) =>
        System.Text.RegularExpressions.Regex.Matches(text, @"(\d+):([\d.]+):(.*?)(?= \d+:|$)")
            .Select(m => new SizedArea(m.Groups[1].Value, m.Groups[3].Value, double.Parse(m.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture)));
}
