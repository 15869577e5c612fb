using System.Collections.Concurrent;
using Utanforskap.Geography.Changes;

namespace Utanforskap.Ingestion.Boundaries;

/// <summary>
/// Changes of division, computed from the borders of two releases when they are first asked for and kept in memory: releases do not change, so neither
/// does what is computed from them. Safe for several threads.
/// </summary>
internal sealed class DivisionChanges(IServiceScopeFactory scopes)
{
    private const int MostKept = 12;
    private readonly ConcurrentDictionary<(string From, string To), Lazy<Task<DivisionChange>>> _kept = new();

    /// <summary>The change between the borders of two releases.</summary>
    public async Task<DivisionChange> BetweenAsync(string fromRelease, string toRelease)
    {
        if (_kept.Count >= MostKept && !_kept.ContainsKey((fromRelease, toRelease)))
        {
            _kept.Clear();
        }

        var change = _kept.GetOrAdd((fromRelease, toRelease), key => new(() => Task.Run(() => ComputeAsync(key.From, key.To))));
        try
        {
            return await change.Value;
        }
        catch
        {
            _kept.TryRemove(KeyValuePair.Create((fromRelease, toRelease), change));
            throw;
        }
    }

    // Not the caller's to stop: others may wait for the same.
    private async Task<DivisionChange> ComputeAsync(string fromRelease, string toRelease)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<BoundaryStore>();
        var before = await store.ReadAsync(fromRelease, CancellationToken.None);
        var after = await store.ReadAsync(toRelease, CancellationToken.None);
        return BorderComparison.Between(before.Division, before.Areas, after.Division, after.Areas);
    }
}
