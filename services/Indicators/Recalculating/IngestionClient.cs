using System.Text.Json;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Geography.Changes;
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

    /// <summary>The change between two divisions as known at a release; null while the borders of either are not known.</summary>
    public async Task<DivisionChange?> ChangeAsync(Division from, Division to, long asOf, CancellationToken cancellationToken)
    {
        using var response = await Client.GetAsync($"divisions/{from.Id}/changes/{to.Id}?asOf={asOf}", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        var change = await response.Content.ReadFromJsonAsync<DivisionChangeRecord>(WireJson.Options, cancellationToken)
            ?? throw new InvalidDataException($"Ingestion answered nothing about the change from {from} to {to}.");
        return new DivisionChange(from, to, change.Before.Select(RelationOf), change.After.Select(RelationOf));
    }

    private static AreaRelation RelationOf(AreaRelationRecord area) => new(
        area.Code,
        area.Name,
        Enum.GetValues<RelationKind>().First(k => JsonNamingPolicy.KebabCaseLower.ConvertName(k.ToString()) == area.Kind),
        [.. area.Others.Select(o => new Overlap(o.Code, o.Share, o.ShareOfOther))]);

    private HttpClient Client => clients.CreateClient(Name);
}
