namespace Utanforskap.Publishing.SignOff;

/// <summary>Until when results wait that are not published before a time of day.</summary>
internal static class Embargo
{
    /// <summary>The next time, in UTC, at which the clocks of Stockholm show this, now included.</summary>
    public static DateTimeOffset Next(TimeOnly time, DateTimeOffset now)
    {
        for (var day = StockholmTime.DayOf(now); ; day = day.AddDays(1))
        {
            var at = StockholmTime.At(day, time);
            if (at >= now)
            {
                return at;
            }
        }
    }
}
