using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Messages;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Runs;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Publishing.Publications;

/// <summary>
/// Ends a release: takes each method whose results differ from what is published to sign-off, completes the release, also where nothing did, and tells the world
/// what it may see.
/// </summary>
internal sealed class AreasClassifiedHandler(PublishingDb db, MethodSteps steps, Announcing announcing, TimeProvider time) : IMessageHandler<AreasClassified>
{
    public async Task HandleAsync(AreasClassified message, CancellationToken cancellationToken)
    {
        var startedAt = time.Stamp();
        if (await db.RunStages.AnyAsync(s => s.Release == message.Release && s.Stage == Stages.Publishing, cancellationToken))
        {
            return;
        }

        if (!await db.Releases.AnyAsync(r => r.Release == message.Release, cancellationToken))
        {
            throw new NotYetException($"Release {message.Release} is classified, but Ingestion has not told of it yet.");
        }

        // Sign-off acts lock the same row: the release and an act follow each other.
        await db.TakeAsync(Counter.Publication, 0, cancellationToken);
        var published = new List<Published>();
        var waiting = false;
        var outcomes = (message.CaughtUp ?? []).Concat(message.Methods.Select(m => new CaughtUpMethod(message.Release, m)));
        foreach (var method in outcomes.GroupBy(o => o.Outcome.Method).OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            foreach (var step in await steps.TakeAsync(method.Key, [.. method.OrderBy(o => o.Release)], message.Release, cancellationToken))
            {
                published.AddRange(step.Published is { } publication ? [publication] : []);
                waiting |= step.Candidate is not null;
            }
        }

        db.RunStages.Add(RunStage.Of(
            message.Release, Stages.Classification, message.StartedAt, message.CompletedAt, Unchanged(message.Methods)));
        db.RunStages.Add(RunStage.Of(
            message.Release, Stages.Publishing, startedAt, time.Stamp(), published.Count > 0 || waiting ? null : "No method's published results change."));
        await announcing.TellAsync(published, cancellationToken);
        PublishingMeasures.RunEnded(time.GetUtcNow() - message.AcceptedAt, published.Count);
    }

    private static string? Unchanged(IReadOnlyList<MethodOutcome> methods) =>
        methods.Any(m => m.Outcome == Outcome.Published) ? null
        : methods.Count == 0 ? "There are no methods."
        : string.Join(" ", methods.Select(m => $"{m.Method}: {RunMethod.Word(m.Outcome)}{(m.Reason is null ? "." : $", {m.Reason}")}"));
}
