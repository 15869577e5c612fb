using System.Text;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>Streams a selection in the format that the client asked for.</summary>
internal sealed class DataResult(PublishedTable published, Selection selection, string format, FormatOptions formatOptions, string codePage) : IResult
{
    /// <summary>The formats that <c>/config</c> names; the first is the default.</summary>
    public static readonly IReadOnlyList<string> Formats = ["json-stat2", "csv"];

    private const string Json = "application/json; charset=UTF-8";

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellation = httpContext.RequestAborted;
        var response = httpContext.Response;
        response.ContentType = format switch
        {
            "json-stat2" or "json-px" => Json,
            "csv" => $"text/csv; charset={codePage}",
            "html" => $"text/html; charset={codePage}",
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ => $"application/octet-stream; charset={codePage}",
        };
        var suffix = format is "json-stat2" or "json-px" ? "json" : format;
        response.Headers.ContentDisposition = $"inline; filename=\"{published.Table.Id}.{suffix}\"";
        if (format == "json-stat2")
        {
            await JsonStat2.WriteData(response.BodyWriter, published, selection, cancellation);
            return;
        }

        await using var writer = new StreamWriter(response.Body, Encoding.GetEncoding(codePage), leaveOpen: true);
        await Csv.Write(writer, selection, formatOptions, cancellation);
    }
}
