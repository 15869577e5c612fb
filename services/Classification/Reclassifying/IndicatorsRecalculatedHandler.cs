using System.Globalization;
using Utanforskap.Classification.Methods;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>
/// Ends a release for Classification: takes every method through it and tells what came of each, exactly once, also when nothing changed.
/// One that is given up holds all methods: when they are free again they go through it.
/// </summary>
internal sealed class IndicatorsRecalculatedHandler(
    ClassificationDb database, IOutbox outbox, MethodCatalogue methods, MethodStage stage, TimeProvider time)
    : IMessageHandler<IndicatorsRecalculated>, IGiveUp<IndicatorsRecalculated>
{
    private static readonly RunMeasures Measures = new("classification");

    public Task HandleAsync(IndicatorsRecalculated message, CancellationToken cancellationToken)
    {
        var startedAt = time.Stamp();
        return EndAsync(message, startedAt, method => stage.RunAsync(method, message, startedAt, cancellationToken), cancellationToken);
    }

    public Task GiveUpAsync(IndicatorsRecalculated message, string reason, CancellationToken cancellationToken)
    {
        var startedAt = time.Stamp();
        return EndAsync(message, startedAt, method => stage.GiveUpAsync(method, message.Release, startedAt, reason, cancellationToken), cancellationToken);
    }

    private async Task EndAsync(
        IndicatorsRecalculated message, DateTimeOffset startedAt, Func<MethodDefinition, Task<MethodProgress>> run, CancellationToken cancellationToken)
    {
        var outcomes = new List<MethodOutcome>();
        var caughtUp = new List<CaughtUpMethod>();
        foreach (var method in methods.All)
        {
            var progress = await run(method);
            outcomes.Add(progress.Outcome);
            caughtUp.AddRange(progress.CaughtUp);
        }

        foreach (var (release, outcome) in caughtUp.Select(c => (c.Release, c.Outcome)).Concat(outcomes.Select(o => (message.Release, o))))
        {
            await KeepAsync(release, outcome, cancellationToken);
        }

        var completedAt = time.Stamp();
        outbox.Send(
            new AreasClassified(message.Release, startedAt, completedAt, message.AcceptedAt, outcomes, [.. caughtUp.OrderBy(c => c.Release)]),
            ContentId.GuidOf("message", nameof(AreasClassified), message.Release.ToString(CultureInfo.InvariantCulture)));
        Measures.Ended(completedAt - startedAt);
        foreach (var outcome in outcomes)
        {
            Measures.Changed("method", outcome.Method, outcome.Columns.Sum(c => (long)c.Areas));
        }
    }

    private async Task KeepAsync(long release, MethodOutcome outcome, CancellationToken cancellationToken)
    {
        if (await database.Runs.FindAsync([release, outcome.Method], cancellationToken) is { } run)
        {
            (run.Version, run.Outcome, run.Reason, run.RunId) = (outcome.Version, outcome.Outcome, outcome.Reason, outcome.RunId);
            return;
        }

        database.Runs.Add(new MethodRun
        {
            Release = release,
            Method = outcome.Method,
            Version = outcome.Version,
            Outcome = outcome.Outcome,
            Reason = outcome.Reason,
            RunId = outcome.RunId,
        });
    }
}
