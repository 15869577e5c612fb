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

    public Task<IReadOnlyList<ColumnKey>> KeysAsync(string indicator, long asOf, CancellationToken cancellationToken) =>
        clients.CreateClient(Name).ReadKeysAsync(indicator, asOf, cancellationToken);
}
