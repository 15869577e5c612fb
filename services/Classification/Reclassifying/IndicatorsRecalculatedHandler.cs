using System.Globalization;
using Utanforskap.Classification.Methods;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>Ends a release for Classification: takes every method through it and tells what came of each, exactly once, also when nothing changed.</summary>
internal sealed class IndicatorsRecalculatedHandler(
    ClassificationDb database, IOutbox outbox, MethodCatalogue methods, MethodStage stage, TimeProvider time) : IMessageHandler<IndicatorsRecalculated>
{
    public async Task HandleAsync(IndicatorsRecalculated message, CancellationToken cancellationToken)
    {
        var startedAt = time.Stamp();
        var outcomes = new List<MethodOutcome>();
        foreach (var method in methods.All)
        {
            var outcome = await stage.RunAsync(method, message, startedAt, cancellationToken);
            outcomes.Add(outcome);
            database.Runs.Add(new MethodRun
            {
                Release = message.Release,
                Method = outcome.Method,
                Version = outcome.Version,
                Outcome = outcome.Outcome,
                Reason = outcome.Reason,
                RunId = outcome.RunId,
            });
        }

        var completedAt = time.Stamp();
        outbox.Send(
            new AreasClassified(message.Release, startedAt, completedAt, message.AcceptedAt, outcomes),
            ContentId.GuidOf("message", nameof(AreasClassified), message.Release.ToString(CultureInfo.InvariantCulture)));
        ClassificationMeasures.Report(outcomes, completedAt - startedAt);
    }
}
