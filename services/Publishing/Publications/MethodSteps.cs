using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Runs;
using Utanforskap.Publishing.SignOff;
using Utanforskap.ServiceDefaults.Holds;

namespace Utanforskap.Publishing.Publications;

/// <summary>
/// Takes one method through a release. Where Classification's answer cannot be read, the method is held and what it was told is kept, while the others and the
/// release go on; when an operator has it tried again it goes through what it missed first, release by release.
/// </summary>
internal sealed class MethodSteps(
    PublishingDb db, ClassificationReads classification, Review review, TimeProvider time, ILogger<MethodSteps> log)
{
    private IReadOnlyList<MethodInfo>? methods;

    /// <param name="outcomes">Of earlier releases that Classification has caught up with, then of this one.</param>
    /// <param name="completes">The release that is handled.</param>
    public async Task<IReadOnlyList<Reviewed>> TakeAsync(
        string method, IReadOnlyList<CaughtUpMethod> outcomes, long completes, CancellationToken cancellationToken)
    {
        var hold = await db.Holds.FindAsync([method], cancellationToken);
        var missed = hold is { RetryAsked: true } ? await TakeMissedAsync(method, cancellationToken) : [];
        var steps = new List<Reviewed>();
        foreach (var (release, outcome) in missed.Concat(outcomes))
        {
            Reviewed step;
            if (!HasRun(outcome))
            {
                step = new(RunMethod.Word(outcome.Outcome), outcome.Reason);
            }
            else if (hold is { RetryAsked: false })
            {
                step = new(RunMethod.Word(Outcome.Held), hold.Reason);
                Miss(release, outcome);
            }
            else
            {
                try
                {
                    step = await StepAsync(release, outcome, completes, cancellationToken);
                }
                catch (Exception failure) when (Hold.IsFor(failure))
                {
                    log.LogError(failure, "Release {Release}: {Method} is held", release, method);
                    hold = db.Hold(hold, method, release, time.Stamp(), $"The results of {method} at release {release} cannot be published: {failure.Message}");
                    step = new(RunMethod.Word(Outcome.Failed), hold.Reason);
                    Miss(release, outcome);
                }
            }

            await KeepAsync(release, outcome, step, cancellationToken);
            steps.Add(step);
        }

        if (hold is { RetryAsked: true })
        {
            db.Holds.Remove(hold);
        }

        return steps;
    }

    /// <summary>Whether there is something to publish: results, or the same results by another version of the definition, which is news by itself.</summary>
    private static bool HasRun(MethodOutcome outcome) =>
        outcome.Outcome == Outcome.Published || outcome is { Outcome: Outcome.Unchanged, RunId: not null };

    private async Task<Reviewed> StepAsync(long release, MethodOutcome outcome, long completes, CancellationToken cancellationToken)
    {
        methods ??= await classification.MethodsAsync(cancellationToken);
        var info = methods.FirstOrDefault(m => m.Id == outcome.Method)
            ?? throw new InvalidDataException($"Classification has results of {outcome.Method}, but does not list it among its methods.");
        return await review.ReviewAsync(outcome, info, release, completes, cancellationToken);
    }

    /// <summary>A method that was held and has caught up tells anew what a release meant to it.</summary>
    private async Task KeepAsync(long release, MethodOutcome outcome, Reviewed step, CancellationToken cancellationToken)
    {
        await db.RunMethods.Where(m => m.Release == release && m.Method == outcome.Method).ExecuteDeleteAsync(cancellationToken);
        db.RunMethods.Add(new RunMethod
        {
            Release = release,
            Method = outcome.Method,
            Version = outcome.Version,
            Outcome = step.Word,
            Reason = RunStage.Shortened(step.Reason),
            RunId = outcome.RunId,
            PublicationId = step.Published?.Publication.Id,
            CandidateId = step.Candidate,
        });

        // A later step of the same method may change this row, by a statement.
        await db.SaveChangesAsync(cancellationToken);
    }

    private void Miss(long release, MethodOutcome outcome) => db.MissedOutcomes.Add(new MissedOutcome
    {
        Method = outcome.Method,
        Release = release,
        Document = JsonSerializer.Serialize(outcome, WireJson.Options),
    });

    private async Task<List<CaughtUpMethod>> TakeMissedAsync(string method, CancellationToken cancellationToken)
    {
        var rows = db.MissedOutcomes.AsNoTracking().Where(m => m.Method == method);
        var missed = await rows.OrderBy(m => m.Release).ToListAsync(cancellationToken);
        await rows.ExecuteDeleteAsync(cancellationToken);
        return [.. missed.Select(m => new CaughtUpMethod(m.Release, JsonSerializer.Deserialize<MethodOutcome>(m.Document, WireJson.Options)!))];
    }
}

/// <summary>What a method that is held was told of a release, until it has gone through it.</summary>
public sealed class MissedOutcome
{
    public required string Method { get; init; }

    public required long Release { get; init; }

    /// <summary>The <see cref="MethodOutcome"/> as wire JSON.</summary>
    public required string Document { get; init; }
}
