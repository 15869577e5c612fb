using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Console.Running;

/// <summary>Reads the public API of a run, as its operator.</summary>
internal sealed class PublishingApi : IDisposable
{
    private readonly HttpClient _http;

    public PublishingApi(int port, string operatorKeyFile, TimeSpan? longest = null)
    {
        _http = new HttpClient { BaseAddress = new Uri(LocalSystem.Address(port)), Timeout = longest ?? TimeSpan.FromSeconds(15) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(operatorKeyFile).Trim());
    }

    public async Task<IReadOnlyList<RegisterStatus>> RegistersAsync(CancellationToken cancellationToken)
    {
        var list = await _http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/registers/status", UriKind.Relative), cancellationToken);
        return (list.ValueKind == JsonValueKind.Object ? list.GetProperty("items") : list).Deserialize<RegisterStatus[]>(WireJson.Options)!;
    }

    /// <summary>An answer, or null where there is none of this name.</summary>
    /// <exception cref="HttpRequestException">No answer, or not one of success.</exception>
    public async Task<T?> FindAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return answer.StatusCode == HttpStatusCode.NotFound
            ? null
            : await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<T>(WireJson.Options, cancellationToken);
    }

    /// <summary>What an act that needs no body answers.</summary>
    /// <exception cref="HttpRequestException">No answer, or not one of success.</exception>
    public async Task<T> PostAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), null, cancellationToken);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<T>(WireJson.Options, cancellationToken))!;
    }

    public void Dispose() => _http.Dispose();
}
