namespace Utanforskap.ServiceDefaults.Hosting;

public static class Stamps
{
    /// <summary>Now in UTC, to the microsecond: what every stored and sent time is, so that it is the same after a round trip through any database.</summary>
    public static DateTimeOffset Stamp(this TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
