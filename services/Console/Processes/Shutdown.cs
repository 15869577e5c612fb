using Utanforskap.Console.State;

namespace Utanforskap.Console.Processes;

/// <summary>How a program is asked to end.</summary>
/// <param name="Name">The program.</param>
/// <param name="Signal">What asks it.</param>
/// <param name="Seconds">How long it is waited for before it is killed.</param>
internal sealed record Ending(string Name, Signal Signal, int Seconds = 12);

/// <summary>Ends what was started from a state folder, and nothing else.</summary>
internal static class Shutdown
{
    private static readonly TimeSpan Certainty = TimeSpan.FromSeconds(5);

    /// <summary>Asks the programs to end, group after group (who watches first, then who uses, then who serves), and kills those that do not.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="groups">The programs of a group end at the same time.</param>
    /// <returns>The names of those that ran.</returns>
    public static async Task<IReadOnlyList<string>> StopAsync(StateFolder state, IEnumerable<IReadOnlyList<Ending>> groups)
    {
        var stopped = new List<string>();
        foreach (var group in groups)
        {
            var running = group.Select(ending => (Ending: ending, Process: state.PidFile(ending.Name).Running)).Where(one => one.Process is not null).ToList();
            await Task.WhenAll(running.Select(one => EndAsync(one.Process!.Value, one.Ending)));
            foreach (var ending in group)
            {
                state.PidFile(ending.Name).Delete();
            }

            stopped.AddRange(running.Select(one => one.Ending.Name));
        }

        return stopped;
    }

    private static async Task EndAsync(ProcessIdentity process, Ending ending)
    {
        process.Send(ending.Signal);
        if (!await process.EndsWithinAsync(TimeSpan.FromSeconds(ending.Seconds)))
        {
            process.Send(Signal.Kill);
            await process.EndsWithinAsync(Certainty);
        }
    }
}
