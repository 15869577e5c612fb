using System.Diagnostics.Metrics;
using Utanforskap.ServiceDefaults.Hosting;

namespace Utanforskap.Publishing;

/// <summary>What operators watch.</summary>
internal static class PublishingMeasures
{
    private static readonly Histogram<double> RunDuration =
        Telemetry.Meter.CreateHistogram<double>("utanforskap.run.duration", "s", "From a release's acceptance to its last completion.");

    private static readonly Counter<long> ChangedAreas =
        Telemetry.Meter.CreateCounter<long>("utanforskap.areas.changed", "{area}", "Areas published with another class.");

    private static readonly Counter<long> Refusals =
        Telemetry.Meter.CreateCounter<long>("utanforskap.releases.refused", "{release}", "Releases that a gate refused.");

    private static readonly Counter<long> Sent =
        Telemetry.Meter.CreateCounter<long>("utanforskap.events.sent", "{event}", "Events that a channel has sent and had confirmed.");

    private static readonly Counter<long> Verifications =
        Telemetry.Meter.CreateCounter<long>("utanforskap.verifications", "{verification}", "Publications computed again from their lineage, by what came of it.");

    private static readonly Histogram<double> VerificationDuration =
        Telemetry.Meter.CreateHistogram<double>("utanforskap.verification.duration", "s", "How long it took to compute a publication again and compare.");

    public static void RunEnded(TimeSpan duration, int publications) =>
        RunDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("published", publications > 0));

    public static void AreasChanged(string method, int areas) => ChangedAreas.Add(areas, new KeyValuePair<string, object?>("method", method));

    public static void Refused(string register) => Refusals.Add(1, new KeyValuePair<string, object?>("register", register));

    public static void EventsSent(string channel, int events) => Sent.Add(events, new KeyValuePair<string, object?>("channel", channel));

    public static void Verified(string method, string outcome, double seconds)
    {
        Verifications.Add(1, new("method", method), new("outcome", outcome));
        VerificationDuration.Record(seconds, new KeyValuePair<string, object?>("method", method));
    }
}
