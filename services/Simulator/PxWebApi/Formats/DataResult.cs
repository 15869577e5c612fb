using System.Text;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>Streams a selection in the format that the client asked for.</summary>
internal sealed class DataResult(PublishedTable published, Selection selection, string format, FormatOptions formatOptions, string codePage) : IResult
{
    /// <summary>The formats that <c>/config</c> names; the first is the default.</summary>
    public static readonly IReadOnlyList<string> Formats = ["json-stat2", "csv", "px", "xlsx", "html", "json-px"];

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (contentType, suffix) = format switch
        {
            "json-stat2" or "json-px" => ("application/json; charset=UTF-8", "json"),
            "csv" => ($"text/csv; charset={codePage}", format),
            "html" => ($"text/html; charset={codePage}", format),
            "xlsx" => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", format),
            _ => ($"application/octet-stream; charset={codePage}", format),
        };
        var response = httpContext.Response;
        response.ContentType = contentType;
        response.Headers.ContentDisposition = $"inline; filename=\"{published.Table.Id}.{suffix}\"";
        return format switch
        {
            "json-stat2" => JsonStat2.WriteData(response.BodyWriter, published, selection, httpContext.RequestAborted),
            "json-px" => JsonPx.Write(response.BodyWriter, published, selection, httpContext.RequestAborted),
            "xlsx" => WriteWorkbook(response.Body, httpContext.RequestAborted),
            _ => WriteText(httpContext),
        };
    }

    private async Task WriteText(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        await using var writer = new StreamWriter(context.Response.Body, Encoding.GetEncoding(codePage), leaveOpen: true) { NewLine = "\r\n" };
        await (format switch
        {
            "csv" => Csv.Write(writer, selection, formatOptions, cancellation),
            "html" => Html.Write(writer, selection, formatOptions),
            _ => new Px(writer, published, selection, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()).Write(cancellation),
        });
    }

    private async Task WriteWorkbook(Stream body, CancellationToken cancellation)
    {
        using var workbook = new MemoryStream();
        new Xlsx(published, selection, formatOptions).Write(workbook);
        workbook.Position = 0;
        await workbook.CopyToAsync(body, cancellation);
    }
}
