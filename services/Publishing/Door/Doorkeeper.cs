using Utanforskap.Publishing.Answers;

namespace Utanforskap.Publishing.Door;

/// <summary>Asks for a key (<c>Authorization: Bearer KEY</c> or <c>X-Api-Key: KEY</c>) and notes who acts.</summary>
internal static class Doorkeeper
{
    private const string Scheme = "Bearer ";

    /// <summary>Lets in who holds a key for the role; operators may do everything.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoints, Role role)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.WithMetadata(ProblemFilter.Problem(StatusCodes.Status401Unauthorized), ProblemFilter.Problem(StatusCodes.Status403Forbidden));
        return endpoints.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var limit = http.RequestServices.GetRequiredService<FailureLimit>();
            var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
            if (limit.Wait(address) is { } wait)
            {
                http.Response.Headers.RetryAfter = $"{(int)Math.Ceiling(wait.TotalSeconds)}";
                return Results.Problem("Too many wrong keys came from this address.", statusCode: StatusCodes.Status429TooManyRequests, title: "Wait.");
            }

            var key = Key(http.Request);
            if (key is null || http.RequestServices.GetRequiredService<ApiKeys>().Find(key) is not { } actor)
            {
                if (key is not null)
                {
                    limit.Failed(address);
                }

                http.Response.Headers.WWWAuthenticate = "Bearer";
                return Results.Problem(
                    key is null ? "Give an API key: Authorization: Bearer KEY, or X-Api-Key: KEY." : "The API key is not known.",
                    statusCode: StatusCodes.Status401Unauthorized,
                    title: "An API key is needed.");
            }

            if (actor.Role != Role.Operator && actor.Role != role)
            {
                return Results.Problem(
                    $"The key of {actor.Name} is not one for the role {role.ToString().ToLowerInvariant()}.",
                    statusCode: StatusCodes.Status403Forbidden,
                    title: "The API key does not allow this.");
            }

            // What is done here, not forwarded, reads the actor from the header as the other services do.
            http.Items[typeof(Actor)] = actor;
            http.Request.Headers[Forwarder.ActorHeader] = actor.Name;
            return await next(context);
        });
    }

    /// <summary>Who acts; null for anonymous readers.</summary>
    public static Actor? Actor(this HttpContext http) => http.Items[typeof(Actor)] as Actor;

    private static string? Key(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var key = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : request.Headers["X-Api-Key"].ToString();
        return key.Length > 0 ? key : null;
    }
}
