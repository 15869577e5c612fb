using System.Diagnostics.Metrics;

namespace Utanforskap.ServiceDefaults.Hosting;

/// <summary>The metrics of a stage: how long its runs take and how many areas they change.</summary>
/// <param name="service">The service's name in the metrics, e.g. <c>indicators</c>.</param>
public sealed class RunMeasures(string service)
{
    private readonly Histogram<double> duration =
        Telemetry.Meter.CreateHistogram<double>($"utanforskap.{service}.run.duration", "s", "Time from the start of a release's handling to its end.");

    private readonly Counter<long> changedAreas =
        Telemetry.Meter.CreateCounter<long>($"utanforskap.{service}.areas.changed", "{area}", "Areas whose values or results changed in any part.");

    /// <summary>A run has ended.</summary>
    public void Ended(TimeSpan took) => duration.Record(took.TotalSeconds);

    /// <summary>So many areas of an indicator or a method changed.</summary>
    public void Changed(string kind, string id, long areas) => changedAreas.Add(areas, new KeyValuePair<string, object?>(kind, id));
}
