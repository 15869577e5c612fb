using Utanforskap.Console.State;

namespace Utanforskap.Console.Processes;

/// <summary>Starts and stops the programs of a state folder.</summary>
internal static class Startup
{
    /// <summary>Starts the program unless the one started earlier still runs.</summary>
    public static async Task<ProcessIdentity> EnsureAsync(StateFolder state, Launch launch) =>
        state.PidFile(launch.Name).Running ?? await launch.StartAsync(state.PidFile(launch.Name), state.Log(launch.Name));

    /// <summary>Waits until a started program is ready.</summary>
    /// <exception cref="UtanException">It ended instead, or was not ready in time; the sentence tells its last words and where its log is.</exception>
    public static async Task ReadyAsync(StateFolder state, string name, Func<CancellationToken, Task<bool>> isReady, TimeSpan limit, CancellationToken cancellationToken)
    {
        var pidFile = state.PidFile(name);
        var ended = false;
        var ready = await Waiting.UntilAsync(
            async () =>
            {
                ended = pidFile.Running is null;
                return ended || await isReady(cancellationToken);
            },
            limit,
            cancellationToken);
        if (ended || !ready)
        {
            var what = ended ? "ended right after its start" : $"was not ready after {limit.TotalSeconds:0} seconds";
            throw new UtanException($"{name} {what}; its last words: {LastWords(state.Log(name))} (whole log: {state.Log(name)}).");
        }
    }

    private static string LastWords(string log)
    {
        var lines = File.Exists(log) ? File.ReadLines(log).Where(line => !string.IsNullOrWhiteSpace(line)).TakeLast(400).ToList() : [];

        // The line of a .NET exception says more than the stack below it.
        var telling = lines.LastOrDefault(line => line.Contains("Exception: ", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? "none";
        return $"\"{telling.Trim().TrimEnd('.')}\"";
    }
}
