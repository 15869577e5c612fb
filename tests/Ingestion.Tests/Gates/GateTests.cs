using Utanforskap.Contracts.Messages;
using Utanforskap.Ingestion.Gates;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Regions;
using Utanforskap.Ingestion.Tests.Hosting;

namespace Utanforskap.Ingestion.Tests.Gates;

public sealed class GateTests
{
    private static readonly string[] Areas = TestTables.Areas(40);
    private static readonly StatCube Last = TestTables.Table(Areas, ["2020", "2021", "2022"]);

    [Fact]
    public void A_release_that_only_adds_a_year_passes() =>
        Check(TestTables.Table(Areas, ["2020", "2021", "2022", "2023"])).ShouldBeEmpty("an ordinary new year is nothing to stop for");

    [Fact]
    public void A_small_revision_passes() =>
        Check(TestTables.Table(Areas, ["2020", "2021", "2022"], c => c.Each("2021", v => v + 1))).ShouldBeEmpty("a person more in each area is ordinary");

    [Fact]
    public void A_first_release_passes() =>
        Gate.Check(TestTables.People, null, Last).ShouldBeEmpty("there is nothing to compare it with");

    [Fact]
    public void An_area_that_is_gone_is_incomplete() =>
        Refused(TestTables.Table(Areas[..^1], ["2020", "2021", "2022"]), GateNames.Incomplete, Areas[^1]);

    [Fact]
    public void A_period_that_is_gone_is_incomplete() =>
        Refused(TestTables.Table(Areas, ["2021", "2022"]), GateNames.Incomplete, "2020");

    [Fact]
    public void A_new_year_in_which_figures_are_symbols_is_incomplete() =>
        Refused(TestTables.Table(Areas, ["2020", "2021", "2022", "2023"], c => c.Each("2023", _ => null)), GateNames.Incomplete, "2023");

    [Fact]
    public void A_level_without_figures_is_incomplete() =>
        Refused(TestTables.Table(Areas, ["2020", "2021", "2022", "2024"]), GateNames.Incomplete, "2024");

    [Fact]
    public void A_negative_count_is_impossible() =>
        Refused(TestTables.Table(Areas, ["2020", "2021", "2022"], c => c["0114R003", "tot", "2022"] = -1), GateNames.Impossible, "0114R003");

    [Fact]
    public void Half_a_person_is_impossible() =>
        Refused(TestTables.Table(Areas, ["2020", "2021", "2022"], c => c["0114R003", "tot", "2022"] = 1000.5), GateNames.Impossible, "0114R003");

    [Fact]
    public void Figures_in_thousands_are_implausible() =>
        Refused(TestTables.Table(Areas, ["2020", "2021", "2022", "2023"], c => c.Each("2023", v => v * 1000)), GateNames.Implausible, "2023");

    [Fact]
    public void Figures_that_are_all_zero_are_implausible() =>
        Refused(TestTables.Table(Areas, ["2020", "2021", "2022", "2023"], c => c.Each("2023", _ => 0)), GateNames.Implausible, "2023");

    [Fact]
    public void Rows_that_slid_against_each_other_are_implausible()
    {
        var wide = TestTables.Table(Areas, ["2020", "2021"], c => Uneven(c, ["2020", "2021"], 0));
        var slid = TestTables.Table(Areas, ["2020", "2021", "2022"], c =>
        {
            Uneven(c, ["2020", "2021"], 0);
            Uneven(c, ["2022"], 1);
        });

        Gate.Check(TestTables.People, wide, slid).ShouldContain(r => r.Gate == GateNames.Implausible && r.Message.Contains("One area in ten"));
    }

    [Fact]
    public void One_area_with_a_digit_too_many_is_implausible() =>
        Refused(TestTables.Table(Areas, ["2020", "2021", "2022", "2023"], c => c["0114R007", "tot", "2023"] = 14560), GateNames.Implausible, "0114R007");

    [Fact]
    public void A_part_beyond_its_whole_is_implausible_and_noise_is_not()
    {
        Refused(TestTables.Table(Areas, ["2020", "2021", "2022"], c => c["0114R003", "a", "2022"] = c["0114R003", "tot", "2022"] + 4), GateNames.Implausible, "exceed");
        Check(TestTables.Table(Areas, ["2020", "2021", "2022"], c => c["0114R003", "a", "2022"] = c["0114R003", "tot", "2022"] + 3))
            .ShouldBeEmpty("three is within the register's noise");
    }

