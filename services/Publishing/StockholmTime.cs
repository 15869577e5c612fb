namespace Utanforskap.Publishing;

/// <summary>
/// Moments at which the clocks of Stockholm show a time. In the hour that they leave out in spring it is the moment that they jump by the same way; of the hour that they show twice in
/// autumn it is the first.
/// </summary>
internal static class StockholmTime
{
    /// <summary>The name of the time zone.</summary>
    public const string Zone = "Europe/Stockholm";

    private static readonly Lazy<TimeZoneInfo> Clocks = new(() => TimeZoneInfo.FindSystemTimeZoneById(Zone));

    /// <summary>The day that the clocks show.</summary>
    public static DateOnly DayOf(DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Clocks.Value).DateTime);

    /// <summary>When they show a time of a day (UTC).</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var (shown, zone) = (day.ToDateTime(time), Clocks.Value);
        var offset = zone.IsAmbiguousTime(shown) ? zone.GetAmbiguousTimeOffsets(shown).Max() : zone.GetUtcOffset(shown);
        return new DateTimeOffset(shown, offset).ToUniversalTime();
    }
}
