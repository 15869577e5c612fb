using Microsoft.Net.Http.Headers;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Utanforskap.Publishing.Answers;

/// <summary>Parts of an answer that belong to a service which is away for the moment: the answer goes without them, and nobody keeps it.</summary>
internal sealed class Gaps(IHttpContextAccessor request)
{
    /// <summary>Whether a failure says that the owner cannot be read for the moment.</summary>
    public static bool IsAway(Exception failure) => failure is HttpRequestException or TimeoutRejectedException or BrokenCircuitException;

    /// <summary>Leaves a part of the answer out. Nothing comes of it where no request is answered.</summary>
    public void Leave()
    {
        if (request.HttpContext?.Response.GetTypedHeaders() is { } headers)
        {
            headers.ETag = null;
            headers.CacheControl = new CacheControlHeaderValue { NoStore = true };
        }
    }
}
