using Microsoft.AspNetCore.Http.HttpResults;
using Utanforskap.Classification.Methods;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Classification.Results;

/// <summary>What other services read of Classification, beside the columns.</summary>
internal static class ResultEndpoints
{
    /// <summary><c>GET /methods</c>, <c>GET /results/{method}?release=&amp;division=&amp;period=</c> (whole column as of the release).</summary>
    public static IEndpointRouteBuilder MapResults(this IEndpointRouteBuilder app)
    {
        app.MapGet("/methods", (MethodCatalogue methods) => methods.All.Select(m => m.ToInfo()));
        app.MapGet("/results/{method}", ReadAsync);
        return app;
    }

    private static async Task<Results<Ok<ClassificationColumn>, ProblemHttpResult>> ReadAsync(
        string method, long release, string division, string period, ResultReader results, CancellationToken cancellationToken)
    {
        var column = await results.ReadAsync(new ResultSeries(method, division, period), release, cancellationToken);
        return column is not null
            ? TypedResults.Ok(column)
            : TypedResults.Problem(
                $"{method} has no results for {division} {period} as of release {release}.", statusCode: StatusCodes.Status404NotFound);
    }
}
