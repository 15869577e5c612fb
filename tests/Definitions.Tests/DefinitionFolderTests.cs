namespace Utanforskap.Definitions.Tests;

public sealed class DefinitionFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("definitions").FullName;

    [Fact]
    public void Definitions_come_in_the_order_of_their_files()
    {
        Write("b.yaml", "id: first");
        Write("a.yml", "id: second");
        Write("README.md", "not a definition");

        Read().ShouldBe(["second", "first"]);
    }

    [Fact]
    public void The_mistakes_of_all_files_are_told_at_once()
    {
        Write("a.yaml", "id: One Two");
        Write("b.yaml", "ib: two");
        Write("c.yaml", "id: three");

        Should.Throw<DefinitionException>(Read).Errors.Select(e => e.ToString().Split(';')[0]).ShouldBe(
        [
            "a.yaml(1,5): \"One Two\" is not a slug: use small letters, digits and single hyphens, as in birth-region",
            "b.yaml(1,1): unknown field \"ib\" in a thing",
            "b.yaml(1,1): a thing needs the field \"id\"",
        ]);
    }

    [Fact]
    public void Two_files_with_one_id_are_a_mistake_at_the_second()
    {
        Write("a.yaml", "id: same");
        Write("b.yaml", "# a comment\nid: same");

        Should.Throw<DefinitionException>(Read).Message.ShouldBe("b.yaml(2,5): the id \"same\" is that of a.yaml already");
    }

    [Fact]
    public void An_empty_or_missing_folder_names_the_setting()
    {
        Should.Throw<DefinitionException>(Read).Message.ShouldContain("the setting Things:Folder names another");
        Directory.Delete(_folder);
        Should.Throw<DefinitionException>(Read).Message.ShouldContain(_folder);
        Directory.CreateDirectory(_folder);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string file, string yaml) => File.WriteAllText(Path.Combine(_folder, file), yaml);

    private IReadOnlyList<string> Read() => DefinitionFolder.Read(
        _folder, "Things:Folder", (root, errors) => YamlFields.Of(root, "a thing", errors, "id").Slug("id"), "id");
}
