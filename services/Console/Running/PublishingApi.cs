using System.Net;
using System.Net.Http.Headers;
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
/// <param name="Refusal">Id of what was refused last, if that is what stands at the source now.</param>
internal sealed record RegisterStatus(string Register, string Table, DateTimeOffset? LastReadAt, DateTimeOffset? LastSeenUpdated, string? LastOutcome, long? Release, string? Refusal);

/// <summary>Reads the public API of a run, as its operator.</summary>
internal sealed class PublishingApi : IDisposable
{
    private readonly HttpClient _http;

    public PublishingApi(int port, string operatorKeyFile)
    {
        _http = new HttpClient { BaseAddress = new Uri(LocalSystem.Address(port)), Timeout = TimeSpan.FromSeconds(15) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(operatorKeyFile).Trim());
    }

    public async Task<IReadOnlyList<RegisterStatus>> RegistersAsync(CancellationToken cancellationToken)
    {
        var list = await _http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/registers/status", UriKind.Relative), cancellationToken);
        return (list.ValueKind == JsonValueKind.Object ? list.GetProperty("items") : list).Deserialize<RegisterStatus[]>(WireJson.Options)!;
    }

    /// <summary>An answer, or null where there is none of this name.</summary>
    /// <exception cref="HttpRequestException">No answer, or not one of success.</exception>
    public async Task<JsonElement?> FindAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return answer.StatusCode == HttpStatusCode.NotFound
            ? null
            : await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    public void Dispose() => _http.Dispose();
}
