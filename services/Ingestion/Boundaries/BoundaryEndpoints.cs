using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Geography.Changes;

namespace Utanforskap.Ingestion.Boundaries;

/// <summary>What other services read of borders and of changes of division.</summary>
internal static class BoundaryEndpoints
{
    private const int AreasPerFlush = 64;

    public static IServiceCollection AddBoundaries(this IServiceCollection services) =>
        services.AddScoped<BoundaryIntake>().AddScoped<BoundaryStore>().AddSingleton<DivisionChanges>();

    /// <summary><c>GET /boundaries</c>, <c>GET /boundaries/{division}</c>, <c>GET /divisions/{from}/changes/{to}</c>.</summary>
    public static IEndpointRouteBuilder MapBoundaries(this IEndpointRouteBuilder app)
    {
        app.MapGet("/boundaries", (long? asOf, BoundaryStore store, CancellationToken stop) => store.ListAsync(asOf ?? long.MaxValue, stop));
        app.MapGet("/boundaries/{division}", ReadAsync);
        app.MapGet("/divisions/{from}/changes/{to}", ChangesAsync);
        return app;
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> ReadAsync(
        string division, long? asOf, string? municipality, BoundaryStore store, CancellationToken stop)
    {
        if (Division.Find(division) is not { } known)
        {
            return Unknown(division);
        }

        if (await store.FindAsync(known, asOf ?? long.MaxValue, stop) is not { } release)
        {
            return NotYet(known);
        }

        var borders = await store.ReadAsync(release.ReleaseId, stop);
        return TypedResults.Stream(body => WriteAsync(body, borders, release.Number, municipality, stop), IncomingBoundaries.MediaType);
    }

    private static async Task<Results<Ok<DivisionChangeRecord>, ProblemHttpResult>> ChangesAsync(
        string from, string to, long? asOf, BoundaryStore store, DivisionChanges changes, CancellationToken stop)
    {
        if (Division.Find(from) is not { } before)
        {
            return Unknown(from);
        }

        if (Division.Find(to) is not { } after)
        {
            return Unknown(to);
        }

        if (before.Country != after.Country)
        {
            return TypedResults.Problem($"{before} and {after} are divisions of different countries.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (await store.FindAsync(before, asOf ?? long.MaxValue, stop) is not { } first)
        {
            return NotYet(before);
        }

        return await store.FindAsync(after, asOf ?? long.MaxValue, stop) is { } second
            ? TypedResults.Ok(RecordOf(await changes.BetweenAsync(first.ReleaseId, second.ReleaseId), first.Number, second.Number))
            : NotYet(after);
    }

    private static ProblemHttpResult Unknown(string division) =>
        TypedResults.Problem($"There is no division \"{division}\".", statusCode: StatusCodes.Status400BadRequest);

    private static ProblemHttpResult NotYet(Division division) =>
        TypedResults.Problem($"The borders of {division} are not known yet.", statusCode: StatusCodes.Status404NotFound);

    private static DivisionChangeRecord RecordOf(DivisionChange change, long fromRelease, long toRelease) => new(
        change.From.Id, change.To.Id, fromRelease, toRelease, [.. change.Before.Select(RecordOf)], [.. change.After.Select(RecordOf)]);

    private static AreaRelationRecord RecordOf(AreaRelation area) => new(
        area.Code, area.Name, JsonNamingPolicy.KebabCaseLower.ConvertName(area.Kind.ToString()),
        [.. area.Others.Select(o => new OverlapRecord(o.Code, o.Share, o.ShareOfOther))]);

    private static async Task WriteAsync(Stream body, BoundarySet borders, long release, string? municipality, CancellationToken stop)
    {
        await using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteString("division", borders.Division.Id);
        json.WriteNumber("release", release);
        json.WriteStartObject("crs");
        json.WriteString("type", "name");
        json.WriteStartObject("properties");
        json.WriteString("name", $"urn:ogc:def:crs:EPSG::{BoundarySet.Metres}");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("features");
        foreach (var (place, area) in borders.Areas.Where(a => municipality is null || new AreaCode(borders.Division, a.Code).Municipality == municipality).Index())
        {
            WriteArea(json, borders.Division, area);
            if (place % AreasPerFlush == AreasPerFlush - 1)
            {
                await json.FlushAsync(stop);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(stop);
    }

    private static void WriteArea(Utf8JsonWriter json, Division division, AreaShape area)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", $"{division.Id}/{area.Code}");
        json.WriteStartObject("properties");
        json.WriteString("division", division.Id);
        json.WriteString("code", area.Code);
        json.WriteString("name", area.Name);
        json.WriteEndObject();
        json.WriteStartObject("geometry");
        json.WriteString("type", "MultiPolygon");
        json.WriteStartArray("coordinates");
        foreach (var polygon in BoundaryLines.PolygonsOf(area.Border))
        {
            json.WriteStartArray();
            foreach (var ring in polygon)
            {
                json.WriteStartArray();
                for (var i = 0; i + 1 < ring.Length; i += 2)
                {
                    json.WriteStartArray();
                    json.WriteNumberValue(ring[i]);
                    json.WriteNumberValue(ring[i + 1]);
                    json.WriteEndArray();
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
