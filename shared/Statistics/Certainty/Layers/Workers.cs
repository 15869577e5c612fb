using System.Runtime.ExceptionServices;

namespace Utanforskap.Statistics.Certainty.Layers;

/// <summary>Work that is cut into numbered pieces, done by as many workers as there are threads.</summary>
internal static class Workers
{
    /// <summary>Does all pieces; each worker has a state of its own.</summary>
    /// <returns>The workers' states.</returns>
    public static IReadOnlyList<TState> Do<TState>(int pieces, int? threads, IProgress<double>? progress, Func<TState> begin, Action<int, TState> piece, CancellationToken cancellation)
    {
        var workers = Math.Clamp(threads ?? Environment.ProcessorCount, 1, Math.Max(1, pieces));
        var states = new TState[workers];
        var (next, done) = (-1, 0);
        try
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation }, worker =>
            {
                var state = states[worker] = begin();
                for (var number = Interlocked.Increment(ref next); number < pieces; number = Interlocked.Increment(ref next))
                {
                    cancellation.ThrowIfCancellationRequested();
                    piece(number, state);
                    progress?.Report((double)Interlocked.Increment(ref done) / pieces);
                }
            });
        }
        catch (AggregateException many) when (many.InnerExceptions.Count > 0)
        {
            ExceptionDispatchInfo.Capture(many.InnerExceptions[0]).Throw();
        }

        return states;
    }
}
