using System.Net.Http.Json;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.ServiceDefaults.Columns;

/// <summary>Reads another service's columns; the counterpart of <see cref="ColumnEndpoints"/>.</summary>
public static class ColumnClient
{
    /// <summary>The columns that the service has of those asked for, as of a release.</summary>
    public static async Task<IReadOnlyDictionary<ColumnKey, AreaColumn>> ReadColumnsAsync(
        this HttpClient service, IReadOnlyCollection<ColumnKey> keys, long asOf, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return new Dictionary<ColumnKey, AreaColumn>();
        }

        var request = new ColumnsRequest(asOf, [.. keys.Select(k => new ColumnName(k.Series, k.Division, k.Period))]);
        using var response = await service.PostAsJsonAsync("columns/read", request, WireJson.Options, cancellationToken);
        response.EnsureSuccessStatusCode();
        var columns = await response.Content.ReadFromJsonAsync<List<AreaColumn>>(WireJson.Options, cancellationToken) ?? [];
        if (columns.Any(c => c is not { Series: not null, Division: not null, Period: not null }))
        {
            throw new InvalidDataException($"{service.BaseAddress} answered with a column that has no name.");
        }

        return columns.ToDictionary(c => new ColumnKey(c.Series, c.Division, c.Period));
    }

    /// <summary>The keys of a series, or of all series if null, that have figures as of a release.</summary>
    public static async Task<IReadOnlyList<ColumnKey>> ReadKeysAsync(
        this HttpClient service, string? series, long asOf, CancellationToken cancellationToken)
    {
        var path = $"columns/keys?series={Uri.EscapeDataString(series ?? "")}&asOf={asOf}";
        var keys = await service.GetFromJsonAsync<List<ColumnName>>(path, WireJson.Options, cancellationToken) ?? [];
        return [.. keys.Select(k => new ColumnKey(k.Series, k.Division, k.Period))];
    }
}
