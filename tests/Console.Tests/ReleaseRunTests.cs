using Spectre.Console;
using Utanforskap.Console.Releasing;
using Utanforskap.Console.Running;

namespace Utanforskap.Console.Tests;

public sealed class ReleaseRunTests
{
    private const string Publish = "POST /control/releases/next";

    [Fact]
    public async Task All_are_published_in_time_order_and_followed_to_their_end()
    {
        await using var fake = await FakeRun.StartAsync();

        var said = await ReleaseAsync(fake, table: null, all: true, wait: true);

        fake.Calls.Count(call => call == Publish).ShouldBe(3);
        said.ShouldContain("TAB1 of 2024-01-01: release 1 of tab1: 3,363 cells (3,363 in new periods)");
        said.ShouldContain("TAB2 of 2024-02-01: release 2 of tab2");
        said.ShouldContain("release 3 is complete after 1.5 s");
        said.ShouldContain("RegSO2020 2023: 3,363 areas with new results, 253 change class");
    }

    [Fact]
    public async Task One_table_can_be_asked_for_and_a_table_that_is_not_there_is_told_with_those_that_are()
    {
        await using var fake = await FakeRun.StartAsync();

        (await Should.ThrowAsync<UtanException>(() => ReleaseAsync(fake, "TAB9", all: false, wait: false))).Message.ShouldContain("it has TAB1, TAB2");
        (await ReleaseAsync(fake, "tab1", all: false, wait: false)).ShouldContain("TAB1 of 2024-01-01: release 1");
    }

    [Fact]
    public async Task A_lost_answer_does_not_publish_twice()
    {
        await using var fake = await FakeRun.StartAsync();
        fake.LoseAnswer = true;

        await ReleaseAsync(fake, table: null, all: false, wait: false);

        fake.Calls.Count(call => call == Publish).ShouldBe(1, "It was published although its answer was lost.");
    }

    [Fact]
    public async Task Services_that_just_start_are_waited_for()
    {
        await using var fake = await FakeRun.StartAsync();
        fake.Unavailable = 3;

        (await ReleaseAsync(fake, table: null, all: false, wait: true)).ShouldContain("release 1 is complete");
    }

    [Fact]
    public async Task A_refused_release_is_told_with_its_reasons_and_an_unchanged_one_as_such()
    {
        await using var fake = await FakeRun.StartAsync();
        fake.Outcome = "refused";
        (await ReleaseAsync(fake, table: null, all: false, wait: true)).ShouldContain("impossible: -3 persons (0114R001 2023)");
        fake.Outcome = "unchanged";
        (await ReleaseAsync(fake, table: null, all: false, wait: true)).ShouldContain("unchanged: the same figures as before");
    }

    [Fact]
    public async Task Nothing_remains_in_the_end()
    {
        await using var fake = await FakeRun.StartAsync();
        await ReleaseAsync(fake, table: null, all: true, wait: false);

        (await ReleaseAsync(fake, table: null, all: true, wait: true)).ShouldContain("All releases are out.");
        (await Should.ThrowAsync<UtanException>(() => ReleaseAsync(fake, table: null, all: false, wait: false))).Message.ShouldContain("All releases are out");
    }

    [Fact]
    public void Without_a_run_it_says_how_to_start_one()
    {
        using var temporary = new TemporaryState();
        Should.Throw<UtanException>(() => new ReleaseRun(Story(new StringWriter()), temporary.Folder, TimeProvider.System)).Message.ShouldContain("./utan up");
        new RunSettings("scb", PortPlan.Read(null, _ => null)).Write(temporary.Folder.Create());
        temporary.Folder.PidFile(LocalSystem.Supervisor).WriteOwn();
        Should.Throw<UtanException>(() => new ReleaseRun(Story(new StringWriter()), temporary.Folder, TimeProvider.System)).Message.ShouldContain("come when they come");
        temporary.Folder.PidFile(LocalSystem.Supervisor).Delete();
    }

    private static async Task<string> ReleaseAsync(FakeRun fake, string? table, bool all, bool wait)
    {
        var said = new StringWriter();
        using var run = new ReleaseRun(Story(said), fake.State, TimeProvider.System);
        await run.RunAsync(table, all, wait, TestContext.Current.CancellationToken);
        return said.ToString();
    }

    private static ReleaseStory Story(StringWriter said)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(said) });
        console.Profile.Width = 1000;
        return new ReleaseStory(console);
    }
}
