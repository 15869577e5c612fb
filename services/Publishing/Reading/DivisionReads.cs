using System.Net;
using Microsoft.Extensions.Caching.Memory;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Reading;

/// <summary>Reads borders and changes of division from Ingestion. What was known at a release never changes, so it is kept for a while.</summary>
internal sealed class DivisionReads(IHttpClientFactory clients, IMemoryCache cache)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>The divisions whose borders were known at a release.</summary>
    public async Task<IReadOnlyList<KnownBoundaries>> BoundariesAsync(long release, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(("boundaries", release), out IReadOnlyList<KnownBoundaries>? known))
        {
            return known!;
        }

        known = await Client.GetFromJsonAsync<List<KnownBoundaries>>($"boundaries?asOf={release}", WireJson.Options, cancellationToken) ?? [];
        return cache.Set(("boundaries", release), known, new MemoryCacheEntryOptions { SlidingExpiration = Kept });
    }

    /// <summary>The borders of a division that were known at a release, or null.</summary>
    public async Task<KnownBoundaries?> FindAsync(string division, long release, CancellationToken cancellationToken) =>
        (await BoundariesAsync(release, cancellationToken)).FirstOrDefault(b => b.Division == division);

    /// <summary>What became of each area from one division to another, as known at a release; null while the borders of either are not known.</summary>
    public async Task<DivisionChangeRecord?> ChangeAsync(string from, string to, long release, CancellationToken cancellationToken)
    {
        var (before, after) = (await FindAsync(from, release, cancellationToken), await FindAsync(to, release, cancellationToken));
        if (before is null || after is null)
        {
            return null;
        }

        // Named by the releases of the borders: those hold for many releases of figures.
        var key = ("change", before.Release, after.Release);
        if (cache.TryGetValue(key, out DivisionChangeRecord? change))
        {
            return change;
        }

        using var response = await Client.GetAsync(
            $"divisions/{from}/changes/{to}?asOf={Math.Max(before.Release, after.Release)}", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        change = await response.Content.ReadFromJsonAsync<DivisionChangeRecord>(WireJson.Options, cancellationToken);
        return cache.Set(key, change, new MemoryCacheEntryOptions { SlidingExpiration = Kept });
    }

    private HttpClient Client => clients.CreateClient(IngestionReads.Client);
}
