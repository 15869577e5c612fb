using System.Globalization;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>Times in px files, which are local to the source.</summary>
internal static class SwedishTime
{
    private static readonly TimeZoneInfo Zone =
        TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Stockholm", out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>E.g. <c>20240222 08:00</c>.</summary>
    public static string Px(DateTimeOffset time) =>
        TimeZoneInfo.ConvertTime(time, Zone).ToString("yyyyMMdd HH:mm", CultureInfo.InvariantCulture);
}
