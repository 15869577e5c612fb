using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Utanforskap.Ingestion.Storage;
using Utanforskap.ServiceDefaults.Hosting;

namespace Utanforskap.Ingestion.Releases;

/// <summary>Measures for operators: how old each register's newest release is, readings by outcome, refusals, tables that never came.</summary>
internal sealed class IngestionMeters
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _newest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _absent = new(StringComparer.Ordinal);
    private readonly Counter<long> _reads = Telemetry.Meter.CreateCounter<long>("utanforskap.ingestion.reads", description: "Tables read, by register and outcome");
    private readonly Counter<long> _refusals = Telemetry.Meter.CreateCounter<long>("utanforskap.ingestion.refusals", description: "Releases refused, by register");
    private readonly Counter<long> _cells = Telemetry.Meter.CreateCounter<long>("utanforskap.ingestion.cells.changed", description: "Cells that differ in accepted releases");

    public IngestionMeters(TimeProvider time)
    {
        Telemetry.Meter.CreateObservableGauge(
            "utanforskap.ingestion.release.age",
            () => _newest.Select(n => new Measurement<double>((time.GetUtcNow() - n.Value).TotalSeconds, Tag(n.Key))),
            "s",
            "Age of each register's newest release");
        Telemetry.Meter.CreateObservableGauge(
            "utanforskap.ingestion.absent",
            () => _absent.Select(a => new Measurement<double>((time.GetUtcNow() - a.Value).TotalSeconds, Tag(a.Key))),
            "s",
            "How long each register's table has been looked for at a source that never had it");
    }

    public void Absent(string register, DateTimeOffset since) => _absent[register] = since;

    public void Present(string register) => _absent.TryRemove(register, out _);

    public void Newest(string register, DateTimeOffset acceptedAt) =>
        _newest.AddOrUpdate(register, acceptedAt, (_, known) => known > acceptedAt ? known : acceptedAt);

    public void Accepted(Release release)
    {
        Newest(release.Register, release.AcceptedAt);
        _cells.Add(release.NewPeriodCells + release.RevisedCells + release.CorrectedCells + release.WithdrawnCells, Tag(release.Register));
    }

    public void Read(string register, string outcome) => _reads.Add(1, Tag(register), new("outcome", outcome));

    public void Refused(string register) => _refusals.Add(1, Tag(register));

    private static KeyValuePair<string, object?> Tag(string register) => new("register", register);
}
