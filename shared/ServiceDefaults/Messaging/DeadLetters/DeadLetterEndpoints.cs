using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Utanforskap.ServiceDefaults.Messaging.DeadLetters;

namespace Utanforskap.ServiceDefaults.Messaging;

public static class DeadLetterEndpoints
{
    private const int Most = 500;

    /// <summary>
    /// Dead letters for operators: GET /dead-letters?after=&amp;limit=, POST /dead-letters/{id}/retry, and POST /dead-letters/{id}/discard with
    /// <c>{"reason": "…"}</c>. The acts are kept with the actor (header X-Actor).
    /// </summary>
    /// <param name="app">Where the paths are added.</param>
    /// <param name="path">Another path than /dead-letters, for a service with a public address.</param>
    public static IEndpointRouteBuilder MapDeadLetters<TContext>(this IEndpointRouteBuilder app, string path = "/dead-letters")
        where TContext : DbContext
    {
        var letters = app.MapGroup(path).WithTags("Operations");
        letters.MapGet("", ListAsync);
        letters.MapPost("{id}/retry", async (string id, DeadLetterBox box, HttpContext http) =>
            Guid.TryParse(id, out var known) ? Told(id, await box.RetryAsync(known, Actor(http), http.RequestAborted)) : Unknown(id));
        letters.MapPost("{id}/discard", DiscardAsync);
        return app;
    }

    private static async Task<Results<Ok<DeadLetterPage>, ProblemHttpResult>> ListAsync(
        DeadLetterBox box, CancellationToken cancellationToken, string? after = null, int limit = 100)
    {
        if (limit is < 1 or > Most)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest, title: $"limit is from 1 to {Most}.");
        }

        return (after is null ? DeadLetterPosition.StartOf(DeadLetter.Outbox) : DeadLetterPosition.Parse(after)) is { } position
            ? TypedResults.Ok(await box.ListAsync(position, limit, cancellationToken))
            : TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest, title: "after is the next of the page before.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DiscardAsync(string id, DiscardRequest? request, DeadLetterBox box, HttpContext http) =>
        !Guid.TryParse(id, out var known) ? Unknown(id)
            : request?.Reason is { } reason && !string.IsNullOrWhiteSpace(reason)
            ? Told(id, await box.DiscardAsync(known, Actor(http), reason, http.RequestAborted))
            : TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest, title: "To discard a message asks for a written reason: {\"reason\": \"…\"}.");

    private static Results<NoContent, ProblemHttpResult> Unknown(string id) =>
        TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: $"There is no dead letter {id}.");

    private static Results<NoContent, ProblemHttpResult> Told(string id, DeadLetterAct act) => act switch
    {
        { IsKnown: false } => Unknown(id),
        { Why: { } why } => TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, title: why),
        _ => TypedResults.NoContent(),
    };

    private static string Actor(HttpContext http) => http.Request.Headers["X-Actor"].ToString() is { Length: > 0 } actor ? actor : "an operator";

    private sealed record DiscardRequest(string? Reason);
}
