using System.Globalization;
using Utanforskap.Classification.Classifying;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Results;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.ServiceDefaults.Holds;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>
/// Takes one method through a release: decides whether there is anything to compute, computes, checks, stores, and says what came of it. A method
/// that fails for a reason that trying again does not mend, or needs an indicator that is held, stops and never stops the others; when it is free it first goes
/// through the releases that it missed, one by one.
/// </summary>
internal sealed class MethodStage(ClassificationDb database, IColumnStore store, IndicatorsClient indicators, ILogger<MethodStage> log)
{
    public async Task<MethodProgress> RunAsync(
        MethodDefinition method, IndicatorsRecalculated message, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var hold = await database.Holds.FindAsync([method.Id], cancellationToken);
        var state = await database.States.FindAsync([method.Id], cancellationToken);
        if (hold is { RetryAsked: false } && !(state?.Version < method.Version))
        {
            return new(Ended(method, Outcome.Held, hold.Reason), []);
        }

        var first = hold?.Release ?? message.Release;
        if (message.Held.FirstOrDefault(h => method.Inputs.Contains(h.Indicator)) is { } held)
        {
            hold = database.Hold(hold, method.Id, first, at, $"{held.Indicator} is held: {held.Reason}", retry: true);
            return new(Ended(method, Outcome.Held, hold.Reason), []);
        }

        var caughtUp = new List<CaughtUpMethod>();
        for (var release = first; release < message.Release; release++)
        {
            var outcome = await OrHoldAsync(method, hold, release, at, async () =>
                await StepAsync(method, await indicators.ReleaseAsync(release, cancellationToken), cancellationToken));
            caughtUp.Add(new CaughtUpMethod(release, outcome));
            if (outcome.Outcome == Outcome.Failed)
            {
                return new(Ended(method, Outcome.Held, outcome.Reason), caughtUp);
            }
        }

        var now = new RecalculatedRelease(
            message.Release, message.RunId, [.. message.Changes.Select(c => new ColumnName(c.Indicator, c.Division, c.Period))]);
        var ended = await OrHoldAsync(method, hold, message.Release, at, () => StepAsync(method, now, cancellationToken));
        if (hold is not null && ended.Outcome != Outcome.Failed)
        {
            database.Holds.Remove(hold);
        }

        return new(ended, caughtUp);
    }

    /// <summary>Computes nothing: holds the method at the release, so that it goes through it when it is free again.</summary>
    public async Task<MethodProgress> GiveUpAsync(
        MethodDefinition method, long release, DateTimeOffset at, string reason, CancellationToken cancellationToken)
    {
        var hold = await database.Holds.FindAsync([method.Id], cancellationToken)
            ?? database.Hold(null, method.Id, release, at, $"Release {release} was not handled. {reason}");
        return new(Ended(method, Outcome.Held, hold.Reason), []);
    }

