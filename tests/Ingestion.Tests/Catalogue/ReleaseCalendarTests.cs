using System.Globalization;
using Utanforskap.Ingestion.Catalogue;

namespace Utanforskap.Ingestion.Tests.Catalogue;

public sealed class ReleaseCalendarTests
{
    private static readonly ReleaseCalendar February = Calendar(new ReleaseWindow(new(2, 15), new(3, 10), new(7, 55), new(10, 0)));

    [Theory]
    [InlineData("2024-02-15T06:54:59Z", null)]
    [InlineData("2024-02-15T06:55:00Z", "2024-02-15T09:00:00Z")]
    [InlineData("2024-03-10T08:59:00Z", "2024-03-10T09:00:00Z")]
    [InlineData("2024-03-10T09:00:00Z", null)]
    [InlineData("2024-06-01T08:00:00Z", null)]
    public void A_window_is_open_on_its_days_between_its_clock_times_in_its_zone(string now, string? until) =>
        ReleaseCalendars.OpenUntil(February, Time(now)).ShouldBe(until is null ? null : Time(until));

    [Fact]
    public void A_window_may_go_over_the_turn_of_the_year()
    {
        var winter = Calendar(new ReleaseWindow(new(12, 20), new(1, 10), new(8, 0), new(10, 0)));

        ReleaseCalendars.OpenUntil(winter, Time("2024-12-31T08:00:00Z")).ShouldNotBeNull();
        ReleaseCalendars.OpenUntil(winter, Time("2025-01-10T08:00:00Z")).ShouldNotBeNull();
        ReleaseCalendars.OpenUntil(winter, Time("2025-01-11T08:00:00Z")).ShouldBeNull();
    }

    [Fact]
    public void Summer_time_moves_the_window_with_the_clock()
    {
        var may = Calendar(new ReleaseWindow(new(5, 1), new(5, 31), new(8, 0), new(10, 0)));

        ReleaseCalendars.OpenUntil(may, Time("2024-05-03T06:00:00Z")).ShouldBe(Time("2024-05-03T08:00:00Z"));
    }

    [Theory]
    [InlineData("2024-02-20T08:00:00Z", true)]
    [InlineData("2024-02-20T23:30:00Z", true)]
    [InlineData("2024-09-01T08:00:00Z", false)]
    [InlineData(null, true)]
    public void A_release_is_expected_on_the_days_of_a_window(string? updated, bool expected) =>
        ReleaseCalendars.Expects(February, updated is null ? null : Time(updated)).ShouldBe(expected);

    private static ReleaseCalendar Calendar(ReleaseWindow window) =>
        new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"), [window], TimeSpan.FromSeconds(10), TimeSpan.FromDays(1));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
