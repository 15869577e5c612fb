using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Classification.Classifying;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Results;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>
/// Takes one method through one release: decides whether there is anything to compute, computes, checks, stores, and says what came of it. A method
/// that fails for a reason that trying again does not mend is held and never stops the others.
/// </summary>
internal sealed class MethodStage(ClassificationDb database, IColumnStore store, IndicatorsClient indicators, ILogger<MethodStage> log)
{
    public async Task<MethodOutcome> RunAsync(
        MethodDefinition method, IndicatorsRecalculated message, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var hold = await database.Holds.FindAsync([method.Id], cancellationToken);
        var state = await database.States.FindAsync([method.Id], cancellationToken);
        if (hold is { RetryAsked: false } && !(state?.Version < method.Version))
        {
            return Ended(method, Outcome.Held, hold.Reason);
        }

        if (message.Held.FirstOrDefault(h => method.Rule.Needs.Contains(h.Indicator)) is { } held)
        {
            state ??= Begin(method, message.Release);
            state.Behind = true;
            return Ended(method, Outcome.Held, $"{held.Indicator} is held: {held.Reason}");
        }

        if (state is not null && state.Version >= method.Version && state.Hash != method.Hash)
        {
            return Hold(method, hold, message.Release, at,
                $"{method.Id} was changed without a new version; give it version {state.Version + 1}, or take the change back.");
        }

        var targets = await TargetsAsync(method, hold, state, message, cancellationToken);
        if (targets.Count > 0)
        {
            return await ComputeAsync(method, hold, state, targets, message, at, cancellationToken);
        }

        var untouched = Succeed(method, hold, state, message.Release);
        return Ended(method, Outcome.Unchanged, untouched.RefusedAt is { } refusedAt
            ? $"Release {message.Release} changed none of its inputs; the result of release {refusedAt} stays refused."
            : $"Release {message.Release} changed none of its inputs.");
    }

    private async Task<List<Target>> TargetsAsync(
        MethodDefinition method, MethodHold? hold, MethodState? state, IndicatorsRecalculated message, CancellationToken cancellationToken)
    {
        var touched = MethodTargets.Touched(method, message);
        // At the first release the changes are all there is.
        var isNew = message.Release > 1 && (hold is not null || state is null || state.Behind || state.Hash != method.Hash);
        var wasRefused = state?.RefusedAt is not null && touched.Count > 0;
        return isNew || wasRefused
            ? [.. touched.Union(await MethodTargets.AllAsync(method, indicators, message.Release, cancellationToken)).Order(TargetOrder)]
            : touched;
    }

    private static readonly Comparer<Target> TargetOrder = Comparer<Target>.Create((a, b) =>
        string.CompareOrdinal(a.Division, b.Division) is var byDivision and not 0 ? byDivision : string.CompareOrdinal(a.Period, b.Period));

    private async Task<MethodOutcome> ComputeAsync(
        MethodDefinition method, MethodHold? hold, MethodState? state, List<Target> targets, IndicatorsRecalculated message, DateTimeOffset at,
        CancellationToken cancellationToken)
    {
        var number = message.Release.ToString(CultureInfo.InvariantCulture);
        var runId = ContentId.Of("run", method.Id, number, ContentId.Of("inputs", method.Hash, message.RunId));
        Reclassified result;
        try
        {
            result = await new MethodReclassification(method, store, indicators).RunAsync(targets, message.Release, cancellationToken);
        }
        catch (RefusedResultException refused)
        {
            Succeed(method, hold, state, message.Release).RefusedAt = message.Release;
            return Ended(method, Outcome.Refused, refused.Message, runId);
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidDataException or ArithmeticException or KeyNotFoundException)
        {
            log.LogError(failure, "Release {Release}: {Method} is held", message.Release, method.Id);
            return Hold(method, hold, message.Release, at, $"{method.Id} could not be computed at release {number}: {failure.Message}", runId);
        }

        var deltas = await store.WriteAsync(message.Release, result.Columns, cancellationToken);
        Succeed(method, hold, state, message.Release).RefusedAt = null;
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

    private MethodState Succeed(MethodDefinition method, MethodHold? hold, MethodState? state, long release)
    {
        if (hold is not null)
        {
            database.Holds.Remove(hold);
        }

        state ??= Begin(method, release);
        if (state.Hash != method.Hash)
        {
            (state.Version, state.Hash, state.SinceRelease) = (method.Version, method.Hash, release);
        }

        state.Behind = false;
        return state;
    }

    private MethodState Begin(MethodDefinition method, long release)
    {
        var state = new MethodState { Method = method.Id, Version = method.Version, Hash = method.Hash, SinceRelease = release };
        database.States.Add(state);
        return state;
    }

    private MethodOutcome Hold(MethodDefinition method, MethodHold? hold, long release, DateTimeOffset at, string reason, string? runId = null)
    {
        if (hold is null)
        {
            hold = new MethodHold { Method = method.Id, Release = release, Since = at, Reason = reason };
            database.Holds.Add(hold);
        }

        (hold.Release, hold.Since, hold.Reason, hold.RetryAsked) = (release, at, reason.Length > 2000 ? reason[..2000] : reason, false);
        return Ended(method, Outcome.Failed, hold.Reason, runId);
    }

    private static MethodOutcome Ended(MethodDefinition method, Outcome outcome, string? reason, string? runId = null) =>
        new(method.Id, method.Version, outcome, reason, runId, []);

    private static string? Join(IReadOnlyList<string> sentences)
    {
        var text = string.Join(' ', sentences);
        return text.Length == 0 ? null : text.Length > 2000 ? text[..1999] + "…" : text;
    }
}
