using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.ServiceDefaults.Columns;

/// <summary>How a service's columns are read by other services: the same paths and shapes in Ingestion, Indicators and Classification.</summary>
public static class ColumnEndpoints
{
    /// <summary>More columns than this in one request are a mistake.</summary>
    private const int MostKeys = 10_000;

    /// <summary><c>POST /columns/read</c> and <c>GET /columns/keys?series=&amp;asOf=</c>.</summary>
    public static IEndpointRouteBuilder MapColumns(this IEndpointRouteBuilder app)
    {
        app.MapPost("/columns/read", ReadAsync);
        app.MapGet("/columns/keys", KeysAsync);
        return app;
    }

    private static async Task<Results<Ok<IEnumerable<AreaColumn>>, ProblemHttpResult>> ReadAsync(
        ColumnsRequest request, IColumnStore store, CancellationToken cancellationToken)
    {
        if (request.Keys is null || request.Keys.Count > MostKeys || request.Keys.Any(k => k is not { Series: not null, Division: not null, Period: not null }))
        {
            return TypedResults.Problem($"A request names at most {MostKeys} columns, each with series, division and period.", statusCode: 400);
        }

        ColumnKey[] keys = [.. request.Keys.Select(k => new ColumnKey(k.Series, k.Division, k.Period)).Distinct()];
        var columns = await store.ReadManyAsync(keys, request.AsOf, cancellationToken);
        return TypedResults.Ok(columns.OrderBy(c => c.Key).Select(c => c.Value.ToWire(c.Key)));
    }

    private static async Task<Ok<IEnumerable<ColumnName>>> KeysAsync(
        string? series, long? asOf, IColumnStore store, CancellationToken cancellationToken)
    {
        var keys = await store.KeysAsync(string.IsNullOrEmpty(series) ? null : series, asOf ?? long.MaxValue, cancellationToken);
        return TypedResults.Ok(keys.Select(k => new ColumnName(k.Series, k.Division, k.Period)));
    }
}
