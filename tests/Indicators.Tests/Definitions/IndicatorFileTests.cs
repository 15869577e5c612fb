using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Indicators.Definitions;
using Utanforskap.Definitions;

namespace Utanforskap.Indicators.Tests.Definitions;

public sealed class IndicatorFileTests
{
    private const string Good = """
        id: share-born-abroad
        version: 2
        title:
          sv: Andel födda utomlands
          en: Share born abroad
        unit:
          sv: procent
          en: per cent
        direction: higher-is-worse
        level: RegSO
        roll-up: ratio-of-sums
        formulas:
          - numerator:
              - measure: birth-region/persons
              - measure: birth-region/born-in-sweden
                factor: -1
            denominator:
              - measure: birth-region/persons
            factor: 100
        """;

    [Fact]
    public void A_definition_says_how_an_indicator_is_computed()
    {
        var (definition, errors) = DefinitionFile.Read("a.yaml", Good, IndicatorFile.Read);

        errors.ShouldBeEmpty();
        definition.ShouldNotBeNull();
        definition.Id.ShouldBe("share-born-abroad");
        definition.Version.ShouldBe(2);
        definition.Direction.ShouldBe(IndicatorDirection.HigherIsWorse);
        definition.Level.ShouldBe(DivisionLevel.RegSO);
        definition.RollUp.ShouldBe(RollUp.RatioOfSums);
        definition.Inputs.ShouldBe(["birth-region/born-in-sweden", "birth-region/persons"]);
        definition.Formulas.Single().ToString().ShouldBe("100 * (1 birth-region/persons + -1 birth-region/born-in-sweden) / (1 birth-region/persons)");
    }

    [Theory]
    [InlineData("version: 2", "version: zero", "a.yaml(2,10): \"version\" must be a whole number from 1")]
    [InlineData("direction: higher-is-worse", "direction: up", "a.yaml(9,12): \"up\" is not known here; expected one of neutral, higher-is-worse, higher-is-better")]
    [InlineData("  en: Share born abroad\n", "", "a.yaml(4,3): \"title\" needs the field \"en\"")]
    [InlineData("birth-region/born-in-sweden", "born-in-sweden", "a.yaml(15,18): \"born-in-sweden\" does not name a measure: write register/measure, as in population/persons")]
    [InlineData("factor: 100", "faktor: 100", "a.yaml(19,5): unknown field \"faktor\" in a formula; did you mean \"factor\"? Expected one of numerator, denominator, factor")]
    [InlineData("factor: 100", "factor: .inf", "a.yaml(19,13): \"factor\" must be a number, as in 12.5")]
    [InlineData("id: share-born-abroad", "id: [share", "a.yaml(1,5): not YAML: a list or mapping in brackets is not closed")]
    public void A_mistake_is_told_with_file_line_and_column(string right, string wrong, string message)
    {
        var (definition, errors) = DefinitionFile.Read("a.yaml", Good.Replace(right, wrong, StringComparison.Ordinal), IndicatorFile.Read);

        definition.ShouldBeNull();
        errors[0].ToString().ShouldStartWith(message);
    }

    [Fact]
    public void Every_mistake_of_a_file_is_told_at_once() =>
        DefinitionFile.Read("a.yaml", "id: A b\nlevel: Village\n", IndicatorFile.Read).Errors.Count.ShouldBe(8);

    [Fact]
    public void Rewording_a_title_does_not_change_what_values_depend_on()
    {
        var reworded = Good.Replace("Andel födda utomlands", "Utrikes födda", StringComparison.Ordinal);
        var refactored = Good.Replace("factor: 100", "factor: 1000", StringComparison.Ordinal);

        Hash(reworded).ShouldBe(Hash(Good));
        Hash(refactored).ShouldNotBe(Hash(Good));
    }

    [Fact]
    public void The_definitions_of_the_build_are_those_that_the_methods_and_the_public_know() =>
        IndicatorCatalogue.Load("Definitions").All.Select(d => d.Id).ShouldBe(
        [
            "assistance-or-unemployment", "born-abroad", "born-in-country", "children-0-19", "compulsory-education", "crime-rate", "dwellings-owner-occupied",
            "dwellings-rental", "dwellings-tenant-owned", "employment", "ill-health", "low-economic-standard", "mean-wage-income", "official-type",
            "overcrowding", "population", "school-eligibility", "share-born-abroad", "share-born-in-sweden", "tenure-owner-occupied", "tenure-rental",
            "tenure-tenant-owned", "turnout",
        ]);

    private static string Hash(string yaml) => DefinitionFile.Read("a.yaml", yaml, IndicatorFile.Read).Definition!.Hash;
}
