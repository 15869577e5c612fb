using System.Diagnostics;

namespace Utanforskap.ServiceDefaults.Tests;

/// <summary>Waits for a condition, never for a time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Looks again until the assertion holds; at the deadline its own failure shows.</summary>
    public static async Task HoldsAsync(Func<Task> assertion)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (ShouldAssertException) when (watch.Elapsed < Deadline)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
            }
        }
    }
}
