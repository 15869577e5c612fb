using Utanforskap.Statistics.Segregation;
using Utanforskap.Testing;

namespace Utanforskap.Golden;

/// <summary>The schools of the R package segregation: its printed figures, and an independent recomputation.</summary>
public sealed class SchoolsTests
{
    [Theory]
    [InlineData("schools00", false, 0.425539, 0.418808)]
    [InlineData("schools00", true, 0.0992437, 0.0976740)]
    [InlineData("schools05", false, 0.413385, null)]
    public void Mutual_information_and_entropy_index_are_those_printed_and_those_of_the_definition(string file, bool byState, double printedM, double? printedH)
    {
        var rows = Read(file);
        var table = Table(rows);
        table = byState ? table.Between(school => school[..1]) : table;

        var m = SegregationIndex.MutualInformation.Of(table);
        var h = SegregationIndex.EntropyIndex.Of(table);

        Digits(m, printedM).ShouldBe(printedM);
        if (printedH is { } digits)
        {
            Digits(h, digits).ShouldBe(digits);
        }

        var (definedM, definedH) = ByDefinition(rows, byState);
        m.ShouldBe((double)definedM, 1e-12);
        h.ShouldBe((double)definedH, 1e-12);
    }

    [Fact]
    public void Nested_parts_by_state_and_district_sum_to_the_whole()
    {
        var rows = Read("schools00");
        var table = Table(rows);
        var districtOf = rows.GroupBy(row => row.School, StringComparer.Ordinal).ToDictionary(school => school.Key, school => school.First().District, StringComparer.Ordinal);

        var levels = Information.Nested(table, school => school[..1], school => districtOf[school]);

        levels.Count.ShouldBe(3);
        levels[0].Value.ShouldBe(SegregationIndex.MutualInformation.Of(table.Between(school => school[..1])), 1e-15);
        levels.Sum(level => level.Value).ShouldBe(SegregationIndex.MutualInformation.Of(table), 1e-12);
        levels[1].Within.Select(part => part.Area).ShouldBe(["A", "B", "C"]);
        levels[1].Within.Sum(part => part.Share).ShouldBe(1, 1e-12);
    }

    [Fact]
    public void The_change_between_the_years_is_split_without_a_rest()
    {
        var (before, after) = (Table(Read("schools00")), Table(Read("schools05")));

        var change = SegregationChange.Between(before, after).ShouldNotBeNull("The years' tables can take each other's margins.");

        change.Before.ShouldBe(SegregationIndex.MutualInformation.Of(before));
        change.After.ShouldBe(SegregationIndex.MutualInformation.Of(after));
        (change.Disappeared + change.Appeared + change.Composition + change.Structure).ShouldBe(change.After - change.Before, 1e-12);
    }

    private sealed record Row(string State, string District, string School, string Race, int N);

    private static double Digits(double value, double printed) => Math.Round(value, printed < 0.1 ? 7 : 6);

    /// <summary>M = E(groups) + E(units) − E(cells), a sum in another order, with decimal sums of logarithms.</summary>
    private static (decimal M, decimal H) ByDefinition(List<Row> rows, bool byState)
    {
        decimal total = rows.Sum(row => (decimal)row.N);
        decimal EntropyOf(Func<Row, string> cell) => rows
            .GroupBy(cell, StringComparer.Ordinal)
            .Select(group => group.Sum(row => (decimal)row.N))
            .OrderBy(n => n)
            .Sum(n => -(n / total) * (decimal)Math.Log((double)(n / total)));
        string Unit(Row row) => byState ? row.State : row.School;
        var groups = EntropyOf(row => row.Race);
        var m = groups + EntropyOf(Unit) - EntropyOf(row => Unit(row) + "|" + row.Race);
        return (m, m / groups);
    }

    private static GroupTable Table(List<Row> rows)
    {
        string[] races = [.. rows.Select(row => row.Race).Distinct().Order(StringComparer.Ordinal)];
        string[] schools = [.. rows.Select(row => row.School).Distinct()];
        var counts = rows.ToDictionary(row => (row.School, row.Race), row => (double)row.N);
        return GroupTable.Of(schools, races, [.. races.Select(race => schools.Select(school => counts.GetValueOrDefault((school, race))).ToArray())]);
    }

    private static List<Row> Read(string file) =>
    [
        .. File.ReadLines(SharedData.Find($"golden/schools/elbersb_{file}.csv")).Skip(1).Select(line => line.Split(',')).Select(cells =>
            new Row(cells[0], cells[1], cells[2], cells[3], int.Parse(cells[4], System.Globalization.CultureInfo.InvariantCulture))),
    ];
}