    private async Task<MethodOutcome> OrHoldAsync(
        MethodDefinition method, Hold? hold, long release, DateTimeOffset at, Func<Task<MethodOutcome>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception failure) when (Hold.IsFor(failure))
        {
            log.LogError(failure, "Release {Release}: {Method} is held", release, method.Id);
            return Ended(method, Outcome.Failed,
                database.Hold(hold, method.Id, release, at, $"{method.Id} could not be computed at release {release}: {failure.Message}").Reason);
        }
    }

    /// <summary>Takes the method, which has gone through all releases before, through one.</summary>
    private async Task<MethodOutcome> StepAsync(MethodDefinition method, RecalculatedRelease release, CancellationToken cancellationToken)
    {
        var state = await database.States.FindAsync([method.Id], cancellationToken);
        if (state is not null && state.Version >= method.Version && state.Hash != method.Hash)
        {
            throw new InvalidDataException($"the method was changed without a new version; give it version {state.Version + 1}, or take the change back.");
        }

        var targets = await TargetsAsync(method, state, release, cancellationToken);
        if (targets.Count > 0)
        {
            return await ComputeAsync(method, state, targets, release, cancellationToken);
        }

        var untouched = Computed(method, state, release.Release);
        return Ended(method, Outcome.Unchanged, untouched.RefusedAt is { } refusedAt
            ? $"Release {release.Release} changed none of its inputs; the result of release {refusedAt} stays refused."
            : $"Release {release.Release} changed none of its inputs.");
    }

    private async Task<List<Target>> TargetsAsync(
        MethodDefinition method, MethodState? state, RecalculatedRelease release, CancellationToken cancellationToken)
    {
        var touched = MethodTargets.Touched(method, release);
        // At the first release the changes are all there is.
        var isNew = release.Release > 1 && state?.Hash != method.Hash;
        var wasRefused = state?.RefusedAt is not null && touched.Count > 0;
        return isNew || wasRefused
            ? [.. touched.Union(await MethodTargets.AllAsync(method, indicators, release.Release, cancellationToken)).Order(TargetOrder)]
            : touched;
    }

    private static readonly Comparer<Target> TargetOrder = Comparer<Target>.Create((a, b) =>
        string.CompareOrdinal(a.Division, b.Division) is var byDivision and not 0 ? byDivision : string.CompareOrdinal(a.Period, b.Period));

    private async Task<MethodOutcome> ComputeAsync(
        MethodDefinition method, MethodState? state, List<Target> targets, RecalculatedRelease release, CancellationToken cancellationToken)
    {
        var number = release.Release.ToString(CultureInfo.InvariantCulture);
        var runId = ContentId.Of("run", method.Id, number, ContentId.Of("inputs", method.Hash, release.RunId));
        Reclassified result;
        try
        {
            result = await new MethodReclassification(method, store, indicators).RunAsync(targets, release.Release, cancellationToken);
        }
        catch (RefusedResultException refused)
        {
            Computed(method, state, release.Release).RefusedAt = release.Release;
            return Ended(method, Outcome.Refused, refused.Message, runId);
        }

        var deltas = await store.WriteAsync(release.Release, result.Columns, cancellationToken);
        Computed(method, state, release.Release).RefusedAt = null;
        var changed = targets.Select(t => ChangeOf(new ResultSeries(method.Id, t.Division, t.Period), deltas)).OfType<ClassifiedColumn>().ToList();
        return changed.Count > 0
            ? new MethodOutcome(method.Id, method.Version, Outcome.Published, Join(result.Notes), runId, changed)
            : Ended(method, Outcome.Unchanged,
                Join(result.Columns.Count > 0 ? ["The results are the same as before.", .. result.Notes] : result.Notes), runId);
    }

    private static ClassifiedColumn? ChangeOf(ResultSeries series, IReadOnlyList<ColumnDelta> deltas)
    {
        var parts = deltas.Where(d => series.Parts.Contains(d.Key)).ToList();
        if (parts.Count == 0)
        {
            return null;
        }

        var classes = parts.FirstOrDefault(d => d.Key == series.Class);
        return new ClassifiedColumn(
            series.Division,
            series.Period,
            parts.SelectMany(d => d.Areas).Distinct().Count(),
            classes is null ? 0 : classes.Areas.Where((_, i) => !ValueBefore(classes, i).Equals(classes.After.Values[i])).Count(),
            classes?.First ?? false);
    }

    private static double ValueBefore(ColumnDelta delta, int area) =>
        delta.Before.IndexOf(delta.Areas[area]) is >= 0 and var place ? delta.Before.Values[place] : double.NaN;

    private MethodState Computed(MethodDefinition method, MethodState? state, long release)
    {
        if (state is null)
        {
            state = new MethodState { Method = method.Id, Version = method.Version, Hash = method.Hash, SinceRelease = release };
            database.States.Add(state);
        }
        else if (state.Hash != method.Hash)
        {
            (state.Version, state.Hash, state.SinceRelease) = (method.Version, method.Hash, release);
        }

        return state;
    }

    private static MethodOutcome Ended(MethodDefinition method, Outcome outcome, string? reason, string? runId = null) =>
        new(method.Id, method.Version, outcome, reason, runId, []);

    private static string? Join(IReadOnlyList<string> sentences)
    {
        var text = string.Join(' ', sentences);
        return text.Length == 0 ? null : text.Length > 2000 ? text[..1999] + "…" : text;
    }
}

/// <summary>What came of a method at a release.</summary>
/// <param name="Outcome">At the release itself.</param>
/// <param name="CaughtUp">At the releases before it that the method had missed, in number order.</param>
internal sealed record MethodProgress(MethodOutcome Outcome, IReadOnlyList<CaughtUpMethod> CaughtUp);
