using Utanforskap.Console.State;

namespace Utanforskap.Console.Processes;

/// <summary>Ends what was started from a state folder, and nothing else.</summary>
internal static class Shutdown
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Certainty = TimeSpan.FromSeconds(5);

    /// <summary>Asks the programs to end, group after group (who watches first, then who uses, then who serves), and kills those that do not.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="groups">Names of programs and the signal that each is asked with; the programs of a group end at the same time.</param>
    /// <returns>The names of those that ran.</returns>
    public static async Task<IReadOnlyList<string>> StopAsync(StateFolder state, IEnumerable<IReadOnlyList<(string Name, Signal Signal)>> groups)
    {
        var stopped = new List<string>();
        foreach (var group in groups)
        {
            var running = group.Select(one => (one.Name, one.Signal, Process: state.PidFile(one.Name).Running)).Where(one => one.Process is not null).ToList();
            await Task.WhenAll(running.Select(one => EndAsync(one.Process!.Value, one.Signal)));
            foreach (var (name, _) in group)
            {
                state.PidFile(name).Delete();
            }

            stopped.AddRange(running.Select(one => one.Name));
        }

        return stopped;
    }

    private static async Task EndAsync(ProcessIdentity process, Signal signal)
    {
        process.Send(signal);
        if (!await process.EndsWithinAsync(Patience))
        {
            process.Send(Signal.Kill);
            await process.EndsWithinAsync(Certainty);
        }
    }
}
