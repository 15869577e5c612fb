using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Statistics.Segregation;

namespace Utanforskap.Statistics.Tests.Segregation;

public sealed class InformationTests
{
    [Fact]
    public void The_parts_of_a_nested_division_sum_to_the_whole() => Prop.ForAll(Tables.Any, table =>
    {
        // Units 0000–0011: counties of three municipalities, municipalities of two units.
        static int Number(string unit) => int.Parse(unit, System.Globalization.CultureInfo.InvariantCulture);
        var levels = Information.Nested(table, unit => $"{Number(unit) / 6}", unit => $"{Number(unit) / 2}");

        levels.Sum(level => level.Value).ShouldBe(SegregationIndex.MutualInformation.Of(table), 1e-12);
        levels.ShouldAllBe(level => level.Value >= 0);
        foreach (var level in levels)
        {
            level.Within.Sum(part => part.Share * part.Value).ShouldBe(level.Value, 1e-12);
            level.Within.Sum(part => part.Share).ShouldBe(1, 1e-12);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Divisions_that_are_not_nested_are_refused_by_name() => Should.Throw<ArgumentException>(() => Information.Nested(
            Tables.Of([1, 2], [3, 4], [5, 6]), unit => unit == "0000" ? "A" : "B", _ => "across"))
        .Message.ShouldContain("across lies in both A and B");
}