    [Theory]
    [InlineData("0114R99")]
    [InlineData("0114R999")]
    public void A_region_code_that_is_not_known_is_restructured(string code) =>
        Refused(TestTables.Table([.. Areas, code], ["2020", "2021", "2022"]), GateNames.Restructured, code);

    [Fact]
    public void A_new_category_and_one_that_is_gone_are_restructured()
    {
        Refused(TestTables.Table(Areas, ["2020", "2021", "2022"], groups: ["a", "tot", "x", "y"]), GateNames.Restructured, "y");
        Refused(TestTables.Table(Areas, ["2020", "2021", "2022"], groups: ["a", "tot"]), GateNames.Restructured, "x");
    }

    [Fact]
    public void A_measure_without_cells_is_restructured_also_at_first()
    {
        var reasons = Gate.Check(TestTables.People, null, TestTables.Table(Areas, ["2020"], groups: ["tot"]));

        reasons.ShouldContain(r => r.Gate == GateNames.Restructured && r.Message.Contains("Grupp has no category a"));
    }

    [Fact]
    public void Another_unit_is_restructured() =>
        Refused(TestTables.Table(Areas, ["2020", "2021", "2022"], unit: "tusental"), GateNames.Restructured, "tusental");

    [Fact]
    public void Zeros_outside_the_divisions_years_are_no_figures()
    {
        string[] both = [.. Areas, .. Areas.Select(a => a + "_RegSO2025")];
        var cube = TestTables.Table(both, ["2023", "2024"], c =>
        {
            foreach (var area in Areas)
            {
                c[area, "tot", "2024"] = 0;
                c[area + "_RegSO2025", "tot", "2023"] = 0;
            }
        });

        Gate.Check(TestTables.People, null, cube).ShouldBeEmpty("each division is judged in its own years");
        var columns = RegisterTable.Of(TestTables.People, cube).Table!;
        columns.ColumnsOf(columns.Series.Single(s => s.Measure?.Id == "all")).Select(c => $"{c.Key.Division} {c.Key.Period}")
            .ShouldBe(["RegSO2020 2023", "RegSO2025 2024"]);
    }

    [Fact]
    public void Reasons_are_bounded_and_say_how_many_more_there_are()
    {
        var reasons = Check(TestTables.Table(Areas, ["2020", "2021", "2022"], c => c.Each("2022", v => -v)))
            .Where(r => r.Gate == GateNames.Impossible).ToList();

        reasons.Count.ShouldBe(21);
        reasons[^1].Message.ShouldBe("60 more of the same kind are not listed.");
    }

    private static void Uneven(TestCells cells, string[] periods, int shift)
    {
        foreach (var (i, area) in Areas.Index())
        {
            foreach (var period in periods)
            {
                cells[area, "tot", period] = 700 + (((i + shift) * 7919) % 9000);
                cells[area, "a", period] = 300;
            }
        }
    }

    private static IReadOnlyList<RefusalReason> Check(StatCube cube) => Gate.Check(TestTables.People, Last, cube);

    private static void Refused(StatCube cube, string gate, string inReason)
    {
        var reasons = Check(cube);
        reasons.ShouldContain(
            r => r.Gate == gate && (r.Place + r.Message).Contains(inReason, StringComparison.Ordinal) && r.Place.StartsWith("TAB1"),
            $"expected {gate} about {inReason}; got: {string.Join(" | ", reasons)}");
    }
}

/// <summary>Runs the gates over two tables.</summary>
internal static class Gate
{
    public static IReadOnlyList<RefusalReason> Check(Utanforskap.Ingestion.Catalogue.Register register, StatCube? before, StatCube after)
    {
        var (table, problem) = RegisterTable.Of(register, after);
        table.ShouldNotBeNull(problem);
        var last = before is null ? null : RegisterTable.Of(register, before).Table;
        return ReleaseGates.Check(new GateInput(
            table, before is null ? null : TableShape.Of(before),
            [.. register.Measures.Select(m => new MeasureColumns(m, Columns(last, m), Columns(table, m)))]));
    }

    private static Dictionary<ColumnPlace, ServiceDefaults.Columns.Column> Columns(RegisterTable? table, Utanforskap.Ingestion.Catalogue.Measure measure) =>
        table?.Series.FirstOrDefault(s => s.Measure == measure) is { } series
            ? table.ColumnsOf(series).ToDictionary(c => new ColumnPlace(c.Key.Division, c.Key.Period), c => c.Value)
            : [];
}
