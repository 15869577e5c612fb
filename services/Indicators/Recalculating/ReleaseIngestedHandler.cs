using System.Globalization;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Indicators.Definitions;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Indicators.Recalculating;

/// <summary>
/// Ends a release for Indicators: recomputes what its changed cells touch, stores what differs, and tells the others, exactly once, also when
/// nothing did. A release that is given up holds the indicators that it touches: when they are free again they go through it.
/// </summary>
internal sealed class ReleaseIngestedHandler(
    IndicatorsDb database, IOutbox outbox, IndicatorCatalogue catalogue, Recalculation recalculation, TimeProvider time)
    : IMessageHandler<ReleaseIngested>, IGiveUp<ReleaseIngested>
{
    private static readonly RunMeasures Measures = new("indicators");

    public async Task HandleAsync(ReleaseIngested message, CancellationToken cancellationToken)
    {
        var startedAt = time.Stamp();
        var outcome = await recalculation.RunAsync(message, startedAt, cancellationToken);
        End(message, startedAt, outcome, outcome.Deltas.Count > 0 ? null : outcome.WhyUnchanged(message));
    }

    public async Task GiveUpAsync(ReleaseIngested message, string reason, CancellationToken cancellationToken)
    {
        var startedAt = time.Stamp();
        End(message, startedAt, await recalculation.GiveUpAsync(message, startedAt, reason, cancellationToken), reason);
    }

    private void End(ReleaseIngested message, DateTimeOffset startedAt, RecalculationOutcome outcome, string? unchanged)
    {
        var deltas = outcome.Deltas;
        var number = message.Release.ToString(CultureInfo.InvariantCulture);
        var runId = ContentId.Of("indicators", number, catalogue.Hash, message.ReleaseId);
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
        Measures.Ended(completedAt - startedAt);
        foreach (var indicator in deltas.GroupBy(d => d.Key.Series))
        {
            Measures.Changed("indicator", indicator.Key, indicator.Sum(d => (long)d.Areas.Length));
        }
    }
}
