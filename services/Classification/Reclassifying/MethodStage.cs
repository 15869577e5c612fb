using System.Globalization;
using Utanforskap.Classification.Classifying;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Results;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Holds;
using Utanforskap.Statistics.Groups;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>
/// Takes one method through a release: decides whether there is anything to compute, computes, checks, stores, and says what came of it. A method
/// that fails for a reason that trying again does not mend, or needs an indicator that is held, stops and never stops the others; when it is free it first goes
/// through the releases that it missed, one by one.
/// </summary>
internal sealed class MethodStage(
    ClassificationDb database, ResultWriter results, IndicatorsClient indicators, KeptMethods kept, FrozenGroups groups, ILogger<MethodStage> log)
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

        await kept.KeepAsync(method, release.Release, cancellationToken);
        var number = release.Release.ToString(CultureInfo.InvariantCulture);
        var runId = ContentId.Of("run", method.Id, number, ContentId.Of("inputs", method.Hash, release.RunId));
        try
        {
            var all = MethodTargets.All(method, await indicators.KnownAsync(release.Release, cancellationToken));
            var models = await ModelsAsync(method, all, release.Release, cancellationToken);
            var targets = TargetsOf(method, state, release, all, models);
            if (targets.Count > 0)
            {
                return await ComputeAsync(method, state, targets, models, release.Release, runId, cancellationToken);
            }
        }
        catch (RefusedResultException refused)
        {
            Computed(method, state, release.Release).RefusedAt = release.Release;
            return Ended(method, Outcome.Refused, refused.Message, runId);
        }

        var untouched = Computed(method, state, release.Release);
        return Ended(method, Outcome.Unchanged, untouched.RefusedAt is { } refusedAt
            ? $"Release {release.Release} changed none of its inputs; the result of release {refusedAt} stays refused."
            : $"Release {release.Release} changed none of its inputs.");
    }

    /// <summary>The frozen groups by country, sought now where the base period has become complete; none for a method without groups.</summary>
    private async Task<Models> ModelsAsync(MethodDefinition method, IReadOnlyList<Target> targets, long release, CancellationToken cancellationToken)
    {
        var models = new Models([], []);
        if (method.Rule is GroupsRule rule)
        {
            foreach (var country in targets.Select(FrozenGroups.CountryOf).Distinct().Order(StringComparer.Ordinal))
            {
                if (await groups.FindAsync(method.Id, method.Version, country, cancellationToken) is { } found)
                {
                    models.ByCountry.Add(country, found);
                }
                else if (await groups.SeekAsync(method, rule, country, targets, release, cancellationToken) is { } sought)
                {
                    models.ByCountry.Add(country, sought);
                    models.New.Add(country);
                }
            }
        }

        return models;
    }

    private static List<Target> TargetsOf(
        MethodDefinition method, MethodState? state, RecalculatedRelease release, IReadOnlyList<Target> all, Models models)
    {
        var touched = MethodTargets.Touched(all, release.Changes);
        var isNew = state?.Hash != method.Hash;
        var wasRefused = state?.RefusedAt is not null && touched.Count > 0;
        return [.. all.Where(t => isNew || wasRefused || touched.Contains(t) || models.New.Contains(FrozenGroups.CountryOf(t)))];
    }

    private async Task<MethodOutcome> ComputeAsync(
        MethodDefinition method, MethodState? state, List<Target> targets, Models models, long release, string runId, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        if (method.Rule is GroupsRule rule)
        {
            foreach (var country in targets.Select(FrozenGroups.CountryOf).Distinct().Where(c => !models.ByCountry.ContainsKey(c)).ToList())
            {
                notes.Add($"The groups are sought when {rule.Base} has all inputs.");
                targets.RemoveAll(t => FrozenGroups.CountryOf(t) == country);
            }
        }

        var result = await new MethodReclassification(method, indicators).RunAsync(
            targets, release, t => models.ByCountry.GetValueOrDefault(FrozenGroups.CountryOf(t)), cancellationToken);
        var changed = await results.WriteAsync(method, release, result.Results, cancellationToken);
        Computed(method, state, release).RefusedAt = null;
        notes.AddRange(result.Notes);
        return changed.Count > 0
            ? new MethodOutcome(method.Id, method.Version, Outcome.Published, Join(notes), runId, changed)
            : Ended(method, Outcome.Unchanged, Join(result.Results.Count > 0 ? ["The results are the same as before.", .. notes] : notes), runId);
    }

    /// <summary>Frozen groups by country, and the countries whose groups were sought just now.</summary>
    private sealed record Models(Dictionary<string, GroupModel> ByCountry, HashSet<string> New);

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
