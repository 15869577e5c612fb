using System.Diagnostics;
using Utanforskap.Console.Processes;

namespace Utanforskap.Console.Tests;

public sealed class ProcessIdentityTests
{
    [Fact]
    public async Task A_process_is_running_until_it_was_killed()
    {
        using var process = Process.Start("sleep", "600");
        var identity = ProcessIdentity.Of(process.Id).ShouldNotBeNull();
        identity.IsRunning.ShouldBeTrue();

        identity.Send(Signal.Kill);

        (await identity.EndsWithinAsync(TimeSpan.FromSeconds(10))).ShouldBeTrue("SIGKILL ends every process.");
    }

    [Fact]
    public void Another_process_with_the_same_number_is_not_taken_for_it_and_gets_no_signal()
    {
        using var process = Process.Start("sleep", "600");
        var other = ProcessIdentity.Of(process.Id)!.Value with { StartedAt = 1 };

        other.IsRunning.ShouldBeFalse("It started at another time.");
        other.Send(Signal.Kill);

        process.HasExited.ShouldBeFalse("The signal was not for it.");
        process.Kill();
    }

    [Fact]
    public void Names_with_blanks_and_brackets_are_read_past()
    {
        var identity = ProcessIdentity.FromStat("42 (a) b (c) S 1 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 98765 1 1 0").ShouldNotBeNull();
        identity.ShouldBe(new ProcessIdentity(42, 98765));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12 (half")]
    [InlineData("12 (half) S 1 2")]
    public void A_half_written_line_names_no_process(string stat) => ProcessIdentity.FromStat(stat).ShouldBeNull();
}
