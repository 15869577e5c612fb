using Utanforskap.Console.State;

namespace Utanforskap.Console.Tests;

public sealed class StateFolderTests
{
    [Fact]
    public void A_folder_with_other_things_in_it_is_neither_used_nor_removed()
    {
        var folder = Directory.CreateTempSubdirectory("utan-console-tests-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "thesis.txt"), "mine");
            var state = new StateFolder(folder.FullName);

            Should.Throw<UtanException>(() => state.Create()).Message.ShouldContain("holds other things");
            Should.Throw<UtanException>(state.Purge).Message.ShouldContain("was not made by utan up");
            File.Exists(Path.Combine(folder.FullName, "thesis.txt")).ShouldBeTrue("Nothing of it may be touched.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Purging_what_is_not_there_does_nothing()
    {
        using var temporary = new TemporaryState();
        temporary.Folder.Purge();
        temporary.Folder.Exists.ShouldBeFalse();
    }

    [Fact]
    public void Secrets_are_made_once_and_readable_by_their_owner_alone()
    {
        using var temporary = new TemporaryState();
        var state = temporary.Folder.Create();

        var secret = state.Secret("broker");

        new StateFolder(state.Path).Secret("broker").ShouldBe(secret, "A later command needs the same password.");
        state.Secret("other").ShouldNotBe(secret);
        secret.Length.ShouldBe(40);
        File.GetUnixFileMode(state.SecretFile("broker")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(state.In("secrets")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Two_commands_do_not_work_in_one_folder_at_a_time()
    {
        using var temporary = new TemporaryState();
        var state = temporary.Folder.Create();
        using (await state.LockAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken))
        {
            var failure = await Should.ThrowAsync<UtanException>(() => state.LockAsync(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken));
            failure.Message.ShouldContain("Another ./utan");
        }

        using (await state.LockAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken))
        {
            state.Exists.ShouldBeTrue("Once given back, the lock can be had again.");
        }
    }
}
