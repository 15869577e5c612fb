namespace Utanforskap.Ingestion.Sources;

/// <summary>Lets at most so many calls start within any time window: what a source's <c>/config</c> asks of each client. Safe for several threads.</summary>
internal sealed class CallLimiter(TimeProvider time)
{
    /// <summary>Sources count by ticks of their own clock: a little more than the window is safe.</summary>
    private static readonly TimeSpan _margin = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly long _origin = time.GetTimestamp();
    private readonly Queue<TimeSpan> _starts = new();
    private int _calls = int.MaxValue;
    private TimeSpan _window;

    /// <summary>Takes over the source's limit; until then nothing waits.</summary>
    public void Allow(int calls, TimeSpan window)
    {
        lock (_gate)
        {
            _calls = calls;
            _window = window + _margin;
        }
    }

    /// <summary>Takes the next free place and waits for it. A place whose caller gives up stays empty.</summary>
    public Task WaitAsync(CancellationToken stop)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = time.GetElapsedTime(_origin);
            while (_starts.TryPeek(out var oldest) && oldest + _window <= now)
            {
                _starts.Dequeue();
            }

            var start = _starts.Count < _calls ? now : _starts.ElementAt(_starts.Count - _calls) + _window;
            _starts.Enqueue(start);
            wait = start - now;
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, stop) : Task.CompletedTask;
    }
}
