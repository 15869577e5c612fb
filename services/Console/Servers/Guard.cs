using System.Diagnostics;
using Utanforskap.Console.Processes;
using Utanforskap.Console.State;

namespace Utanforskap.Console.Servers;

/// <summary>
/// A process that holds one end of a pipe and, when the process at the other end closes it or dies in any way, ends the private servers of a state
/// folder and removes the folder.
/// </summary>
internal static class Guard
{
    public const string Command = "guard";

    public static Process Start(StateFolder state)
    {
        // A session of its own: the terminal's Ctrl-C is for the other end.
        var start = new ProcessStartInfo("setsid", [.. ThisProgram.Command, Command, state.Path]) { RedirectStandardInput = true, WorkingDirectory = "/" };
        return Process.Start(start) ?? throw new UtanException("The guard of the private servers could not be started.");
    }

    public static async Task EndAsync(Process guard)
    {
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        guard.Dispose();
    }

    /// <summary>What the guard's own process does.</summary>
    public static async Task RunAsync(StateFolder state, TextReader pipe)
    {
        await pipe.ReadToEndAsync();
        await Shutdown.StopAsync(state, PrivateServers.StopOrder);
        state.Purge();
    }
}
