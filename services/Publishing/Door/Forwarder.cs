using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Utanforskap.Publishing.Answers;

namespace Utanforskap.Publishing.Door;

/// <summary>
/// Hands a request on to the service that owns it, body and answer as streams, with the service credential (from the client) and the actor's name.
/// </summary>
internal sealed class Forwarder(IHttpClientFactory clients)
{
    public const string ActorHeader = "X-Actor";

    private static readonly string[] Kept = ["ETag", "Cache-Control", "Content-Disposition", "Retry-After", "Location", "Last-Modified"];

    /// <param name="service">Ingestion, Indicators or Classification.</param>
    /// <param name="path">Path and query at the service.</param>
    public async Task<IResult> SendAsync(HttpContext http, string service, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), path);
        if (http.Actor() is { } actor)
        {
            request.Headers.TryAddWithoutValidation(ActorHeader, actor.Name);
        }

        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            request.Content = new StreamContent(http.Request.Body);
            request.Content.Headers.ContentLength = http.Request.ContentLength;
            Copy(http.Request.ContentType, value => request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value));
            Copy(http.Request.Headers.ContentDisposition, value => request.Content.Headers.TryAddWithoutValidation("Content-Disposition", value));
            Copy(http.Request.Headers["X-Filename"], value => request.Headers.TryAddWithoutValidation("X-Filename", value));
        }

        using var response = await clients.CreateClient(service).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            // Ours is the credential that was refused, not the caller's.
            return Results.Problem($"{service} does not accept this service's credential.", statusCode: StatusCodes.Status502BadGateway, title: "Wrong settings.");
        }

        http.Response.StatusCode = (int)response.StatusCode;
        http.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        http.Response.ContentLength = response.Content.Headers.ContentLength;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(h => Kept.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
        {
            http.Response.Headers[name] = values.ToArray();
        }

        await response.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        return Results.Empty;
    }

    /// <summary>Reads JSON from a service; what it refuses becomes the caller's problem.</summary>
    public async Task<JsonDocument> ReadAsync(string service, string path, CancellationToken cancellationToken)
    {
        using var response = await clients.CreateClient(service).GetAsync(path, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            throw RequestProblem.Of(StatusCodes.Status404NotFound, "Not found.", $"There is no {path}.");
        }

        response.EnsureSuccessStatusCode();
        return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
    }

    private static void Copy(string? value, Action<string> to)
    {
        if (!string.IsNullOrEmpty(value))
        {
            to(value);
        }
    }
}
