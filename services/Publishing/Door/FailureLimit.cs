using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Utanforskap.Publishing.Door;

/// <summary>Counts wrong keys by address, so that keys cannot be guessed at speed.</summary>
internal sealed class FailureLimit(IOptions<DoorOptions> options, TimeProvider time)
{
    /// <summary>Addresses remembered; beyond it the whole count starts anew rather than grow.</summary>
    private const int MostAddresses = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, int Failures)> failures = new(StringComparer.Ordinal);

    /// <summary>How long the address has to wait; null if it need not.</summary>
    public TimeSpan? Wait(string address)
    {
        var now = time.GetUtcNow();
        return failures.TryGetValue(address, out var seen) && seen.Until > now && seen.Failures >= options.Value.FailuresPerMinute
            ? seen.Until - now
            : null;
    }

    public void Failed(string address)
    {
        if (failures.Count > MostAddresses)
        {
            failures.Clear();
        }

        var now = time.GetUtcNow();
        failures.AddOrUpdate(
            address,
            _ => (now + Window, 1),
            (_, seen) => seen.Until > now ? (seen.Until, seen.Failures + 1) : (now + Window, 1));
    }
}
