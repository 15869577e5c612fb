using Utanforskap.Console.Processes;
using Utanforskap.Console.State;

namespace Utanforskap.Console.Running;

/// <summary>
/// Watches over a run: a program that ends, however it ended, is started again at once; one that keeps ending, at growing intervals. Keeps the logs small.
/// </summary>
internal sealed class Supervision(StateFolder state, IReadOnlyList<Launch> launches, TimeProvider time, Action<string> tell)
{
    private const long LogBytes = 10 << 20;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LookAtLogs = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, Trial> _trials = [];
    private readonly Dictionary<string, ProcessIdentity> _known = [];

    /// <summary>Until cancelled, or until the state folder is gone; then what is known to run is killed, since nobody could find it any more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var clock = new PeriodicTimer(Look, time);
        var logsSeen = time.GetTimestamp();
        while (await NextAsync(clock, cancellationToken))
        {
            if (!state.Exists)
            {
                _known.Values.ToList().ForEach(process => process.Send(Signal.Kill));
                return;
            }

            foreach (var launch in launches)
            {
                await WatchAsync(launch);
            }

            if (time.GetElapsedTime(logsSeen) > LookAtLogs)
            {
                logsSeen = time.GetTimestamp();
                LimitLogs();
            }
        }
    }

    private async Task WatchAsync(Launch launch)
    {
        if (state.PidFile(launch.Name).Running is { } running)
        {
            _known[launch.Name] = running;
            return;
        }

        var now = time.GetUtcNow();
        var trial = _trials.GetValueOrDefault(launch.Name);
        if (trial is not null && now < trial.NotBefore)
        {
            return;
        }

        // The wait before the next trial doubles as long as the program does not live for a while.
        var wait = trial is null || now - trial.StartedAt > Steady + trial.Wait ? FirstWait : TimeSpan.FromTicks(Math.Min(trial.Wait.Ticks * 2, LongestWait.Ticks));
        _trials[launch.Name] = new Trial(now, wait);
        try
        {
            _known[launch.Name] = await launch.StartAsync(state.PidFile(launch.Name), state.Log(launch.Name));
            tell($"{launch.Name} had ended and was started again");
        }
        catch (UtanException cause)
        {
            tell(cause.Message);
        }
    }

    private void LimitLogs()
    {
        foreach (var log in Directory.EnumerateFiles(state.In("logs"), "*.log").Where(log => new FileInfo(log).Length > LogBytes))
        {
            // Its program keeps it open and appends: it is copied and cut, not moved.
            File.Copy(log, log + ".1", overwrite: true);
            using var cut = new FileStream(log, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite);
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer clock, CancellationToken cancellationToken)
    {
        try
        {
            return await clock.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private sealed record Trial(DateTimeOffset StartedAt, TimeSpan Wait)
    {
        public DateTimeOffset NotBefore => StartedAt + Wait;
    }
}
