using System.Net;
using Microsoft.AspNetCore.Mvc;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Reading;

namespace Utanforskap.Publishing.Verifying;

/// <summary>What verifying asks Indicators.</summary>
internal sealed class IndicatorReads(IHttpClientFactory clients)
{
    /// <summary>Has columns computed again as of a release.</summary>
    public async Task<VerifiedIndicators> RecomputeAsync(long release, IReadOnlyList<ColumnName> columns, CancellationToken cancellationToken)
    {
        using var response = await clients.CreateClient(Indicators.Client)
            .PostAsJsonAsync("recomputations", new ColumnsRequest(release, columns), WireJson.Options, cancellationToken);
        if (response.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest)
        {
            var problem = await response.Content.ReadFromJsonAsync<ProblemDetails>(WireJson.Options, cancellationToken);
            return new VerifiedIndicators(release, columns.Count, [], problem?.Detail ?? "Indicators cannot compute them again.");
        }

        response.EnsureSuccessStatusCode();
        var differing = await response.Content.ReadFromJsonAsync<List<RecomputedDifference>>(WireJson.Options, cancellationToken);
        return new VerifiedIndicators(release, columns.Count, differing ?? [], null);
    }
}
