using System.Text.Json;
using System.Text.Json.Serialization;
using Utanforskap.Simulator.Country;
using Utanforskap.Simulator.Misbehaviour;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.Control;

/// <summary>What a real source has not: releases on request, misbehaviour on request.</summary>
internal static class Endpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Maps <c>/control</c> and <c>/health</c>.</summary>
    public static void MapControl(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", (Published published) => Results.Text($"ready: {published.Source.Name}"));
        app.MapGet("/control/releases", Releases);
        app.MapPost("/control/releases/next", Next);
        app.MapPost("/control/releases/reset", (Published published) =>
        {
            published.Reset();
            return Releases(published);
        });
        app.MapGet("/control/country", (Published published) => published.Source is CountrySource country
            ? Results.Text(Summary.Of(country))
            : Results.Problem("The source is a folder of releases.", title: "No made-up country", statusCode: StatusCodes.Status404NotFound));
        app.MapGet("/control/misbehave", (Faults faults) => Results.Json(new { items = faults.Active }, Json));
        app.MapPost("/control/misbehave", Misbehave);
        app.MapDelete("/control/misbehave", (Faults faults, string? table) =>
        {
            faults.Clear(table);
            return Results.NoContent();
        });
    }

    private static IResult Releases(Published published) => Results.Json(
        new
        {
            items = published.All.Select(r => new
            {
                table = r.Release.TableId,
                released = r.Release.Released.UtcDateTime,
                position = r.Position,
                published = published.IsOut(r),
            }),
            next = Shape(published.Next()),
        },
        Json);

    private static IResult Next(Published published, string? table) =>
        published.Publish(table) is { } release
            ? Results.Json(Shape(release), Json)
            : Results.Problem(
                table is null ? "All releases are out." : $"No release of {table} remains.", title: "No release remains", statusCode: StatusCodes.Status404NotFound);

    private static object? Shape(PlacedRelease? release) => release is null
        ? null
        : new { position = release.Position, table = release.Release.TableId, released = release.Release.Released.UtcDateTime };

    private static async Task<IResult> Misbehave(HttpRequest request, Faults faults, Published published, TimeProvider time)
    {
        MisbehaveRequest? asked;
        try
        {
            asked = await request.ReadFromJsonAsync<MisbehaveRequest>(Json);
        }
        catch (JsonException e)
        {
            return Results.Problem(
                $"{e.Message} Kinds are {string.Join(", ", Enum.GetNames<FaultKind>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName))}.",
                title: "The request cannot be read",
                statusCode: StatusCodes.Status400BadRequest);
        }

        if (asked is null || asked is { Count: <= 0 } or { Duration: <= 0 } or { Seconds: <= 0 })
        {
            return Results.Problem("count, duration and seconds are above 0.", title: "The request makes no sense", statusCode: StatusCodes.Status400BadRequest);
        }

        var now = time.GetUtcNow();
        var until = asked.Duration is { } duration ? now.AddSeconds(duration) : (DateTimeOffset?)null;
        faults.Add(new Fault(asked.Kind, asked.Table, asked.Count, until, asked.Seconds ?? 1, now), published.Tables);
        return Results.Json(new { items = faults.Active }, Json);
    }

    /// <summary>What is asked for.</summary>
    /// <param name="Kind">How to misbehave.</param>
    /// <param name="Table">In which table; all if not said.</param>
    /// <param name="Count">In how many answers; no end if not said.</param>
    /// <param name="Duration">For how many seconds; no end if not said.</param>
    /// <param name="Seconds">How slow, how long to wait, how far to move; 1 if not said.</param>
    private sealed record MisbehaveRequest([property: JsonRequired] FaultKind Kind, string? Table, int? Count, double? Duration, double? Seconds);
}
