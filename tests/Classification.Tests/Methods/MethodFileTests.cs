using Utanforskap.Classification.Methods;
using Utanforskap.Contracts.Reading;
using Utanforskap.Definitions;

namespace Utanforskap.Classification.Tests.Methods;

public sealed class MethodFileTests
{
    private const string Good = """
        id: three
        version: 1
        name: { sv: Tre, en: Three }
        description: { sv: Tre klasser, en: Three classes }
        source: nobody
        level: RegSO
        index:
          class: type
          value: mean
          inputs: [a, b]
          series:
            mean: { mean: [a, b] }
            high: { from: a, steps: [limit: { side: above, value: 1 }] }
            type: { from: mean, steps: [classes: { by: deviations, cuts: [1, -1] }] }
          needs:
            a: { series: high, sv: mycket, en: much }
        classes:
          - { sv: hög, en: high }
          - { sv: medel, en: middle }
          - { sv: låg, en: low }
        """;

    [Fact]
    public void The_methods_of_the_build_can_be_read_and_say_what_they_read()
    {
        var methods = MethodCatalogue.Load("Methods").All;

        methods.Select(m => $"{m.Id} {m.Status}").ShouldBe(
            ["grupper InUse", "scb-omradestyp InUse", "segregation-fodelseland InUse", "sei InUse", "utanforskap Example", "utanforskap-absolut Example"]);
        methods[1].Inputs.ShouldBe(["official-type", "population"]);
        methods[3].Inputs.ShouldBe(["low-economic-standard", "compulsory-education", "assistance-or-unemployment", "population"]);
        methods[3].ToInfo().Classes.Select(c => $"{c.Class} {c.Name}").First().ShouldBe("1 områden med stora socioekonomiska utmaningar");
        methods[4].Rule.Inputs.Single(i => i.Indicator == "turnout").ShouldBe(new MethodInput("turnout", MaximumAge: 4, IsOptional: true));
        methods[4].ToInfo().Parts.Where(p => p.Kind == PartKind.Need).Select(p => p.Id).ShouldBe(
            ["need-crime", "need-benefit", "need-overcrowding", "need-turnout", "need-school", "need-employment"]);
    }

    [Theory]
    [InlineData("cuts: [1, -1]", "cuts: [1, 1]", "m.yaml(14,42): classes: \"cuts\" are numbers, each lower than the one before")]
    [InlineData("cuts: [1, -1]", "cuts: [1]", "m.yaml(18,3): the series \"type\" has 2 classes, and 3 are named")]
    [InlineData("index:", "published-class: a\nindex:", "m.yaml(9,3): a method has exactly one of \"published-class\", \"index\", \"groups\", \"segregation\"")]
    [InlineData("class: type", "class: tipe", "m.yaml(8,10): there is no series \"tipe\"; did you mean \"type\"?")]
    [InlineData("class: type", "class: mean", "m.yaml(8,10): the series \"mean\" gives no classes")]
    [InlineData("series: high", "series: mean", "m.yaml(16,18): the series \"mean\" gives no flags")]
    [InlineData("{ sv: låg, en: low }", "{ sv: låg }", "m.yaml(20,5): a class needs the field \"en\"")]
    public void A_mistake_is_told_with_file_line_and_column(string right, string wrong, string message)
    {
        var mistakes = Should.Throw<DefinitionException>(() => MethodFile.Read("m.yaml", Good.Replace(right, wrong, StringComparison.Ordinal))).Message;

        mistakes.ShouldContain(message);
    }

    [Theory]
    [InlineData("groups: { features: [a, a], count: 3, base: \"2021\" }", "\"features\" names at least 1 indicator, none twice")]
    [InlineData("groups: { features: [a], count: 1, base: \"2021\" }", "\"count\" must be a whole number from 2 to 1000")]
    [InlineData("groups: { features: [a], count: 3, base: \"2021\", names: { x: { sv: a, en: b } } }", "\"x\" is no group's number")]
    [InlineData("segregation: { groups: [a], indices: [D], shown: D }", "\"groups\" names at least 2 indicators, none twice")]
    [InlineData("segregation: { groups: [a, b], indices: [inkomst-D], shown: D }", "\"inkomst-D\" is no index of 2 groups; there are D, H, M")]
    [InlineData("segregation: { groups: [a, b], indices: [D], shown: H }", "\"H\" is not among \"indices\"")]
    public void A_mistake_in_groups_or_segregation_is_told(string rule, string message)
    {
        const string Head = "id: x\nversion: 1\nname: { sv: a, en: b }\ndescription: { sv: a, en: b }\nsource: s\nlevel: RegSO\n";

        Should.Throw<DefinitionException>(() => MethodFile.Read("m.yaml", Head + rule)).Message.ShouldContain(message);
    }

    [Fact]
    public void A_changed_limit_changes_what_results_depend_on_and_a_reworded_name_does_not()
    {
        string Hash(string yaml) => MethodFile.Read("m.yaml", yaml).Hash;

        Hash(Good.Replace("[1, -1]", "[1.5, -1]", StringComparison.Ordinal)).ShouldNotBe(Hash(Good));
        Hash(Good.Replace("value: 1", "value: 2", StringComparison.Ordinal)).ShouldNotBe(Hash(Good));
        Hash(Good.Replace("Three classes", "A test", StringComparison.Ordinal)).ShouldBe(Hash(Good));
    }
}
