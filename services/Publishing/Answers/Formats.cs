using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Utanforskap.Publishing.Answers;

internal enum Format
{
    Json,
    Csv,
}

/// <summary>Which format an answer gets: <c>?format=</c>, else the Accept header, else JSON.</summary>
internal static class Formats
{
    public const string Parameter = "format";

    private static readonly string[] Names = ["json", "csv"];

    /// <summary>Refuses a format that the endpoint does not give, before it has begun to answer.</summary>
    public static void Check(HttpContext http)
    {
        var given = http.GetEndpoint()?.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().SelectMany(m => m.ContentTypes) ?? [];
        if (given.Contains("text/csv"))
        {
            Of(http.Request);
        }
        else if (http.Request.Query[Parameter] is [{ Length: > 0 } name] && !name.Equals(Names[0], StringComparison.OrdinalIgnoreCase))
        {
            throw RequestProblem.Wrong(Parameter, $"This cannot be had as {name}.", [Names[0]]);
        }
    }

    public static Format Of(HttpRequest request)
    {
        if (request.Query[Parameter] is [{ Length: > 0 } name])
        {
            return name.ToUpperInvariant() switch
            {
                "JSON" => Format.Json,
                "CSV" => Format.Csv,
                _ => throw RequestProblem.Wrong(Parameter, $"There is no format {name}.", Names),
            };
        }

        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) || accepted.Count == 0)
        {
            return Format.Json;
        }

        foreach (var type in accepted.OrderByDescending(t => t.Quality ?? 1))
        {
            if (type.MatchesMediaType("application/json") || type.MatchesMediaType("application/cloudevents-batch+json"))
            {
                return Format.Json;
            }

            if (type.MatchesMediaType("text/csv"))
            {
                return Format.Csv;
            }
        }

        throw RequestProblem.Of(StatusCodes.Status406NotAcceptable, "No such format.", "The answer can be application/json or text/csv.");
    }
}
