using Utanforskap.Classification.Methods;
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
          mean-of: [a, b]
          cuts: [1, -1]
        classes:
          - { sv: hög, en: high }
          - { sv: medel, en: middle }
          - { sv: låg, en: low }
        """;

    [Fact]
    public void The_methods_of_the_build_are_the_official_type_and_the_computed_index()
    {
        var methods = MethodCatalogue.Load("Methods").All;

        methods.Select(m => m.Id).ShouldBe(["scb-omradestyp", "sei"]);
        methods[0].Inputs.ShouldBe(["official-type", "population"]);
        methods[1].Inputs.ShouldBe(["low-economic-standard", "compulsory-education", "assistance-or-unemployment", "population"]);
        methods[1].ToInfo().Classes.Select(c => $"{c.Class} {c.Name}").First().ShouldBe("1 områden med stora socioekonomiska utmaningar");
    }

    [Theory]
    [InlineData("cuts: [1, -1]", "cuts: [1, 1]", "m.yaml(9,13): \"cuts\" are numbers, each lower than the one before")]
    [InlineData("cuts: [1, -1]", "cuts: [1]", "m.yaml(11,3): a method has at least two classes, and one more than \"cuts\"")]
    [InlineData("index:", "published-class: a\nindex:", "m.yaml(9,3): a method has either \"index\" or \"published-class\"")]
    [InlineData("mean-of: [a, b]", "mean-of: [a, a]", "m.yaml(8,12): \"mean-of\" names at least one indicator, none twice")]
    [InlineData("{ sv: låg, en: low }", "{ sv: låg }", "m.yaml(13,5): a class needs the field \"en\"")]
    public void A_mistake_is_told_with_file_line_and_column(string right, string wrong, string message)
    {
        var (method, errors) = DefinitionFile.Read("m.yaml", Good.Replace(right, wrong, StringComparison.Ordinal), MethodFile.Read);

        method.ShouldBeNull();
        errors[0].ToString().ShouldStartWith(message);
    }

    [Fact]
    public void A_changed_limit_changes_what_results_depend_on_and_a_reworded_name_does_not()
    {
        string Hash(string yaml) => DefinitionFile.Read("m.yaml", yaml, MethodFile.Read).Definition!.Hash;

        Hash(Good.Replace("[1, -1]", "[1.5, -1]", StringComparison.Ordinal)).ShouldNotBe(Hash(Good));
        Hash(Good.Replace("Three classes", "A test", StringComparison.Ordinal)).ShouldBe(Hash(Good));
    }
}
