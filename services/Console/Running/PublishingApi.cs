using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Utanforskap.Contracts;

namespace Utanforskap.Console.Running;

/// <summary>How far Ingestion has come with a register.</summary>
/// <param name="Register">The register's id.</param>
/// <param name="Table">The source's table.</param>
/// <param name="LastReadAt">When the source was last read.</param>
/// <param name="LastSeenUpdated">The source's own time of what was read last.</param>
/// <param name="LastOutcome">accepted, refused or unchanged; null before the first read.</param>
/// <param name="Release">Number of the register's newest accepted release.</param>
internal sealed record RegisterStatus(string Register, string Table, DateTimeOffset? LastReadAt, DateTimeOffset? LastSeenUpdated, string? LastOutcome, long? Release);

/// <summary>Reads the public API of a run.</summary>
internal sealed class PublishingApi(int port) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(LocalSystem.Address(port)), Timeout = TimeSpan.FromSeconds(15) };

    public async Task<IReadOnlyList<RegisterStatus>> RegistersAsync(CancellationToken cancellationToken) =>
        Items(await GetAsync("/api/v1/registers/status", cancellationToken)).Select(item => item.Deserialize<RegisterStatus>(WireJson.Options)!).ToList();

    /// <summary>An answer, or null where there is none of this name.</summary>
    /// <exception cref="HttpRequestException">No answer, or not one of success.</exception>
    public async Task<JsonElement?> FindAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return answer.StatusCode == HttpStatusCode.NotFound
            ? null
            : await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), cancellationToken);

    /// <summary>The elements of a list, with or without its envelope.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement list) =>
        list.ValueKind == JsonValueKind.Object ? list.GetProperty("items").EnumerateArray() : list.EnumerateArray();

    public void Dispose() => _http.Dispose();
}
