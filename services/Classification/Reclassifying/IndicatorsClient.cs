using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>What Classification reads from Indicators. What is known as of a release is read once for all methods of a scope.</summary>
internal sealed class IndicatorsClient(IHttpClientFactory clients)
{
    public const string Name = "Indicators";

    private readonly Dictionary<long, KnownIndicators> _known = [];

    public async Task<IReadOnlyDictionary<ColumnKey, Column>> ColumnsAsync(
        IReadOnlyCollection<ColumnKey> keys, long asOf, CancellationToken cancellationToken)
    {
        var read = await clients.CreateClient(Name).ReadColumnsAsync([.. keys.Distinct()], asOf, cancellationToken);
        return read.ToDictionary(c => c.Key, c => Column.FromWire(c.Value).Column);
    }

    /// <summary>What a release that Indicators has ended means there now.</summary>
    public async Task<RecalculatedRelease> ReleaseAsync(long release, CancellationToken cancellationToken) =>
        await clients.CreateClient(Name).GetFromJsonAsync<RecalculatedRelease>($"releases/{release}", WireJson.Options, cancellationToken)
            is { RunId: not null, Changes: not null } answer
            ? answer
            : throw new InvalidDataException($"Indicators answered nothing about release {release}.");

    /// <summary>The columns that have figures as of a release, and the versions of the definitions that they come from.</summary>
    public async Task<KnownIndicators> KnownAsync(long asOf, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(asOf, out var known))
        {
            var keys = await clients.CreateClient(Name).ReadKeysAsync(null, asOf, cancellationToken);
            var versions = await clients.CreateClient(Name).GetFromJsonAsync<Dictionary<string, int>>($"indicators/versions?asOf={asOf}", WireJson.Options, cancellationToken);
            _known[asOf] = known = new KnownIndicators(keys, versions ?? throw new InvalidDataException("Indicators answered nothing about its versions."));
        }

        return known;
    }
}
