using Microsoft.Net.Http.Headers;
using Utanforskap.Publishing.Door;

namespace Utanforskap.Publishing.Answers;

/// <summary>
/// Caching of answers: an answer is the same as long as nothing was published, and for ever if it was asked for as of a publication or release.
/// </summary>
internal static class Freshness
{
    /// <summary>Marks the answer; true if the caller has it already and 304 is the whole answer.</summary>
    /// <param name="tag">What the answer depends on besides its address and format.</param>
    /// <param name="forEver">Whether it can never change.</param>
    /// <param name="only">The one format that there is; null: the one that is asked for.</param>
    public static bool IsKnown(HttpContext http, string tag, bool forEver, Format? only = null)
    {
        if (http.Actor() is not null)
        {
            // Who shows a key may see what others may not: such an answer is never kept, so nothing of it is known.
            return false;
        }

        var mark = new EntityTagHeaderValue($"\"{tag}-{(only ?? Formats.Of(http.Request)).ToString().ToLowerInvariant()}\"", isWeak: true);
        var headers = http.Response.GetTypedHeaders();
        headers.ETag = mark;
        headers.CacheControl = forEver
            ? new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromHours(1) }
            : new CacheControlHeaderValue { NoCache = true };
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(mark, useStrongComparison: false));
    }
}
