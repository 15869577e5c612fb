using Utanforskap.Definitions;
using Utanforskap.Geography;
using Utanforskap.Ingestion.Catalogue;

namespace Utanforskap.Ingestion.Tests.Catalogue;

public sealed class RegisterFileTests
{
    private const string Good = """
        id: population
        title: { sv: Folkmängd, en: Population }
        country: sweden
        source: { kind: pxwebapi, name: scb }
        table: TAB6574
        selection: { Region: ["*"] }
        levels: [RegSO]
        measures:
          persons:
            cells: { ContentsCode: "000007Y7" }
        calendar:
          poll: 10s
          windows: [{ from: 02-15, to: 03-10, opens: "07:55", closes: "10:00" }]
        attribution: SCB
        licence: CC0-1.0
        """;

    [Fact]
    public void A_register_file_is_read_with_defaults_for_what_it_leaves_out()
    {
        var (register, errors) = RegisterFile.Read("population.yaml", Good);

        errors.ShouldBeEmpty();
        register.ShouldNotBeNull();
        register.Id.ShouldBe("population");
        register.Levels.ShouldBe([DivisionLevel.RegSO]);
        register.Measures.Single().Kind.ShouldBe(MeasureKind.Count);
        register.Measures.Single().Minimum.ShouldBe(0, "a count is never negative, whether the file says so or not");
        register.Calendar.Poll.ShouldBe(TimeSpan.FromSeconds(10));
        register.Calendar.Windows.Single().From.ShouldBe(new MonthDay(2, 15));
        register.Gates.Changes["persons"].ShouldNotBeNull("a measure without limits of its own has its kind's");
    }

    [Theory]
    [InlineData("table: TAB6574", "tabel: TAB6574", 5, 1, "unknown field \"tabel\"")]
    [InlineData("id: population", "id: Population_1", 1, 5, "not a slug")]
    [InlineData("kind: pxwebapi", "kind: ftp", 4, 17, "expected one of pxwebapi, file, wfs, delivery")]
    [InlineData("[RegSO]", "[LSOA]", 7, 10, "expected one of DeSO, RegSO")]
    [InlineData("country: sweden", "country: norway", 3, 10, "no division is known")]
    [InlineData("poll: 10s", "poll: often", 12, 9, "must be a time span")]
    [InlineData("from: 02-15", "from: 02-31", 13, 21, "month and day")]
    [InlineData("closes: \"10:00\"", "closes: \"07:00\"", 13, 13, "closes after it opens")]
    [InlineData("attribution: SCB", "gates: { changes: { people: { cell: 1 } } }\nattribution: SCB", 14, 21, "no measure \"people\"")]
    [InlineData("country: sweden", "country: [", 3, 10, "not YAML")]
    [InlineData("country: sweden", "country: \"swe", 3, 10, "not YAML")]
    public void A_mistake_is_told_with_line_and_column(string right, string wrong, int line, int column, string message)
    {
        var (register, errors) = RegisterFile.Read("population.yaml", Good.Replace(right, wrong, StringComparison.Ordinal));

        register.ShouldBeNull();
        var error = errors.ShouldHaveSingleItemMatching(message);
        (error.Line, error.Column).ShouldBe((line, column), error.ToString());
    }

    [Fact]
    public void Every_mistake_of_a_file_is_told_at_once()
    {
        var (_, errors) = RegisterFile.Read("x.yaml", "id: X\nlevels: nowhere\nmeasures: { p: { cells: {} , kind: sum } }\n");

        errors.Count.ShouldBeGreaterThan(6);
        errors.Select(e => e.Message).ShouldContain(m => m.Contains("needs the field \"table\""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("just text")]
    [InlineData("- a\n- b\n")]
    [InlineData("a: 1\n---\nb: 2\n")]
    [InlineData("? [a]\n: b\n")]
    public void A_file_that_is_no_register_is_mistakes_and_no_crash(string yaml)
    {
        var (register, errors) = RegisterFile.Read("x.yaml", yaml);

        register.ShouldBeNull();
        errors.ShouldNotBeEmpty();
    }

    [Fact]
    public void The_registers_that_come_with_the_service_are_without_mistakes()
    {
        foreach (var country in Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "Registers")))
        {
            RegisterCatalogue.Load(country).Registers.ShouldNotBeEmpty();
        }

        RegisterCatalogue.Load(Path.Combine(AppContext.BaseDirectory, "Registers", "sweden")).Registers.Select(r => r.Id)
            .ShouldBe(["area-type", "birth-region", "borders-deso-2018", "borders-deso-2025", "borders-regso-2020", "borders-regso-2025", "population", "tenure", "wage-income"]);
    }
}

internal static class ErrorAssertions
{
    public static DefinitionError ShouldHaveSingleItemMatching(this IReadOnlyList<DefinitionError> errors, string message)
    {
        var matching = errors.Where(e => e.Message.Contains(message, StringComparison.Ordinal)).ToList();
        matching.Count.ShouldBe(1, $"expected one mistake with \"{message}\" among: {string.Join(" | ", errors)}");
        return matching[0];
    }
}
