using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Publishing.Publications;

/// <summary>What Publishing reads from Classification.</summary>
internal sealed class ClassificationReads(IHttpClientFactory clients)
{
    public const string Client = "Classification";

    public async Task<IReadOnlyList<MethodInfo>> MethodsAsync(CancellationToken cancellationToken) =>
        await GetAsync<List<MethodInfo>>("methods", cancellationToken);

    /// <summary>A whole column of a method's results as of a release.</summary>
    public Task<ClassificationColumn> ResultsAsync(
        string method, long release, string division, string period, CancellationToken cancellationToken) =>
        GetAsync<ClassificationColumn>(
            $"results/{Uri.EscapeDataString(method)}?release={release}&division={Uri.EscapeDataString(division)}&period={Uri.EscapeDataString(period)}",
            cancellationToken);

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        await clients.CreateClient(Client).GetFromJsonAsync<T>(path, WireJson.Options, cancellationToken)
            ?? throw new InvalidDataException($"Classification answered {path} with nothing.");
}
