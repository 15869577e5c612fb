using System.Globalization;
using System.Text.Json;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Sources;

/// <summary>Reads a PxWebApi 2's small answers: config, lists of tables, codelists, problems.</summary>
internal static class SourceAnswers
{
    /// <summary>A page of a table list takes about 1.5 kB a table; this holds 20,000.</summary>
    private const long SmallAnswerBytes = 64L << 20;

    public static async Task<SourceConfig> ReadConfigAsync(Stream body, CancellationToken stop)
    {
        using var document = await ParseAsync(body, "/config", stop);
        var root = document.RootElement;
        return new SourceConfig(
            Text(root, "apiVersion") ?? "",
            Whole(root, "maxDataCells", "/config"),
            Whole(root, "maxCallsPerTimeWindow", "/config"),
            TimeSpan.FromSeconds(Whole(root, "timeWindow", "/config")),
            Text(root, "license"));
    }

    public static async Task<(List<TableSummary> Tables, int Pages)> ReadTablesAsync(Stream body, CancellationToken stop)
    {
        using var document = await ParseAsync(body, "/tables", stop);
        var root = document.RootElement;
        if (!root.TryGetProperty("tables", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw new SourceFormatException("/tables", "the answer has no list 'tables'; this is not a PxWebApi 2 table list");
        }

        var tables = new List<TableSummary>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            tables.Add(ReadTable(item));
        }

        var pages = root.TryGetProperty("page", out var page) && page.ValueKind == JsonValueKind.Object ? Whole(page, "totalPages", "/tables", 0) : 1;
        return (tables, pages);
    }

    public static async Task<(List<string> Codes, List<string> Labels)> ReadCodelistAsync(Stream body, string codelist, CancellationToken stop)
    {
        var place = $"codelist {codelist}";
        using var document = await ParseAsync(body, place, stop);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("values", out var values) || values.ValueKind != JsonValueKind.Array)
        {
            throw new SourceFormatException(place, "the answer has no list 'values'");
        }

        List<string> codes = [], labels = [];
        foreach (var value in values.EnumerateArray())
        {
            var code = Text(value, "code") ?? throw new SourceFormatException(place, "a value has no code");
            codes.Add(code);
            labels.Add((Text(value, "label") ?? code).Trim());
        }

        CubeShape.DemandUnique($"of {place}", codes);
        return (codes, labels);
    }

    /// <summary>Title and detail of a problem document, or the beginning of whatever the body is.</summary>
    public static async Task<string> ReadProblemAsync(Stream body, CancellationToken stop)
    {
        var buffer = new byte[4096];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        try
        {
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length));
            var parts = new[] { Text(document.RootElement, "title"), Text(document.RootElement, "detail") };
            var said = string.Join(": ", parts.Where(p => !string.IsNullOrWhiteSpace(p)).Distinct());
            if (said.Length > 0)
            {
                return said;
            }
        }
        catch (JsonException)
        {
            // Not a problem document: its beginning is the best there is.
        }

        var start = System.Text.Encoding.UTF8.GetString(buffer, 0, Math.Min(length, 200));
        return start.Length == 0 ? "without a word of explanation" : string.Concat(start.Select(c => char.IsControl(c) ? ' ' : c));
    }

    private static async Task<JsonDocument> ParseAsync(Stream body, string place, CancellationToken stop)
    {
        try
        {
            var document = await JsonDocument.ParseAsync(new BoundedStream(body, SmallAnswerBytes), default, stop);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new SourceFormatException(place, "the answer is not a JSON object");
        }
        catch (JsonException e)
        {
            throw new SourceFormatException(place, "the answer is not complete, valid JSON", new EndOfStreamException("The answer may have been cut.", e));
        }
    }

    private static TableSummary ReadTable(JsonElement item) => new(
        Text(item, "id") ?? throw new SourceFormatException("/tables", "a table has no id"),
        (Text(item, "label") ?? "").Trim(),
        DateTimeOffset.TryParse(Text(item, "updated"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var updated) ? updated : null,
        Text(item, "firstPeriod"),
        Text(item, "lastPeriod"),
        item.TryGetProperty("discontinued", out var discontinued) && discontinued.ValueKind == JsonValueKind.True);

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Whole(JsonElement element, string name, string place, int least = 1) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least
            ? number
            : throw new SourceFormatException(place, $"'{name}' is not a whole number of at least {least}");
}
