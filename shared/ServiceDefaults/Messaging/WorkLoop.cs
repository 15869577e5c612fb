using Microsoft.Extensions.Logging;

namespace Utanforskap.ServiceDefaults.Messaging;

/// <summary>Works as long as there is work, then sleeps until woken or until the next poll; survives whatever goes wrong.</summary>
internal sealed class WorkLoop(Wake wake, TimeSpan poll, TimeProvider time, ILogger logger)
{
    /// <param name="work">One step; true if there may be more at once.</param>
    public async Task RunAsync(Func<CancellationToken, Task<bool>> work, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var signal = wake.Next;
            try
            {
                if (await work(stop))
                {
                    continue;
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // database or broker may be away for any reason: the loop outlives it
            catch (Exception error)
#pragma warning restore CA1031
            {
                if (Transient.Is(error))
                {
                    logger.LogWarning("Messages wait, and are tried again: {Reason}", error.GetBaseException().Message);
                }
                else
                {
                    logger.LogError(error, "Messages wait: {Reason}", error.Message);
                }

                signal = Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
            }

            await signal.WaitAsync(poll, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
