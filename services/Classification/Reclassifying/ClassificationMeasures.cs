using System.Diagnostics.Metrics;
using Utanforskap.Contracts.Messages;
using Utanforskap.ServiceDefaults.Hosting;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>The stage's own metrics.</summary>
internal static class ClassificationMeasures
{
    private static readonly Histogram<double> Duration =
        Telemetry.Meter.CreateHistogram<double>("utan.classification.run.duration", "s", "Time from the start of a release's handling to its end.");

    private static readonly Counter<long> ChangedAreas =
        Telemetry.Meter.CreateCounter<long>("utan.classification.changed_areas", "{area}", "Areas whose result changed in any part.");

    public static void Report(IReadOnlyList<MethodOutcome> outcomes, TimeSpan duration)
    {
        Duration.Record(duration.TotalSeconds);
        foreach (var outcome in outcomes)
        {
            ChangedAreas.Add(outcome.Columns.Sum(c => (long)c.Areas), new KeyValuePair<string, object?>("method", outcome.Method));
        }
    }
}
