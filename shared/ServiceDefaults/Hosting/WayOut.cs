using Microsoft.AspNetCore.Http;

namespace Utanforskap.ServiceDefaults.Hosting;

/// <summary>Gives a refusal that no endpoint has worded (no such address, a method, parameter or body that it does not take) a sentence that names the way out.</summary>
internal static class WayOut
{
    private const string Described = "/openapi/v1.json describes every address.";

    public static void Name(ProblemDetailsContext problem) => problem.ProblemDetails.Detail ??= Of(problem.HttpContext, problem.ProblemDetails.Status);

    private static string? Of(HttpContext http, int? status) => status switch
    {
        StatusCodes.Status400BadRequest => $"The request cannot be read: a parameter is not of its type, or the body is no JSON of the form that belongs here. {Described}",
        StatusCodes.Status404NotFound => $"There is nothing at {http.Request.Path}. {Described}",
        StatusCodes.Status405MethodNotAllowed => $"{http.Request.Method} cannot be done here, only {http.Response.Headers.Allow}. {Described}",
        StatusCodes.Status413PayloadTooLarge => $"The body is larger than is taken here. {Described}",
        StatusCodes.Status415UnsupportedMediaType => $"The body is not of a content type that is taken here. {Described}",
        StatusCodes.Status500InternalServerError => "Something failed here; operators find it in the log by traceId. What was published can still be read.",
        _ => null,
    };
}
