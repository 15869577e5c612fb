using System.Globalization;
using System.Text.Json;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Door;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Reading;

/// <summary>What others own and everybody may read, as far as it is visible: releases and the state of the registers.</summary>
internal sealed class Forwarded(Forwarder ingestion, Visible visible)
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/releases", (string? after, string? limit, Forwarded forwarded, HttpContext http) => forwarded.ListAsync(http, after, limit))
            .WithSummary("The releases of the registers, accepted and refused, oldest first")
            .Produces(200, contentType: "application/json", additionalContentTypes: "text/csv");
        api.MapGet("/releases/{number}", (string number, Forwarded forwarded, HttpContext http) => forwarded.ReleaseAsync(http, number, ""))
            .WithSummary("A release")
            .Produces(200, contentType: "application/json", additionalContentTypes: "text/csv");
        api.MapGet("/releases/{number}/changes", (string number, Forwarded forwarded, HttpContext http) => forwarded.ReleaseAsync(http, number, "/changes"))
            .WithSummary("The columns and areas of a release in which cells differ from the release before")
            .Produces(200, contentType: "application/json", additionalContentTypes: "text/csv");
        api.MapGet("/registers/status", async (Forwarded forwarded, HttpContext http) =>
                Answer(http, JsonSerializer.SerializeToElement(
                    new Page<RegisterStatus>(await forwarded.RegistersAsync(http.RequestAborted), null), WireJson.Options)))
            .WithSummary("How fresh each register is: last read, last outcome, last release")
            .Produces(200, contentType: "application/json", additionalContentTypes: "text/csv");
    }

    /// <summary>How fresh each register is.</summary>
    public async Task<IReadOnlyList<RegisterStatus>> RegistersAsync(CancellationToken cancellationToken)
    {
        using var document = await ingestion.ReadAsync(IngestionReads.Client, "status", cancellationToken);
        return await visible.RegistersAsync(document.RootElement.Deserialize<List<RegisterStatus>>(WireJson.Options) ?? [], cancellationToken);
    }

    private async Task<IResult> ListAsync(HttpContext http, string? after, string? limit)
    {
        Parse.Limit(limit, byDefault: 100, most: 1_000);
        Parse.Cursor(after, byDefault: 0);
        var query = new QueryString();
        query = after is null ? query : query.Add("after", after);
        query = limit is null ? query : query.Add("limit", limit);
        using var document = await ingestion.ReadAsync(IngestionReads.Client, "releases" + query, http.RequestAborted);
        return Answer(http, await visible.ReleasesAsync(document.RootElement, http.RequestAborted));
    }

    private async Task<IResult> ReleaseAsync(HttpContext http, string number, string what)
    {
        var release = long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n
            : throw RequestProblem.Wrong("number", $"'{number}' is no release's number.");
        if (!await visible.IsAsync(release, http.RequestAborted))
        {
            throw RequestProblem.NotFound("number", $"There is no release {release}.");
        }

        if (Formats.Of(http.Request) == Format.Json)
        {
            return await ingestion.SendAsync(http, IngestionReads.Client, $"releases/{release}{what}");
        }

        using var document = await ingestion.ReadAsync(IngestionReads.Client, $"releases/{release}{what}", http.RequestAborted);
        return Answer(http, document.RootElement.Clone());
    }

    /// <summary>Between services there are no tables; out here a list can be had as one, of what is a single value.</summary>
    private static IResult Answer(HttpContext http, JsonElement answer)
    {
        if (Formats.Of(http.Request) == Format.Json)
        {
            return TypedResults.Ok(answer);
        }

        JsonElement[] rows = answer.TryGetProperty("items", out var items) ? [.. items.EnumerateArray()] : [answer];
        var csv = new CsvColumns<JsonElement>();
        foreach (var name in rows.SelectMany(r => r.EnumerateObject()).Where(p => IsScalar(p.Value)).Select(p => p.Name).Distinct())
        {
            csv.Add(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), r => r.TryGetProperty(name, out var value) && IsScalar(value) ? value : null);
        }

        var next = answer.TryGetProperty("next", out var cursor) ? cursor.ToString() : "";
        return ListAnswer.Of(rows, rows, next.Length > 0 ? next : null, csv);
    }

    private static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);
}
