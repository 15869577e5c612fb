using System.Diagnostics.Metrics;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.ServiceDefaults.Hosting;

namespace Utanforskap.Indicators.Recalculating;

/// <summary>The stage's own metrics.</summary>
internal static class IndicatorMeasures
{
    private static readonly Histogram<double> Duration =
        Telemetry.Meter.CreateHistogram<double>("utan.indicators.run.duration", "s", "Time from the start of a release's handling to its end.");

    private static readonly Counter<long> ChangedAreas =
        Telemetry.Meter.CreateCounter<long>("utan.indicators.changed_areas", "{area}", "Indicator values that changed.");

    public static void Report(IReadOnlyList<ColumnDelta> deltas, TimeSpan duration)
    {
        Duration.Record(duration.TotalSeconds);
        ChangedAreas.Add(deltas.Sum(d => (long)d.Areas.Length));
    }
}
