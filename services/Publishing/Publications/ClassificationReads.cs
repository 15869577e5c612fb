using System.Net;
using Microsoft.AspNetCore.Mvc;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Publishing.Publications;

/// <summary>What Publishing reads from Classification.</summary>
internal sealed class ClassificationReads(IHttpClientFactory clients)
{
    public const string Client = "Classification";

    public async Task<IReadOnlyList<MethodInfo>> MethodsAsync(CancellationToken cancellationToken) =>
        await GetAsync<List<MethodInfo>>("methods", cancellationToken);

    /// <summary>Every (division, period) in which a method has results as of a release.</summary>
    public async Task<IReadOnlyList<ClassifiedColumn>> ColumnsAsync(string method, long release, CancellationToken cancellationToken) =>
        [
            .. (await clients.CreateClient(Client).ReadKeysAsync(null, release, cancellationToken)).Where(k => k.Series.StartsWith($"{method}/", StringComparison.Ordinal))
                .Select(k => (k.Division, k.Period)).Distinct().Select(k => new ClassifiedColumn(k.Division, k.Period, 0, 0, false)),
        ];

    /// <summary>A whole column of a method's results as of a release.</summary>
    public Task<ClassificationColumn> ResultsAsync(
        string method, long release, string division, string period, CancellationToken cancellationToken) =>
        GetAsync<ClassificationColumn>(
            $"results/{Uri.EscapeDataString(method)}?release={release}&division={Uri.EscapeDataString(division)}&period={Uri.EscapeDataString(period)}",
            cancellationToken);

    /// <summary>The same column computed again from its lineage; a sentence where that cannot be done.</summary>
    public async Task<(ClassificationColumn? Column, string? Problem)> RecomputeAsync(
        string method, long release, string division, string period, CancellationToken cancellationToken)
    {
        using var response = await clients.CreateClient(Client).GetAsync(new Uri(
            $"recomputations/{Uri.EscapeDataString(method)}?release={release}&division={Uri.EscapeDataString(division)}&period={Uri.EscapeDataString(period)}",
            UriKind.Relative), cancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity)
        {
            var problem = await response.Content.ReadFromJsonAsync<ProblemDetails>(WireJson.Options, cancellationToken);
            return (null, problem?.Detail ?? "Classification cannot compute it again.");
        }

        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<ClassificationColumn>(WireJson.Options, cancellationToken), null);
    }

    /// <summary>Why one result differs from another; a result that Classification does not have any more is not explained.</summary>
    public async Task<Explanation> ExplainAsync(ExplanationRequest request, CancellationToken cancellationToken)
    {
        using var response = await clients.CreateClient(Client).PostAsJsonAsync("explanations", request, WireJson.Options, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return new Explanation([], [], [], "One of the two results is not known any more.");
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<Explanation>(WireJson.Options, cancellationToken)
            ?? throw new InvalidDataException("Classification answered explanations with nothing.");
    }

    // That it has no such results, or refuses the question, does not pass by itself: the method is held, as for an answer that cannot be read.
    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var response = await clients.CreateClient(Client).GetAsync(path, cancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
        {
            throw new InvalidDataException($"Classification answered {path} with {(int)response.StatusCode}.");
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<T>(WireJson.Options, cancellationToken)
            ?? throw new InvalidDataException($"Classification answered {path} with nothing.");
    }
}
