namespace Utanforskap.Publishing.Verifying;

/// <summary>Which night it is.</summary>
internal static class Night
{
    /// <summary>When the night that it is now began (UTC); null by day.</summary>
    public static DateTimeOffset? Of(DateTimeOffset now, TimeOnly begins, TimeSpan length)
    {
        var today = StockholmTime.DayOf(now);
        return new[] { today, today.AddDays(-1) }.Select(day => (DateTimeOffset?)StockholmTime.At(day, begins)).FirstOrDefault(begin => begin <= now && now < begin + length);
    }
}
