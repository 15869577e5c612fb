using Microsoft.AspNetCore.Http.Extensions;
using Utanforskap.Contracts;

namespace Utanforskap.Publishing.Answers;

/// <summary>A list in the format that was asked for. The cursor of the next page is in the JSON and, for both formats, in the Link header.</summary>
/// <param name="page">The whole JSON answer, with its <c>items</c> and <c>next</c>.</param>
internal sealed class ListAnswer<TRow>(object page, IReadOnlyList<TRow> rows, string? next, CsvColumns<TRow> csv) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.Append("Vary", "Accept");
        if (next is not null)
        {
            response.Headers.Append("Link", $"<{NextAddress(httpContext.Request, next)}>; rel=\"next\"");
        }

        if (Formats.Of(httpContext.Request) == Format.Json)
        {
            await response.WriteAsJsonAsync(page, page.GetType(), WireJson.Options, httpContext.RequestAborted);
            return;
        }

        response.ContentType = "text/csv; charset=utf-8; header=present";
        await csv.WriteAsync(response.Body, rows, httpContext.RequestAborted);
    }

    private static string NextAddress(HttpRequest request, string next)
    {
        var query = new QueryBuilder(request.Query.Where(q => !q.Key.Equals("after", StringComparison.OrdinalIgnoreCase))) { { "after", next } };
        return request.PathBase + request.Path + query.ToQueryString();
    }
}

internal static class ListAnswer
{
    public static ListAnswer<TRow> Of<TRow>(object page, IReadOnlyList<TRow> rows, string? next, CsvColumns<TRow> csv) => new(page, rows, next, csv);
}
