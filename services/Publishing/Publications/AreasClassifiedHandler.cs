using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Runs;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Publishing.Publications;

/// <summary>
/// Signs a release off: publishes each method whose results differ from what is published, and completes the release, also where nothing did.
/// </summary>
internal sealed class AreasClassifiedHandler(
    PublishingDb db, ClassificationReads classification, Drafting drafting, PublicationWriter writer, TimeProvider time)
    : IMessageHandler<AreasClassified>
{
    public async Task HandleAsync(AreasClassified message, CancellationToken cancellationToken)
    {
        var startedAt = time.Stamp();
        if (await db.RunStages.AnyAsync(s => s.Release == message.Release && s.Stage == Stages.Publishing, cancellationToken))
        {
            return;
        }

        CaughtUpMethod[] outcomes = [.. message.CaughtUp ?? [], .. message.Methods.Select(m => new CaughtUpMethod(message.Release, m))];
        var methods = outcomes.Any(o => HasRun(o.Outcome)) ? await classification.MethodsAsync(cancellationToken) : [];
        var published = 0;
        foreach (var (release, outcome) in outcomes)
        {
            var publication = HasRun(outcome)
                ? await PublishAsync(new(release, message.Release), outcome, methods, cancellationToken)
                : null;
            published += publication is null ? 0 : 1;
            await KeepAsync(release, outcome, publication, cancellationToken);
        }

        db.RunStages.Add(RunStage.Of(
            message.Release, Stages.Classification, message.StartedAt, message.CompletedAt, Unchanged(message.Methods)));
        db.RunStages.Add(RunStage.Of(
            message.Release, Stages.Publishing, startedAt, time.Stamp(), published > 0 ? null : "No method's published results change."));
        await db.SaveChangesAsync(cancellationToken);
        PublishingMeasures.RunEnded(time.GetUtcNow() - message.AcceptedAt, published);
    }

    private async Task<Publication?> PublishAsync(
        Occasion occasion, MethodOutcome outcome, IReadOnlyList<MethodInfo> methods, CancellationToken cancellationToken)
    {
        var info = methods.FirstOrDefault(m => m.Id == outcome.Method)
            ?? throw new InvalidDataException($"Classification has results of {outcome.Method}, but does not list it among its methods.");
        var draft = await drafting.DraftAsync(outcome, info, occasion.Release, cancellationToken);
        if (draft.Columns.Count == 0 && (draft.Base is null || draft.Base.MethodVersion == outcome.Version))
        {
            return null;
        }

        PublishingMeasures.AreasChanged(outcome.Method, draft.Columns.Sum(c => c.Classes));
        return await writer.PublishAsync(draft, occasion, cancellationToken);
    }

    /// <summary>Whether there is something to publish: results, or the same results by another version of the definition, which is news by itself.</summary>
    private static bool HasRun(MethodOutcome outcome) =>
        outcome.Outcome == Outcome.Published || outcome is { Outcome: Outcome.Unchanged, RunId: not null };

    /// <summary>A method that was held and has caught up tells anew what a release meant to it.</summary>
    private async Task KeepAsync(long release, MethodOutcome outcome, Publication? publication, CancellationToken cancellationToken)
    {
        await db.RunMethods.Where(m => m.Release == release && m.Method == outcome.Method).ExecuteDeleteAsync(cancellationToken);
        var equal = outcome.Outcome == Outcome.Published && publication is null;
        db.RunMethods.Add(new RunMethod
        {
            Release = release,
            Method = outcome.Method,
            Version = outcome.Version,
            Outcome = RunMethod.Word(publication is not null ? Outcome.Published : equal ? Outcome.Unchanged : outcome.Outcome),
            Reason = equal ? "The results are equal to those that are published." : outcome.Reason,
            RunId = outcome.RunId,
            PublicationId = publication?.Id,
        });
    }

    private static string? Unchanged(IReadOnlyList<MethodOutcome> methods) =>
        methods.Any(m => m.Outcome == Outcome.Published) ? null
        : methods.Count == 0 ? "There are no methods."
        : string.Join(" ", methods.Select(m => $"{m.Method}: {RunMethod.Word(m.Outcome)}{(m.Reason is null ? "." : $", {m.Reason}")}"));
}
