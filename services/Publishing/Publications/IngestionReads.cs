using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Publishing.Publications;

/// <summary>What Publishing reads from Ingestion to publish.</summary>
internal sealed class IngestionReads(IHttpClientFactory clients)
{
    public const string Client = "Ingestion";

    /// <summary>The names of a division's areas as of a release.</summary>
    public async Task<IReadOnlyList<NamedArea>> NamesAsync(string division, long release, CancellationToken cancellationToken) =>
        await clients.CreateClient(Client).GetFromJsonAsync<List<NamedArea>>(
            $"areas?division={Uri.EscapeDataString(division)}&asOf={release}", WireJson.Options, cancellationToken) ?? [];
}
