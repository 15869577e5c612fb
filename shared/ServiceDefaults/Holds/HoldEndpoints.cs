using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.ServiceDefaults.Holds;

/// <summary>What an operator sees of a service's holds and can do about them.</summary>
public static class HoldEndpoints
{
    /// <summary><c>GET /holds</c>, <c>POST /holds/{id}/retry</c>.</summary>
    /// <param name="app">Where they are mapped.</param>
    /// <param name="path">Their path, where it is another one.</param>
    public static IEndpointRouteBuilder MapHolds<TContext>(this IEndpointRouteBuilder app, string path = "/holds")
        where TContext : DbContext
    {
        app.MapGet(path, async (HttpContext http, CancellationToken cancellationToken) => new Page<Hold>(
            await Database<TContext>(http).Set<Hold>().AsNoTracking().OrderBy(h => h.Id).ToListAsync(cancellationToken), null))
            .WithSummary("What is held until an operator acts: since which release, and why");
        app.MapPost(path + "/{id}/retry", (string id, HttpContext http) => RetryAsync(id, Database<TContext>(http), http.RequestAborted))
            .WithSummary("Let it be tried again with the next release");
        return app;
    }

    /// <summary>Releases are handled one after the other, so the new attempt is made when the next one comes.</summary>
    private static async Task<Results<Accepted, ProblemHttpResult>> RetryAsync(
        string id, DbContext database, CancellationToken cancellationToken)
    {
        var asked = await database.Set<Hold>().Where(h => h.Id == id)
            .ExecuteUpdateAsync(h => h.SetProperty(x => x.RetryAsked, true), cancellationToken);
        return asked > 0
            ? TypedResults.Accepted("/holds")
            : TypedResults.Problem($"{id} is not held.", statusCode: StatusCodes.Status404NotFound);
    }

    private static DbContext Database<TContext>(HttpContext http)
        where TContext : DbContext => http.RequestServices.GetRequiredService<TContext>();
}
