using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Indicators.Recalculating;

/// <summary>What Indicators reads from Ingestion.</summary>
internal sealed class IngestionClient(IHttpClientFactory clients)
{
    public const string Name = "Ingestion";

    public async Task<ReleaseChanges> ChangesAsync(long release, CancellationToken cancellationToken) =>
        await Client.GetFromJsonAsync<ReleaseChanges>($"releases/{release}/changes", WireJson.Options, cancellationToken)
        ?? throw new InvalidDataException($"Ingestion answered nothing about the changes of release {release}.");

    public Task<IReadOnlyDictionary<ColumnKey, AreaColumn>> ColumnsAsync(
        IReadOnlyCollection<ColumnKey> keys, long asOf, CancellationToken cancellationToken) =>
        Client.ReadColumnsAsync(keys, asOf, cancellationToken);

    public Task<IReadOnlyList<ColumnKey>> KeysAsync(string series, long asOf, CancellationToken cancellationToken) =>
        Client.ReadKeysAsync(series, asOf, cancellationToken);

    private HttpClient Client => clients.CreateClient(Name);
}
