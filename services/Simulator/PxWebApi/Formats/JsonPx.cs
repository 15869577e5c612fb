using System.IO.Pipelines;
using System.Text.Json;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>Writes PxWeb's older json: a row per combination of all dimensions but the contents, figures as texts.</summary>
internal static class JsonPx
{
    private const int RowsPerFlush = 1024;

    /// <summary>Writes a selection.</summary>
    public static async Task Write(PipeWriter pipe, PublishedTable published, Selection selection, CancellationToken cancellation)
    {
        var isContents = (SelectedDimension d) => d.Dimension.Role == DimensionRole.Contents;
        var turned = new Selection(
            selection.Table,
            [
                .. selection.Shown.Where(d => !isContents(d)).Select(d => d with { InHeading = false }),
                .. selection.Shown.Where(isContents).Select(d => d with { InHeading = true }),
                .. selection.All.Where(d => d.Eliminated),
            ]);
        var paper = new Paper(turned);
        await using var json = new Utf8JsonWriter(pipe, ApiJson.Writer);
        json.WriteStartObject();
        json.WriteStartArray("columns");
        foreach (var dimension in paper.Stub)
        {
            WriteColumn(json, dimension.Dimension.Code, dimension.Dimension.Label, dimension.Dimension.Role == DimensionRole.Time ? "t" : "d");
        }

        foreach (var column in paper.Columns)
        {
            var subject = Titles.Subject(selection.Table);
            WriteColumn(json, column.Count > 0 ? column[0].Code : subject, column.Count > 0 ? column[0].Label : subject, "c");
        }

        json.WriteEndArray();
        json.WriteStartArray("comments");
        json.WriteEndArray();
        json.WriteStartArray("data");
        var rows = 0;
        foreach (var row in paper.Rows())
        {
            WriteRow(json, row);
            if (++rows % RowsPerFlush == 0)
            {
                await json.FlushAsync(cancellation);
                await pipe.FlushAsync(cancellation);
            }
        }

        json.WriteEndArray();
        json.WritePropertyName("metadata");
        var metadata = new { infofile = selection.Table.InfoFile, updated = ApiJson.Time(published.Updated), label = Titles.Of(selection), selection.Table.Source };
        JsonSerializer.Serialize(json, new[] { metadata }, ApiJson.Options);
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
        await pipe.FlushAsync(cancellation);
    }

    private static void WriteColumn(Utf8JsonWriter json, string code, string text, string type)
    {
        json.WriteStartObject();
        json.WriteString("code", code);
        json.WriteString("text", text);
        json.WriteString("type", type);
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, PaperRow row)
    {
        json.WriteStartObject();
        json.WriteStartArray("key");
        foreach (var category in row.Stub)
        {
            json.WriteStringValue(category.Code);
        }

        json.WriteEndArray();
        json.WriteStartArray("values");
        foreach (var figure in row.Figures)
        {
            json.WriteStringValue(figure.ToString());
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
