using System.Globalization;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.Indicators.Definitions;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Indicators.Recalculating;

/// <summary>
/// Ends a release for Indicators: recomputes what its changed cells touch, stores what differs, and tells the others, exactly once, also when
/// nothing did.
/// </summary>
internal sealed class ReleaseIngestedHandler(
    IndicatorsDb database, IColumnStore store, IOutbox outbox, IngestionClient ingestion, IndicatorCatalogue catalogue, Recalculation recalculation,
    TimeProvider time) : IMessageHandler<ReleaseIngested>
{
    public async Task HandleAsync(ReleaseIngested message, CancellationToken cancellationToken)
    {
        var startedAt = time.Stamp();
        var changes = await ChangesAsync(message, cancellationToken);
        var outcome = await recalculation.RunAsync(changes, message.Release, startedAt, cancellationToken);
        var deltas = await store.WriteAsync(message.Release, outcome.Columns, cancellationToken);

        var number = message.Release.ToString(CultureInfo.InvariantCulture);
        var runId = ContentId.Of("indicators", number, catalogue.Hash, message.ReleaseId);
        var unchanged = deltas.Count > 0 ? null : outcome.WhyUnchanged(message);
        var versions = catalogue.All.ToDictionary(d => d.Id, d => d.Version);
        var completedAt = time.Stamp();
        database.Runs.Add(new IndicatorRun
        {
            Release = message.Release,
            Register = message.Register,
            RunId = runId,
            StartedAt = startedAt,
            CompletedAt = completedAt,
            AcceptedAt = message.AcceptedAt,
            Unchanged = unchanged,
        });
        outbox.Send(
            new IndicatorsRecalculated(
                message.Release,
                runId,
                startedAt,
                completedAt,
                message.AcceptedAt,
                [.. deltas.Select(d => new ChangedIndicator(d.Key.Series, versions[d.Key.Series], d.Key.Division, d.Key.Period, d.Areas.Length))],
                outcome.Held,
                unchanged),
            ContentId.GuidOf("message", nameof(IndicatorsRecalculated), number));
        IndicatorMeasures.Report(deltas, completedAt - startedAt);
    }

    private async Task<ReleaseChanges> ChangesAsync(ReleaseIngested message, CancellationToken cancellationToken)
    {
        // The message names the measures, the changes the areas too; they are read only if an indicator needs them.
        var read = catalogue.All.SelectMany(d => d.Inputs).ToHashSet(StringComparer.Ordinal);
        return message.Changes.Any(c => read.Contains($"{message.Register}/{c.Measure}"))
            ? await ingestion.ChangesAsync(message.Release, cancellationToken)
            : new ReleaseChanges(message.Release, message.Register, []);
    }
}
