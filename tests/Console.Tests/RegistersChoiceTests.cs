using Utanforskap.Console.Running;

namespace Utanforskap.Console.Tests;

public sealed class RegistersChoiceTests
{
    [Fact]
    public void Each_choice_has_its_catalogue_and_keeps_its_figures_apart()
    {
        var folder = Directory.CreateTempSubdirectory("utan-console-tests-");
        try
        {
            var table = folder.CreateSubdirectory("TAB6574");
            File.WriteAllText(Path.Combine(table.FullName, "2024-02-22T070000Z.json"), "{}");

            var choices = new[] { "sample", "scb", folder.FullName }.Select(RegistersChoice.Parse).ToList();

            choices.Select(choice => choice.Profile).ShouldBe(["alvmark", "sweden", "sweden"]);
            choices.Select(choice => choice.IsSimulated).ShouldBe([true, false, true]);
            choices.Select(choice => choice.DataName).ShouldBeUnique();
            RegistersChoice.Parse(folder.FullName + "/").ShouldBe(choices[2], "The same folder is the same choice, however it is written.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_folder_that_is_not_there_or_holds_no_releases_is_refused_with_what_is_expected()
    {
        Should.Throw<UtanException>(() => RegistersChoice.Parse("/no/such/folder")).Message.ShouldContain("TABLE/RELEASED.json");
        Should.Throw<UtanException>(() => RegistersChoice.Parse("/proc/self/task")).Message.ShouldContain("holds no releases");
    }
}
