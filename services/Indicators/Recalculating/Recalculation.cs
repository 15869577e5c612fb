using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.Indicators.Computing;
using Utanforskap.Indicators.Definitions;
using Utanforskap.Indicators.Holds;
using Utanforskap.Indicators.Keys;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Indicators.Recalculating;

/// <summary>
/// Recomputes indicators after a release: those whose inputs it changed, and as a whole those whose definition is new or whose hold an operator
/// wants tried again. One that fails for a reason that trying again does not mend is held and never stops the others.
/// </summary>
internal sealed class Recalculation(
    IndicatorsDb database, IColumnStore store, IngestionClient ingestion, IndicatorCatalogue catalogue, AreaKeys keys,
    ILogger<Recalculation> log)
{
    public async Task<RecalculationOutcome> RunAsync(
        ReleaseChanges changes, long release, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var holds = await database.Holds.ToDictionaryAsync(h => h.Indicator, cancellationToken);
        var states = await database.States.ToDictionaryAsync(s => s.Indicator, cancellationToken);
        var work = new List<(IndicatorDefinition Definition, List<RecalculationTarget> Targets)>();
        foreach (var definition in catalogue.All)
        {
            var hold = holds.GetValueOrDefault(definition.Id);
            if (hold is null or { RetryAsked: true } || states.GetValueOrDefault(definition.Id)?.Version < definition.Version)
            {
                work.Add((definition, await TargetsAsync(definition, hold, states.GetValueOrDefault(definition.Id), changes, release, cancellationToken)));
            }
        }

        var inputKeys = work
            .SelectMany(w => w.Targets.SelectMany(t => new IndicatorComputation(w.Definition, keys).InputsOf(t.Division, t.Period)))
            .ToHashSet();
        var inputs = new InputColumns(await ingestion.ColumnsAsync(inputKeys, release, cancellationToken));
        var computed = new List<(RecalculationTarget Target, Dictionary<ColumnKey, Column> Cells)>();
        foreach (var (definition, targets) in work)
        {
            try
            {
                RefuseSilentChange(definition, states.GetValueOrDefault(definition.Id));
                var computation = new IndicatorComputation(definition, keys);
                computed.AddRange([.. targets.Select(t => (t, computation.Compute(t.Division, t.Period, t.Areas, inputs.Find)))]);
                Succeeded(definition, holds, states, release);
            }
            catch (Exception failure) when (IsFinal(failure))
            {
                log.LogError(failure, "Release {Release}: {Indicator} is held", release, definition.Id);
                Hold(definition.Id, holds, release, at, $"{definition.Id} could not be computed at release {release}: {failure.Message}");
            }
        }

        return new RecalculationOutcome(
            await MergeAsync(computed, release, cancellationToken),
            [.. work.Where(w => w.Targets.Count > 0).Select(w => w.Definition.Id)],
            [.. holds.Values.Where(h => catalogue.All.Any(d => d.Id == h.Indicator)).OrderBy(h => h.Indicator, StringComparer.Ordinal)
                .Select(h => new HeldIndicator(h.Indicator, h.Reason))]);
    }

    /// <summary>Computing is pure, so whatever it throws it will throw again; what a database or another service throws is for the inbox to try again.</summary>
    private static bool IsFinal(Exception failure) =>
        failure is ArgumentException or InvalidDataException or InvalidOperationException or ArithmeticException or KeyNotFoundException or IndexOutOfRangeException;

    private static void RefuseSilentChange(IndicatorDefinition definition, IndicatorState? state)
    {
        if (state is not null && state.Version >= definition.Version && state.Hash != definition.Hash)
        {
            throw new InvalidOperationException(
                $"the definition was changed without a new version; give it version {state.Version + 1}, or take the change back");
        }
    }

    private async Task<List<RecalculationTarget>> TargetsAsync(
        IndicatorDefinition definition, IndicatorHold? hold, IndicatorState? state, ReleaseChanges changes, long release,
        CancellationToken cancellationToken)
    {
        // At the first release the changes are all there is.
        var isNew = release > 1 && (hold is not null || state is null || state.Hash != definition.Hash);
        if (!isNew)
        {
            return RecalculationPlan.For(definition, keys, changes);
        }

        var columns = new List<ColumnKey>();
        foreach (var measure in definition.Inputs)
        {
            columns.AddRange(await ingestion.KeysAsync(measure, release, cancellationToken));
        }

        return RecalculationPlan.Whole(definition, keys, columns);
    }

    /// <summary>The computed cells over what the columns held before; columns computed as a whole stand alone.</summary>
    private async Task<Dictionary<ColumnKey, Column>> MergeAsync(
        List<(RecalculationTarget Target, Dictionary<ColumnKey, Column> Cells)> computed, long release, CancellationToken cancellationToken)
    {
        var inPart = computed.Where(c => c.Target.Areas is not null).SelectMany(c => c.Cells.Keys).ToHashSet();
        var before = await store.ReadManyAsync(inPart, release - 1, cancellationToken);
        var merged = new Dictionary<ColumnKey, Column>();
        foreach (var (key, cells) in computed.SelectMany(c => c.Cells))
        {
            merged[key] = merged.TryGetValue(key, out var beside) ? beside.With(cells)
                : inPart.Contains(key) ? before.GetValueOrDefault(key, Column.Empty).With(cells)
                : cells;
        }

        return merged;
    }

    private void Succeeded(
        IndicatorDefinition definition, Dictionary<string, IndicatorHold> holds, Dictionary<string, IndicatorState> states, long release)
    {
        if (holds.Remove(definition.Id, out var hold))
        {
            database.Holds.Remove(hold);
        }

        if (!states.TryGetValue(definition.Id, out var state))
        {
            database.States.Add(new IndicatorState
            {
                Indicator = definition.Id, Version = definition.Version, Hash = definition.Hash, SinceRelease = release,
            });
        }
        else if (state.Hash != definition.Hash)
        {
            (state.Version, state.Hash, state.SinceRelease) = (definition.Version, definition.Hash, release);
        }
    }

    private void Hold(string indicator, Dictionary<string, IndicatorHold> holds, long release, DateTimeOffset at, string reason)
    {
        if (!holds.TryGetValue(indicator, out var hold))
        {
            hold = new IndicatorHold { Indicator = indicator, Release = release, Since = at, Reason = reason };
            holds.Add(indicator, hold);
            database.Holds.Add(hold);
        }

        (hold.Release, hold.Since, hold.Reason, hold.RetryAsked) = (release, at, reason.Length > 2000 ? reason[..2000] : reason, false);
    }
}

/// <summary>What recomputing gave.</summary>
/// <param name="Columns">Whole columns as they stand after the release.</param>
/// <param name="Computed">Indicators of which something was computed.</param>
/// <param name="Held">Indicators that are held, in id order.</param>
internal sealed record RecalculationOutcome(
    IReadOnlyDictionary<ColumnKey, Column> Columns, IReadOnlyList<string> Computed, IReadOnlyList<HeldIndicator> Held)
{
    /// <summary>A sentence for a release after which no value differs.</summary>
    public string WhyUnchanged(ReleaseIngested message) =>
        Computed.Count > 0 ? $"The values of {string.Join(", ", Computed)} are the same as before."
        : message.Changes.Count == 0 ? $"Release {message.Release} changed no measure of {message.Register}."
        : Held.Count > 0 ? $"Release {message.Release} changed {message.Register}, but the indicators that read it are held."
        : $"No indicator reads what release {message.Release} changed in {message.Register}.";
}
