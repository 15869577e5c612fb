using Microsoft.AspNetCore.Http.HttpResults;
using Utanforskap.Classification.Classifying;
using Utanforskap.Classification.Explaining;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Recomputing;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Classification.Results;

/// <summary>What other services read of Classification, beside the columns.</summary>
internal static class ResultEndpoints
{
    /// <summary>
    /// <c>GET /methods</c>; <c>GET /results/{method}?release=&amp;division=&amp;period=</c> (whole column as of the release); <c>GET /recomputations/{method}?…</c> (the same, computed again
    /// from its lineage); <c>POST /explanations</c>.
    /// </summary>
    public static IEndpointRouteBuilder MapResults(this IEndpointRouteBuilder app)
    {
        app.MapGet("/methods", (MethodCatalogue methods) => methods.All.Select(m => m.ToInfo()));
        app.MapGet("/results/{method}", ReadAsync);
        app.MapGet("/recomputations/{method}", RecomputeAsync);
        app.MapPost("/explanations", ExplainAsync);
        return app;
    }

    private static async Task<Results<Ok<ClassificationColumn>, ProblemHttpResult>> ReadAsync(
        string method, long release, string division, string period, ResultReader results, CancellationToken cancellationToken) =>
        await results.ReadAsync(new ResultSeries(method, division, period), release, cancellationToken) is { } column
            ? TypedResults.Ok(column)
            : None(method, division, period, release);

    private static async Task<Results<Ok<ClassificationColumn>, ProblemHttpResult>> RecomputeAsync(
        string method, long release, string division, string period, Recomputation recomputation, CancellationToken cancellationToken)
    {
        try
        {
            return await recomputation.RunAsync(new ResultSeries(method, division, period), release, cancellationToken) is { } column
                ? TypedResults.Ok(column)
                : None(method, division, period, release);
        }
        catch (Exception wrong) when (wrong is RefusedResultException or InvalidDataException)
        {
            return TypedResults.Problem(wrong.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static async Task<Results<Ok<Explanation>, ProblemHttpResult>> ExplainAsync(
        ExplanationRequest request, ResultExplanation explanation, CancellationToken cancellationToken)
    {
        if (request is not { Method: not null, Before: { Division: not null, Period: not null }, After: { Division: not null, Period: not null } })
        {
            return TypedResults.Problem("A request names a method and two results, each with division, period and release.", statusCode: StatusCodes.Status400BadRequest);
        }

        return await explanation.RunAsync(request, cancellationToken) is { } found
            ? TypedResults.Ok(found)
            : TypedResults.Problem($"{request.Method} has no such results.", statusCode: StatusCodes.Status404NotFound);
    }

    private static ProblemHttpResult None(string method, string division, string period, long release) => TypedResults.Problem(
        $"{method} has no results for {division} {period} as of release {release}.", statusCode: StatusCodes.Status404NotFound);
}
