using Utanforskap.Publishing.Answers;

namespace Utanforskap.Publishing.Door;

/// <summary>Asks for a key (<c>Authorization: Bearer KEY</c> or <c>X-Api-Key: KEY</c>) and notes who acts.</summary>
internal static class Doorkeeper
{
    private const string Scheme = "Bearer ";

    /// <summary>
    /// Lets everybody in and notes who shows a key, since that may see more. Caches keep answers to anonymous readers and to keys apart, and none to a key.
    /// </summary>
    public static TBuilder Recognising<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers.Append("Vary", "Authorization, X-Api-Key");
            return Refuses(context.HttpContext, needed: false) ?? await next(context);
        });

    /// <summary>Lets in who holds a key for the role; operators may do everything.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoints, Role role)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.WithMetadata(ProblemFilter.Problem(StatusCodes.Status401Unauthorized), ProblemFilter.Problem(StatusCodes.Status403Forbidden));
        return endpoints.AddEndpointFilter(async (context, next) =>
        {
            if (Refuses(context.HttpContext, needed: true) is { } refused)
            {
                return refused;
            }

            var actor = context.HttpContext.Actor()!;
            return actor.May(role)
                ? await next(context)
                : Results.Problem(
                    $"The key of {actor.Name} is not one for the role {role.ToString().ToLowerInvariant()}.",
                    statusCode: StatusCodes.Status403Forbidden,
                    title: "The API key does not allow this.");
        });
    }

    /// <summary>Who acts; null for anonymous readers.</summary>
    public static Actor? Actor(this HttpContext http) => http.Items[typeof(Actor)] as Actor;

    /// <summary>Reads the key, once, and notes its holder; the answer if the caller is not let in.</summary>
    private static IResult? Refuses(HttpContext http, bool needed)
    {
        var key = Key(http.Request);
        if (http.Actor() is not null || (key is null && !needed))
        {
            return null;
        }

        var limit = http.RequestServices.GetRequiredService<FailureLimit>();
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        if (limit.Wait(address) is { } wait)
        {
            http.Response.Headers.RetryAfter = $"{(int)Math.Ceiling(wait.TotalSeconds)}";
            return Results.Problem("Too many wrong keys came from this address.", statusCode: StatusCodes.Status429TooManyRequests, title: "Wait.");
        }

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

        // What is done here, not forwarded, reads the actor from the header as the other services do.
        http.Items[typeof(Actor)] = actor;
        http.Request.Headers[Forwarder.ActorHeader] = actor.Name;
        http.RequestServices.GetRequiredService<Viewer>().Actor = actor;
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.CacheControl = "private, no-store";
            return Task.CompletedTask;
        });
        return null;
    }

    private static string? Key(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var key = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : request.Headers["X-Api-Key"].ToString();
        return key.Length > 0 ? key : null;
    }
}
