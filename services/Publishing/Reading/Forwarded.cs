using System.Globalization;
using System.Text.Json;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Door;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Reading;

/// <summary>What others own and everybody may read: releases and the state of the registers.</summary>
internal static class Forwarded
{
    private const string Status = "status";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/releases", (string? after, string? limit, Forwarder to, HttpContext http) =>
                ReadAsync(to, http, "releases", after, limit))
            .WithSummary("The releases of the registers, accepted and refused, oldest first");
        api.MapGet("/releases/{number}", (string number, Forwarder to, HttpContext http) =>
                ReadAsync(to, http, $"releases/{Number(number)}"))
            .WithSummary("A release");
        api.MapGet("/releases/{number}/changes", (string number, Forwarder to, HttpContext http) =>
                ReadAsync(to, http, $"releases/{Number(number)}/changes"))
            .WithSummary("The columns and areas of a release in which cells differ from the release before");
        api.MapGet("/registers/status", (Forwarder to, HttpContext http) => ReadAsync(to, http, Status))
            .WithSummary("How fresh each register is: last read, last outcome, last release");
    }

    private static async Task<IResult> ReadAsync(Forwarder to, HttpContext http, string path, string? after = null, string? limit = null)
    {
        Parse.Limit(limit, byDefault: 100, most: 1_000);
        Parse.Cursor(after, byDefault: 0);

        var query = new QueryString();
        query = after is null ? query : query.Add("after", after);
        query = limit is null ? query : query.Add("limit", limit);
        var json = Formats.Of(http.Request) == Format.Json;
        if (json && path != Status)
        {
            return await to.SendAsync(http, IngestionReads.Client, path + query);
        }

        using var document = await to.ReadAsync(IngestionReads.Client, path + query, http.RequestAborted);
        var rows = Rows(document.RootElement);
        if (json)
        {
            // Between services the status is a bare list; out here lists are {items, next}.
            return TypedResults.Ok(new Page<JsonElement>(rows, null));
        }

        var csv = new CsvColumns<JsonElement>();
        foreach (var name in rows.SelectMany(r => r.EnumerateObject()).Where(p => IsScalar(p.Value)).Select(p => p.Name).Distinct())
        {
            csv.Add(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), r => r.TryGetProperty(name, out var value) && IsScalar(value) ? value : null);
        }

        var next = document.RootElement is { ValueKind: JsonValueKind.Object } page && page.TryGetProperty("next", out var cursor) ? cursor.ToString() : "";
        return ListAnswer.Of(rows, rows, next.Length > 0 ? next : null, csv);
    }

    private static JsonElement[] Rows(JsonElement root) => root switch
    {
        { ValueKind: JsonValueKind.Array } => [.. root.EnumerateArray().Select(r => r.Clone())],
        { ValueKind: JsonValueKind.Object } when root.TryGetProperty("items", out var items) => [.. items.EnumerateArray().Select(r => r.Clone())],
        _ => [root.Clone()],
    };

    private static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    private static long Number(string number) => long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        ? n
        : throw RequestProblem.Wrong("number", $"'{number}' is no release's number.");
}
