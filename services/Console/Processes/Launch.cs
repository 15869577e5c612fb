using System.Diagnostics;

namespace Utanforskap.Console.Processes;

/// <summary>A program to run in the background, in a session of its own, so that it outlives the command and terminal that started it.</summary>
/// <param name="Name">Short name, e.g. <c>ingestion</c>: of its pid file and its log.</param>
/// <param name="Command">The program and its arguments.</param>
internal sealed record Launch(string Name, IReadOnlyList<string> Command)
{
    // The pid stays the same from bash over setsid and setpriv to the program. Inherited descriptors are closed, so that no lock or pipe
    // of the caller is held open for as long as the program runs.
    private const string Script =
        """
        for fd in /proc/$$/fd/*; do fd=${fd##*/}; if [ "$fd" -gt 2 ] && [ "$fd" -ne 255 ]; then eval "exec $fd>&-"; fi; done
        read -r stat < "/proc/$$/stat"
        read -r boot < /proc/sys/kernel/random/boot_id
        printf '%s\n%s\n' "$stat" "$boot" > "$1"
        log=$2
        shift 2
        exec setsid "$@" >> "$log" 2>&1 < /dev/null
        """;

    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(5);

    /// <summary>Set over the inherited environment; null removes a variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public string WorkingDirectory { get; init; } = "/";

    /// <summary>The user to run as; null: the one who runs the command.</summary>
    public string? User { get; init; }

    /// <summary>What asks the program to end in good order.</summary>
    public Signal StopSignal { get; init; } = Signal.Terminate;

    /// <summary>Starts the program; its output is appended to the log. When this is done, the pid file names it.</summary>
    /// <exception cref="UtanException">The program could not be started.</exception>
    public async Task<ProcessIdentity> StartAsync(PidFile pidFile, string log)
    {
        IEnumerable<string> asUser = User is null ? [] : ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", "--"];
        var start = new ProcessStartInfo("/bin/bash", ["-c", Script, "bash", pidFile.Path, log, .. asUser, .. Command])
        {
            WorkingDirectory = WorkingDirectory,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new UtanException($"{Name} could not be started.");
        if (ProcessIdentity.Of(process.Id) is not { } identity)
        {
            throw new UtanException($"{Name} ended at once; see {log}.");
        }

        await Waiting.UntilAsync(() => Task.FromResult(pidFile.Running == identity || !identity.IsRunning), WriteLimit, CancellationToken.None);
        return identity;
    }
}
