using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.Indicators.Computing;
using Utanforskap.Indicators.Definitions;
using Utanforskap.Indicators.Keys;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.ServiceDefaults.Holds;

namespace Utanforskap.Indicators.Recalculating;

/// <summary>
/// Recomputes indicators after a release: those whose inputs it changed, and as a whole those whose definition is new. One that was held and is free again
/// first goes through the releases that it missed, one by one. One that fails for a reason that trying again does not mend is held at that release
/// and never stops the others.
/// </summary>
internal sealed class Recalculation(
    IndicatorsDb database, IColumnStore store, IngestionClient ingestion, IndicatorCatalogue catalogue, AreaKeys keys,
    ILogger<Recalculation> log)
{
    private Dictionary<string, Hold> _holds = [];
    private Dictionary<string, IndicatorState> _states = [];

    public async Task<RecalculationOutcome> RunAsync(ReleaseIngested message, DateTimeOffset at, CancellationToken cancellationToken)
    {
        _holds = await database.Holds.ToDictionaryAsync(h => h.Id, cancellationToken);
        _states = await database.States.ToDictionaryAsync(s => s.Indicator, cancellationToken);
        var work = catalogue.All
            .Where(d => _holds.GetValueOrDefault(d.Id) is null or { RetryAsked: true } || _states.GetValueOrDefault(d.Id)?.Version < d.Version)
            .ToList();
        for (var release = work.Select(FirstReleaseOf).Append(message.Release).Min(); release < message.Release; release++)
        {
            await CatchUpAsync(work, release, at, cancellationToken);
        }

        var pass = await PassAsync(work, message.Release, d => Touches(message, d), at, cancellationToken);
        foreach (var free in work)
        {
            if (_holds.Remove(free.Id, out var hold))
            {
                database.Holds.Remove(hold);
            }
        }

        return new RecalculationOutcome(pass.Deltas, pass.Computed, Held());

        long FirstReleaseOf(IndicatorDefinition definition) => _holds.GetValueOrDefault(definition.Id)?.Release ?? message.Release;
    }

    /// <summary>Computes nothing: holds the indicators that the release touches at it, so that they go through it when they are free again.</summary>
    public async Task<RecalculationOutcome> GiveUpAsync(ReleaseIngested message, DateTimeOffset at, string reason, CancellationToken cancellationToken)
    {
        _holds = await database.Holds.ToDictionaryAsync(h => h.Id, cancellationToken);
        foreach (var definition in catalogue.All.Where(d => Touches(message, d) && !_holds.ContainsKey(d.Id)))
        {
            _holds[definition.Id] = database.Hold(null, definition.Id, message.Release, at, $"Release {message.Release} was not handled. {reason}");
        }

        return new RecalculationOutcome([], [], Held());
    }

    // The message names the measures, the changes the areas too; they are read only if an indicator needs them.
    private static bool Touches(ReleaseIngested message, IndicatorDefinition definition) =>
        message.Changes.Any(c => definition.Inputs.Contains($"{message.Register}/{c.Measure}"));

    private List<HeldIndicator> Held() =>
    [
        .. _holds.Values.Where(h => catalogue.All.Any(d => d.Id == h.Id)).OrderBy(h => h.Id, StringComparer.Ordinal)
            .Select(h => new HeldIndicator(h.Id, h.Reason)),
    ];

    /// <summary>Takes those that stopped at this release or before it through it.</summary>
    private async Task CatchUpAsync(List<IndicatorDefinition> work, long release, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var behind = work.Where(d => _holds.GetValueOrDefault(d.Id)?.Release <= release).ToList();
        var missed = behind.ToList();
        var pass = await PassAsync(behind, release, _ => true, at, cancellationToken);
        work.RemoveAll(d => missed.Contains(d) && !behind.Contains(d));
        if (pass.Deltas.Count > 0 && await database.Runs.FindAsync([release], cancellationToken) is { } run)
        {
            run.Unchanged = null;
        }
    }

    /// <summary>Computes and stores what a release means to some indicators; takes those that fail off the list and holds them.</summary>
    private async Task<(IReadOnlyList<ColumnDelta> Deltas, IReadOnlyList<string> Computed)> PassAsync(
        List<IndicatorDefinition> definitions, long release, Func<IndicatorDefinition, bool> touches, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ReleaseChanges? changes = null;
        var work = new List<(IndicatorDefinition Definition, List<RecalculationTarget> Targets)>();
        foreach (var definition in definitions.ToList())
        {
            await OrHoldAsync(definition, async () => work.Add((definition, await TargetsAsync(definition))));
        }

        var inputs = await ReadAsync([.. work.SelectMany(w => InputsOf(w.Definition, w.Targets))], release, cancellationToken);
        var computed = new List<(RecalculationTarget Target, Dictionary<ColumnKey, Column> Cells)>();
        foreach (var (definition, targets) in work)
        {
            await OrHoldAsync(definition, async () =>
            {
                var own = inputs ?? new InputColumns(await ingestion.ColumnsAsync([.. InputsOf(definition, targets)], release, cancellationToken));
                var computation = new IndicatorComputation(definition, keys);
                computed.AddRange([.. targets.Select(t => (t, computation.Compute(t.Division, t.Period, t.Areas, own.Find)))]);
                await ComputedAsync(definition, release, cancellationToken);
            });
        }

        var deltas = await store.WriteAsync(release, await MergeAsync(computed, release, cancellationToken), cancellationToken);
        return (deltas, [.. work.Where(w => w.Targets.Count > 0 && definitions.Contains(w.Definition)).Select(w => w.Definition.Id)]);

        async Task<List<RecalculationTarget>> TargetsAsync(IndicatorDefinition definition)
        {
            var state = _states.GetValueOrDefault(definition.Id);
            RefuseSilentChange(definition, state);
            // At the first release the changes are all there is.
            if (release > 1 && state?.Hash != definition.Hash)
            {
                return await WholeAsync(definition, release, cancellationToken);
            }

            return touches(definition)
                ? RecalculationPlan.For(definition, keys, changes ??= await ingestion.ChangesAsync(release, cancellationToken))
                : [];
        }

        async Task OrHoldAsync(IndicatorDefinition definition, Func<Task> act)
        {
            try
            {
                await act();
            }
            catch (Exception failure) when (Hold.IsFor(failure))
            {
                log.LogError(failure, "Release {Release}: {Indicator} is held", release, definition.Id);
                definitions.Remove(definition);
                _holds[definition.Id] = database.Hold(
                    _holds.GetValueOrDefault(definition.Id), definition.Id, release, at,
                    $"{definition.Id} could not be computed at release {release}: {failure.Message}");
            }
        }
    }

    /// <summary>All input columns in one reading; null if the answer is not what it should be, so that each indicator has to read its own.</summary>
    private async Task<InputColumns?> ReadAsync(HashSet<ColumnKey> inputs, long release, CancellationToken cancellationToken)
    {
        try
        {
            return new InputColumns(await ingestion.ColumnsAsync(inputs, release, cancellationToken));
        }
        catch (Exception malformed) when (Hold.IsFor(malformed))
        {
            return null;
        }
    }

    private IEnumerable<ColumnKey> InputsOf(IndicatorDefinition definition, List<RecalculationTarget> targets)
    {
        var computation = new IndicatorComputation(definition, keys);
        return targets.SelectMany(t => computation.InputsOf(t.Division, t.Period)).Distinct();
    }

    private static void RefuseSilentChange(IndicatorDefinition definition, IndicatorState? state)
    {
        if (state is not null && state.Version >= definition.Version && state.Hash != definition.Hash)
        {
            throw new InvalidDataException(
                $"the definition was changed without a new version; give it version {state.Version + 1}, or take the change back");
        }
    }

    private async Task<List<RecalculationTarget>> WholeAsync(IndicatorDefinition definition, long release, CancellationToken cancellationToken)
    {
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

    private async Task ComputedAsync(IndicatorDefinition definition, long release, CancellationToken cancellationToken)
    {
        var state = _states.GetValueOrDefault(definition.Id);
        if (state?.Hash == definition.Hash)
        {
            return;
        }

        if (state is null)
        {
            state = new IndicatorState { Indicator = definition.Id, Version = definition.Version, Hash = definition.Hash, SinceRelease = release };
            _states.Add(definition.Id, state);
            database.States.Add(state);
        }
        else
        {
            (state.Version, state.Hash, state.SinceRelease) = (definition.Version, definition.Hash, release);
        }

        if (await database.Definitions.FindAsync([definition.Id, definition.Version], cancellationToken) is null)
        {
            database.Definitions.Add(new KeptIndicator
            {
                Indicator = definition.Id,
                Version = definition.Version,
                Hash = definition.Hash,
                Text = definition.Text,
                SinceRelease = release,
            });
        }
    }
}

/// <summary>What recomputing gave.</summary>
/// <param name="Deltas">What the release changed, in key order.</param>
/// <param name="Computed">Indicators of which something was computed.</param>
/// <param name="Held">Indicators that are held, in id order.</param>
internal sealed record RecalculationOutcome(
    IReadOnlyList<ColumnDelta> Deltas, IReadOnlyList<string> Computed, IReadOnlyList<HeldIndicator> Held)
{
    /// <summary>A sentence for a release after which no value differs.</summary>
    public string WhyUnchanged(ReleaseIngested message) =>
        Computed.Count > 0 ? $"The values of {string.Join(", ", Computed)} are the same as before."
        : message.Changes.Count == 0 ? $"Release {message.Release} changed no measure of {message.Register}."
        : Held.Count > 0 ? $"Release {message.Release} changed {message.Register}, but the indicators that read it are held."
        : $"No indicator reads what release {message.Release} changed in {message.Register}.";
}
