using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Indicators.Holds;

/// <summary>What an operator sees of held indicators and can do about them.</summary>
internal static class HoldEndpoints
{
    /// <summary><c>GET /holds</c>, <c>POST /holds/{indicator}/retry</c>.</summary>
    public static IEndpointRouteBuilder MapHolds(this IEndpointRouteBuilder app)
    {
        app.MapGet("/holds", async (IndicatorsDb database, CancellationToken cancellationToken) => new Page<IndicatorHold>(
            await database.Holds.AsNoTracking().OrderBy(h => h.Indicator).ToListAsync(cancellationToken), null));
        app.MapPost("/holds/{indicator}/retry", RetryAsync);
        return app;
    }

    /// <summary>Results belong to a release, and each release is ended once, so the new attempt is part of the next release.</summary>
    private static async Task<Results<Accepted, ProblemHttpResult>> RetryAsync(
        string indicator, IndicatorsDb database, CancellationToken cancellationToken)
    {
        var asked = await database.Holds.Where(h => h.Indicator == indicator)
            .ExecuteUpdateAsync(h => h.SetProperty(x => x.RetryAsked, true), cancellationToken);
        return asked > 0
            ? TypedResults.Accepted("/holds")
            : TypedResults.Problem($"{indicator} is not held.", statusCode: StatusCodes.Status404NotFound);
    }
}
