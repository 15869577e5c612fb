using System.Runtime.Serialization;

namespace Utanforskap.Definitions.Tests;

public sealed class YamlFieldsTests
{
    private const string Good = """
        id: mean-of-three
        title: { sv: Tre, en: Three }
        part: { cut: 0.5 }
        weights: [1, 2.5, -3]
        fruits: [red-apple, PEAR]
        whole: true
        """;

    /// <summary>What the tests read: a field of each sort.</summary>
    private sealed record Sample(string Id, LocalText Title, double? Cut, IReadOnlyList<double> Weights, IReadOnlyList<Fruit> Fruits, bool Whole);

    private enum Fruit
    {
        RedApple,

        [EnumMember(Value = "pear")]
        PEAR,
    }

    [Fact]
    public void Every_sort_of_field_is_read()
    {
        var (sample, errors) = Read(Good);

        errors.ShouldBeEmpty();
        sample.ShouldNotBeNull();
        sample.Id.ShouldBe("mean-of-three");
        sample.Title.ShouldBe(new LocalText("Tre", "Three"));
        sample.Cut.ShouldBe(0.5);
        sample.Weights.ShouldBe([1, 2.5, -3]);
        sample.Fruits.ShouldBe([Fruit.RedApple, Fruit.PEAR], "words are kebab-case or the enumeration's own, in any case of letters");
        sample.Whole.ShouldBeTrue();
    }

    [Theory]
    [InlineData("weights:", "wieghts:", "d.yaml(4,1): unknown field \"wieghts\" in a sample; did you mean \"weights\"? Expected one of id, title, part, weights, fruits, whole")]
    [InlineData("whole: true", "colour: red", "d.yaml(6,1): unknown field \"colour\" in a sample; expected one of id, title, part, weights, fruits, whole")]
    [InlineData("red-apple", "red_aple", "d.yaml(5,10): \"red_aple\" is not known here; did you mean \"red-apple\"? Expected one of red-apple, pear")]
    [InlineData("2.5", "two", "d.yaml(4,14): an item of \"weights\" must be a number, as in 12.5")]
    [InlineData("2.5", ".nan", "d.yaml(4,14): an item of \"weights\" must be a number, as in 12.5")]
    [InlineData("2.5", "1e999", "d.yaml(4,14): an item of \"weights\" must be a number, as in 12.5")]
    [InlineData("0.5", "", "d.yaml(3,15): \"cut\" must be a number, as in 12.5")]
    [InlineData("whole: true", "whole: yes", "d.yaml(6,8): \"whole\" must be true or false")]
    [InlineData("id: mean-of-three", "id: Mean of three", "d.yaml(1,5): \"Mean of three\" is not a slug")]
    [InlineData("id: mean-of-three", "id: ~", "d.yaml(1,5): \"id\" must be a text that is not empty")]
    [InlineData("id: mean-of-three", "id: [a]", "d.yaml(1,5): \"id\" must be a text that is not empty")]
    [InlineData("id: mean-of-three\n", "", "d.yaml(1,1): a sample needs the field \"id\"")]
    [InlineData(", en: Three", "", "d.yaml(2,8): \"title\" needs the field \"en\"")]
    [InlineData("title: { sv: Tre, en: Three }\n", "", "d.yaml(1,1): a sample needs the field \"title\"")]
    [InlineData("{ cut: 0.5 }", "0.5", "d.yaml(3,7): \"part\" must be a mapping of fields")]
    [InlineData("[1, 2.5, -3]", "1", "d.yaml(4,10): \"weights\" must be a list")]
    [InlineData("whole: true", "? [a]\n: b", "d.yaml(6,3): a field of a sample must have a name")]
    [InlineData("whole: true", "id: again", "d.yaml(6,1): not YAML: Duplicate key id")]
    [InlineData("whole: true", "whole: \"tr", "d.yaml(6,8): not YAML")]
    [InlineData("[1, 2.5, -3]", "[1, 2.5, -3", "not YAML")]
    [InlineData("whole: true", "whole: true\n---\nid: other", "d.yaml(1,1): a definition file holds exactly one YAML document")]
    [InlineData(Good, "", "d.yaml(1,1): a definition file holds exactly one YAML document")]
    [InlineData(Good, "just text", "d.yaml(1,1): a sample must be a mapping of fields")]
    public void A_mistake_is_told_once_with_its_place_and_what_is_expected(string right, string wrong, string message)
    {
        var (sample, errors) = Read(Good.Replace(right, wrong, StringComparison.Ordinal));

        sample.ShouldBeNull("a definition with a mistake is not used");
        errors.ShouldHaveSingleItem().ToString().ShouldContain(message);
    }

    [Fact]
    public void All_mistakes_of_a_file_are_told_in_the_order_of_their_places() =>
        Read("id: A b\nwhole: maybe\nweights: [x, 1, y]\nfruits: plum\n").Errors.Select(e => (e.Line, e.Column)).ShouldBe(
            [(1, 1), (1, 5), (2, 8), (3, 11), (3, 17), (4, 9)]);

    [Fact]
    public void Brackets_without_end_are_told_and_deep_nesting_does_not_end_the_process()
    {
        Read("id: a\nweights: [1, 2").Errors.ShouldHaveSingleItem().Line.ShouldBe(3, "where the text ends");
        Read("weights: " + new string('[', 100_000)).Errors.ShouldHaveSingleItem().Message.ShouldContain("deeper than 32 levels");
    }

    private static (Sample? Definition, IReadOnlyList<DefinitionError> Errors) Read(string yaml) => DefinitionFile.Read("d.yaml", yaml, (root, errors) =>
    {
        var fields = YamlFields.Of(root, "a sample", errors, "id", "title", "part", "weights", "fruits", "whole");
        return new Sample(
            fields.Slug("id"),
            fields.LocalText("title"),
            fields.OptionalFields("part", "cut").Number("cut"),
            [.. fields.Numbers("weights").Select(n => n.Value)],
            [.. fields.Choices<Fruit>("fruits").Select(f => f.Value)],
            fields.Flag("whole"));
    });
}
