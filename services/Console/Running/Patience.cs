using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Utanforskap.Console.Running;

/// <summary>Calls to services that may just be starting again: tried until they succeed or the limit is over.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <exception cref="UtanException">Nothing but failures until the limit.</exception>
    public static async Task<T> AskAsync<T>(string what, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await call(cancellationToken);
            }
            catch (Exception cause) when (IsPassing(cause) && !cancellationToken.IsCancellationRequested)
            {
                if (Stopwatch.GetElapsedTime(started) > Limit)
                {
                    throw new UtanException($"{what} gives no good answer for {Limit.TotalMinutes:0} minutes ({cause.Message.TrimEnd('.')}); see `./utan status`.", cause);
                }
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>Asks again and again until the answer is a good one.</summary>
    /// <exception cref="UtanException">It was not until the limit; the sentence says what was waited for.</exception>
    public static async Task<T> UntilAsync<T>(string what, Func<CancellationToken, Task<T>> call, Func<T, bool> isGood, string waitedFor, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await AskAsync(what, call, cancellationToken);
            if (isGood(answer))
            {
                return answer;
            }

            if (Stopwatch.GetElapsedTime(started) > Limit)
            {
                throw new UtanException($"Waited {Limit.TotalMinutes:0} minutes in vain: {waitedFor}; see `./utan status`.");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static bool IsPassing(Exception cause) => cause switch
    {
        HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests } => true,
        TaskCanceledException or IOException or JsonException => true,
        _ => false,
    };
}
