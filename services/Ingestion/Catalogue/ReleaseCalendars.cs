namespace Utanforskap.Ingestion.Catalogue;

/// <summary>Reads a register's calendar. Pure.</summary>
internal static class ReleaseCalendars
{
    /// <summary>Whether a release that the source dates so is one the calendar expects, by day. Without windows or a date any release is.</summary>
    public static bool Expects(ReleaseCalendar calendar, DateTimeOffset? updated)
    {
        if (updated is not { } at || calendar.Windows.Count == 0)
        {
            return true;
        }

        var local = TimeZoneInfo.ConvertTime(at, calendar.TimeZone);
        return calendar.Windows.Any(w => DayOf(local).IsWithin(w.From, w.To));
    }

    /// <summary>Until when the watch is open at a time, or null if no window is open then.</summary>
    public static DateTimeOffset? OpenUntil(ReleaseCalendar calendar, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, calendar.TimeZone);
        var clock = TimeOnly.FromDateTime(local.DateTime);
        DateTimeOffset? until = null;
        foreach (var window in calendar.Windows.Where(w => DayOf(local).IsWithin(w.From, w.To) && clock >= w.Opens && clock < w.Closes))
        {
            var closes = local.Date + window.Closes.ToTimeSpan();
            var at = new DateTimeOffset(closes, calendar.TimeZone.GetUtcOffset(closes)).ToUniversalTime();
            until = until is { } other && other > at ? other : at;
        }

        return until;
    }

    private static MonthDay DayOf(DateTimeOffset local) => new(local.Month, local.Day);
}
