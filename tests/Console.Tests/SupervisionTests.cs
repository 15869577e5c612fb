using Utanforskap.Console.Processes;
using Utanforskap.Console.Running;
using Utanforskap.Console.State;

namespace Utanforskap.Console.Tests;

public sealed class SupervisionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_killed_program_is_started_again()
    {
        using var temporary = new TemporaryState();
        var state = temporary.Folder.Create();
        var launch = new Launch("sleeper", ["sleep", "600"]);
        var first = await Startup.EnsureAsync(state, launch);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = new Supervision(state, [launch], TimeProvider.System, _ => { }).RunAsync(stop.Token);

        first.Send(Signal.Kill);

        await RunsAnew(state, "sleeper", first);
        await stop.CancelAsync();
        await watch;
    }

    [Fact]
    public async Task A_program_that_keeps_ending_is_not_started_over_and_over()
    {
        using var temporary = new TemporaryState();
        var state = temporary.Folder.Create();
        var starts = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var third = new TaskCompletionSource();
        var watch = new Supervision(state, [new Launch("quitter", ["true"])], TimeProvider.System, _ => Count()).RunAsync(stop.Token);
        void Count()
        {
            if (++starts == 3)
            {
                third.SetResult();
            }
        }

        var started = TimeProvider.System.GetTimestamp();
        await third.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);

        TimeProvider.System.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromSeconds(1.4), "The third start waits for half a second and then a whole one.");
        await stop.CancelAsync();
        await watch;
    }

    [Fact]
    public async Task Where_the_state_folder_is_gone_nothing_is_left_running()
    {
        using var temporary = new TemporaryState();
        var state = temporary.Folder.Create();
        var launch = new Launch("sleeper", ["sleep", "600"]);
        var process = await Startup.EnsureAsync(state, launch);
        var seen = new Supervision(state, [launch], TimeProvider.System, _ => { }).RunAsync(TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);

        state.Purge();

        await seen.WaitAsync(Limit, TestContext.Current.CancellationToken);
        (await process.EndsWithinAsync(Limit)).ShouldBeTrue("Nobody could find it any more.");
    }

    [Fact]
    public async Task A_program_outlives_its_starter_in_a_session_of_its_own_and_runs_once()
    {
        using var temporary = new TemporaryState();
        var state = temporary.Folder.Create();
        var launch = new Launch("sleeper", ["sleep", "600"]);

        var first = await Startup.EnsureAsync(state, launch);
        var again = await Startup.EnsureAsync(state, launch);

        again.ShouldBe(first, "What runs is not started a second time.");
        var stat = await File.ReadAllTextAsync($"/proc/{first.Pid}/stat", TestContext.Current.CancellationToken);
        var session = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3];
        session.ShouldBe($"{first.Pid}", "It leads its own session.");
    }

    [Fact]
    public async Task Ending_asks_first_and_kills_what_does_not_listen()
    {
        using var temporary = new TemporaryState();
        var state = temporary.Folder.Create();
        var polite = await Startup.EnsureAsync(state, new Launch("polite", ["sleep", "600"]));
        var deaf = await Startup.EnsureAsync(state, new Launch("deaf", ["bash", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"]));
        (await Waiting.UntilAsync(async () => (await File.ReadAllTextAsync(state.Log("deaf"))).Contains("ready", StringComparison.Ordinal), Limit, TestContext.Current.CancellationToken))
            .ShouldBeTrue();

        var ended = await Shutdown.StopAsync(state, [[new Ending("polite", Signal.Terminate), new Ending("deaf", Signal.Terminate, Seconds: 1), new Ending("absent", Signal.Terminate)]]);

        ended.ShouldBe(["polite", "deaf"]);
        (polite.IsRunning, deaf.IsRunning).ShouldBe((false, false));
    }

    private static async Task RunsAnew(StateFolder state, string name, ProcessIdentity before) =>
        (await Waiting.UntilAsync(() => Task.FromResult(state.PidFile(name).Running is { } now && now != before), Limit, TestContext.Current.CancellationToken))
            .ShouldBeTrue($"{name} comes back by itself.");
}
