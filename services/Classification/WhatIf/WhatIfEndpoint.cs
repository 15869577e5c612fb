using Microsoft.AspNetCore.Http.HttpResults;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Classification.WhatIf;

/// <summary><c>POST /what-if</c>.</summary>
internal static class WhatIfEndpoint
{
    /// <summary>A method over the figures of a release, as it is and as it would be (<see cref="WhatIfRequest"/>).</summary>
    public static IEndpointRouteBuilder MapWhatIf(this IEndpointRouteBuilder app)
    {
        app.MapPost("/what-if", RunAsync);
        return app;
    }

    private static async Task<Results<Ok<WhatIfAnswer>, ProblemHttpResult>> RunAsync(
        WhatIfRequest request, WhatIfComputation computation, CancellationToken cancellationToken)
    {
        if (request is not { Method: not null, Division: not null, Period: not null })
        {
            return TypedResults.Problem("A request names a method, a division, a period and a release.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            return await computation.RunAsync(request, cancellationToken) is { } answer
                ? TypedResults.Ok(answer)
                : TypedResults.Problem(
                    $"{request.Method} has no results for {request.Division} {request.Period} as of release {request.Release}.", statusCode: StatusCodes.Status404NotFound);
        }
        catch (WhatIfProblem problem)
        {
            return TypedResults.Problem(problem.Message, statusCode: StatusCodes.Status422UnprocessableEntity, title: "This cannot be tried.", extensions: More(problem));
        }
    }

    private static Dictionary<string, object?> More(WhatIfProblem problem)
    {
        var more = new Dictionary<string, object?>();
        if (problem.Parameter is not null)
        {
            more["parameter"] = problem.Parameter;
        }

        if (problem.Allowed is not null)
        {
            more["allowed"] = problem.Allowed;
        }

        if (problem.Mistakes is not null)
        {
            more["mistakes"] = problem.Mistakes.Select(m => new { m.Line, m.Column, m.Message }).ToList();
        }

        return more;
    }
}
