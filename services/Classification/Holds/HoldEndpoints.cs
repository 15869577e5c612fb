using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Classification.Reclassifying;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Classification.Holds;

/// <summary>What an operator sees of held methods and can do about them.</summary>
internal static class HoldEndpoints
{
    /// <summary><c>GET /holds</c>, <c>POST /holds/{method}/retry</c>.</summary>
    public static IEndpointRouteBuilder MapHolds(this IEndpointRouteBuilder app)
    {
        app.MapGet("/holds", async (ClassificationDb database, CancellationToken cancellationToken) => new Page<MethodHold>(
            await database.Holds.AsNoTracking().OrderBy(h => h.Method).ToListAsync(cancellationToken), null));
        app.MapPost("/holds/{method}/retry", RetryAsync);
        return app;
    }

    /// <summary>Results belong to a release, and each release is ended once, so the new attempt is part of the next release.</summary>
    private static async Task<Results<Accepted, ProblemHttpResult>> RetryAsync(
        string method, ClassificationDb database, CancellationToken cancellationToken)
    {
        var asked = await database.Holds.Where(h => h.Method == method)
            .ExecuteUpdateAsync(h => h.SetProperty(x => x.RetryAsked, true), cancellationToken);
        return asked > 0
            ? TypedResults.Accepted("/holds")
            : TypedResults.Problem($"{method} is not held.", statusCode: StatusCodes.Status404NotFound);
    }
}
