using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Utanforskap.ServiceDefaults.Messaging.DeadLetters;

namespace Utanforskap.ServiceDefaults.Messaging;

public static class DeadLetterEndpoints
{
    /// <summary>
    /// Dead letters for operators: GET /dead-letters, POST /dead-letters/{id}/retry, POST /dead-letters/{id}/discard. The acts are logged with the actor
    /// (header X-Actor).
    /// </summary>
    /// <param name="path">Another path than /dead-letters, for a service with a public address.</param>
    public static IEndpointRouteBuilder MapDeadLetters<TContext>(this IEndpointRouteBuilder app, string path = "/dead-letters")
        where TContext : DbContext
    {
        var letters = app.MapGroup(path).WithTags("Operations");
        letters.MapGet("", (DeadLetterBox box, CancellationToken cancellationToken) => box.ListAsync(cancellationToken));
        letters.MapPost("{id:guid}/retry", (Guid id, DeadLetterBox box, HttpContext http, ILogger<DeadLetterBox> logger) =>
            ActAsync("retried", id, box.RetryAsync, http, logger));
        letters.MapPost("{id:guid}/discard", (Guid id, DeadLetterBox box, HttpContext http, ILogger<DeadLetterBox> logger) =>
            ActAsync("discarded", id, box.DiscardAsync, http, logger));
        return app;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ActAsync(
        string verb, Guid id, Func<Guid, CancellationToken, Task<bool>> act, HttpContext http, ILogger logger)
    {
        if (!await act(id, http.RequestAborted))
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: $"There is no dead letter {id}.");
        }

        logger.LogInformation("Dead letter {Id} was {Verb} by {Actor}", id, verb, http.Request.Headers["X-Actor"].ToString());
        return TypedResults.NoContent();
    }
}
