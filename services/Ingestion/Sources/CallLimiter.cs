namespace Utanforskap.Ingestion.Sources;

/// <summary>
/// Lets no more calls reach a source within any time window than its <c>/config</c> allows, and makes none wait that it allows. A call holds a place from
/// before it is sent until a window after its answer began: the source counted it somewhere in between, so wherever the source's windows begin, none
/// has too many. Safe for several threads.
/// </summary>
internal sealed class CallLimiter(TimeProvider time)
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly List<Place> _places = [];
    private readonly long _origin = time.GetTimestamp();
    private TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls = int.MaxValue;
    private TimeSpan _window;

    /// <summary>Takes over the source's limit; until then nothing waits.</summary>
    public void Allow(int calls, TimeSpan window)
    {
        lock (_gate)
        {
            _calls = calls;
            _window = window;
        }
    }

    /// <summary>Waits for a place. Whoever gives up waiting takes none.</summary>
    public async Task<Place> EnterAsync(CancellationToken stop)
    {
        while (true)
        {
            if (TryEnter(out var free) is { } place)
            {
                return place;
            }

            await free(stop);
        }
    }

    /// <summary>A place, or else what to wait for before another try.</summary>
    private Place? TryEnter(out Func<CancellationToken, Task> free)
    {
        lock (_gate)
        {
            var now = time.GetElapsedTime(_origin);
            _places.RemoveAll(p => p.Answered + _window <= now);
            if (_places.Count < _calls)
            {
                var place = new Place(this);
                _places.Add(place);
                free = _ => Task.CompletedTask;
                return place;
            }

            // A call that is still on its way keeps its place longer than any that has its answer.
            if (_places.Min(p => p.Answered) is { } oldest)
            {
                var wait = oldest + _window - now + _tick;
                free = stop => Task.Delay(wait, time, stop);
            }
            else
            {
                var answered = _answered.Task;
                free = answered.WaitAsync;
            }

            return null;
        }
    }

    private void Answer(Place place)
    {
        lock (_gate)
        {
            if (place.Answered is null)
            {
                place.Answered = time.GetElapsedTime(_origin);
                _answered.SetResult();
                _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>The place of one call, from before it is sent. Disposing tells that the call is over, however it ended.</summary>
    internal sealed class Place(CallLimiter limiter) : IDisposable
    {
        /// <summary>When its answer began, on the limiter's clock; null before.</summary>
        internal TimeSpan? Answered { get; set; }

        /// <summary>Tells that the source's answer has begun. Only the first time counts.</summary>
        public void Answer() => limiter.Answer(this);

        /// <inheritdoc/>
        public void Dispose() => Answer();
    }
}
