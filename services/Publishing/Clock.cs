namespace Utanforskap.Publishing;

internal static class Clock
{
    /// <summary>Now, in UTC, to the microsecond: what both databases keep.</summary>
    public static DateTimeOffset Stamp(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
