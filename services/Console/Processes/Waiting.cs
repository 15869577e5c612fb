using System.Diagnostics;

namespace Utanforskap.Console.Processes;

/// <summary>Waits for conditions that nobody announces.</summary>
internal static class Waiting
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until the condition holds; false at the limit.</summary>
    public static async Task<bool> UntilAsync(Func<Task<bool>> holds, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                return false;
            }

            await Task.Delay(LookAgain, cancellationToken);
        }

        return true;
    }
}
