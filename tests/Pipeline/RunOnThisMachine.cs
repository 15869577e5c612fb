using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Utanforskap.Testing;

namespace Utanforskap.Pipeline;

/// <summary>What <c>./utan up</c> and <c>down</c> promise about processes.</summary>
[Trait("Category", "Slow")]
public sealed class RunOnThisMachine
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_run_comes_back_from_kills_is_harmless_to_start_twice_and_leaves_nothing()
    {
        List<int> last;
        await using (var system = await RunningSystem.StartAsync("sample"))
        {
            var first = await UntilReadyAsync(system);

            (await system.UtanAsync("up", "--detach")).ShouldContain("runs already");
            (await UntilReadyAsync(system)).ShouldBe(first, "Starting twice starts nothing.");

            foreach (var name in first.Keys.Where(name => name != "supervisor"))
            {
                Process.GetProcessById(first[name].Pid).Kill();
            }

            var again = await UntilReadyAsync(system);
            again.Where(process => process.Key != "supervisor").Select(process => process.Value.Pid)
                .ShouldNotContain(pid => first.Values.Any(before => before.Pid == pid), "Everything that was killed was started anew.");

            Process.GetProcessById(again["supervisor"].Pid).Kill();
            Process.GetProcessById(again["publishing"].Pid).Kill();
            await system.UtanAsync("up", "--detach");
            var repaired = await UntilReadyAsync(system);
            repaired["supervisor"].Pid.ShouldNotBe(again["supervisor"].Pid, "Somebody watches again.");
            repaired["ingestion"].ShouldBe(again["ingestion"], "What still ran is kept.");

            last = [.. repaired.Values.Select(process => process.Pid)];
        }

        last.Where(Runs).ShouldBeEmpty("`down` ends everything that `up` started.");
    }

    [Fact]
    public async Task A_port_in_use_is_told_with_its_holder_and_nothing_is_started()
    {
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        var port = ((IPEndPoint)stranger.LocalEndpoint).Port;
        var shift = port - 8083;

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => RunningSystem.StartAsync("sample", "--port-shift", $"{shift}"));

        failure.Message.ShouldContain("ended with 1");
        failure.Message.ShouldContain($"Port {port} (classification) is in use by");
        failure.Message.ShouldContain("UTAN_PORT_CLASSIFICATION=N");
        failure.Message.ShouldNotContain("   at ", Case.Sensitive, "No stack trace.");
    }

    /// <summary>A process that has ended keeps its number until somebody collects it; under an init that collects nothing that is for ever.</summary>
    private static bool Runs(int pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/status").Contains("\nState:\tZ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<Dictionary<string, (int Pid, string State)>> ProcessesAsync(RunningSystem system) =>
        (await system.StatusAsync()).GetProperty("processes").EnumerateArray().ToDictionary(
            process => process.GetProperty("name").GetString()!,
            process => (process.GetProperty("pid") is { ValueKind: JsonValueKind.Number } pid ? pid.GetInt32() : 0, process.GetProperty("state").GetString()!));

    private static async Task<Dictionary<string, (int Pid, string State)>> UntilReadyAsync(RunningSystem system)
    {
        var started = Stopwatch.GetTimestamp();
        var processes = await ProcessesAsync(system);
        while (processes.Values.Any(process => process.State != "ready") && Stopwatch.GetElapsedTime(started) < Limit)
        {
            processes = await ProcessesAsync(system);
        }

        processes.Where(process => process.Value.State != "ready").ShouldBeEmpty($"All are ready within {Limit}.");
        return processes;
    }
}
