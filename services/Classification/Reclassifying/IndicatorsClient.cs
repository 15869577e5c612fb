using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>What Classification reads from Indicators.</summary>
internal sealed class IndicatorsClient(IHttpClientFactory clients)
{
    public const string Name = "Indicators";

    public Task<IReadOnlyDictionary<ColumnKey, AreaColumn>> ColumnsAsync(
        IReadOnlyCollection<ColumnKey> keys, long asOf, CancellationToken cancellationToken) =>
        clients.CreateClient(Name).ReadColumnsAsync(keys, asOf, cancellationToken);

    /// <summary>What a release that Indicators has ended means there now.</summary>
    public async Task<RecalculatedRelease> ReleaseAsync(long release, CancellationToken cancellationToken) =>
        await clients.CreateClient(Name).GetFromJsonAsync<RecalculatedRelease>($"releases/{release}", WireJson.Options, cancellationToken)
            is { RunId: not null, Changes: not null } answer
            ? answer
            : throw new InvalidDataException($"Indicators answered nothing about release {release}.");

    public Task<IReadOnlyList<ColumnKey>> KeysAsync(string indicator, long asOf, CancellationToken cancellationToken) =>
        clients.CreateClient(Name).ReadKeysAsync(indicator, asOf, cancellationToken);
}
