using System.Diagnostics;

namespace Utanforskap.Publishing.Tests.Rig;

/// <summary>Waits for a condition with a deadline, instead of for a time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            watch.Elapsed.ShouldBeLessThan(Deadline, what);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
