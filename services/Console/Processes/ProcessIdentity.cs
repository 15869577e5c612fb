using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Utanforskap.Console.Processes;

/// <summary>
/// One process of one boot: its number, and the clock tick at which it started, so that another process that was later given the same number
/// is never taken for it.
/// </summary>
internal readonly partial record struct ProcessIdentity(int Pid, ulong StartedAt)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(25);

    /// <summary>True until the process has ended; one that has ended and was not yet collected by its parent counts as ended.</summary>
    public bool IsRunning => ReadStat(Pid) is { } stat && Parse(stat) is var (identity, state) && identity == this && state is not ('Z' or 'X');

    /// <summary>The process that has this number now, or null.</summary>
    public static ProcessIdentity? Of(int pid) => ReadStat(pid) is { } stat ? Parse(stat)?.Identity : null;

    /// <summary>Reads what <see cref="PidFile"/> holds: a line of <c>/proc/PID/stat</c>.</summary>
    public static ProcessIdentity? FromStat(string stat) => Parse(stat)?.Identity;

    /// <summary>Sends a signal; nothing if the process has ended.</summary>
    public void Send(Signal signal)
    {
        if (IsRunning)
        {
            _ = Kill(Pid, (int)signal);
        }
    }

    /// <summary>Waits for the end; false if the process still runs at the limit.</summary>
    public async Task<bool> EndsWithinAsync(TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        while (IsRunning)
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                return false;
            }

            await Task.Delay(LookAgain);
        }

        return true;
    }

    private static string? ReadStat(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static (ProcessIdentity Identity, char State)? Parse(string stat)
    {
        // pid (name) state ppid … : the name may hold blanks and brackets, so the fields are counted from its last bracket.
        var open = stat.IndexOf('(', StringComparison.Ordinal);
        var close = stat.LastIndexOf(')');
        if (open < 1 || close < open)
        {
            return null;
        }

        var fields = stat[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        const int startTime = 22 - 3;
        return fields.Length > startTime
            && int.TryParse(stat.AsSpan(0, open).Trim(), CultureInfo.InvariantCulture, out var pid)
            && ulong.TryParse(fields[startTime], CultureInfo.InvariantCulture, out var startedAt)
                ? (new ProcessIdentity(pid, startedAt), fields[0][0])
                : null;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int pid, int signal);
}

/// <summary>The signals that are used here, by their Linux numbers.</summary>
internal enum Signal
{
    /// <summary>PostgreSQL's fast shutdown.</summary>
    Interrupt = 2,

    /// <summary>An end without a chance to tidy up.</summary>
    Kill = 9,

    /// <summary>The ordinary request to end.</summary>
    Terminate = 15,
}
