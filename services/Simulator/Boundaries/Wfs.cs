using System.Text.Json;
using Utanforskap.Simulator.PxWebApi;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.Boundaries;

/// <summary>Boundaries of areas as GeoServer gives them: WFS 2.0 GetFeature as GeoJSON, in the layer's own coordinates.</summary>
internal static class Wfs
{
    private const int FeaturesPerFlush = 64;
    private const string GeoJson = "application/json";

    /// <summary>Maps <c>/geoserver/stat/wfs</c>.</summary>
    public static void MapWfs(this IEndpointRouteBuilder app) => app.MapGet("/geoserver/stat/wfs", Answer);

    private static async Task Answer(HttpContext context, Published published, TimeProvider time)
    {
        var query = context.Request.Query;
        string Parameter(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (query[name].FirstOrDefault() is { Length: > 0 } value)
                {
                    return value;
                }
            }

            return "";
        }

        var layerName = Parameter("typeNames", "typeName");
        var format = Parameter("outputFormat");
        if (!Parameter("service").Equals("WFS", StringComparison.OrdinalIgnoreCase))
        {
            await Refuse(context, "MissingParameterValue", "service", "The service is WFS.");
        }
        else if (!Parameter("request").Equals("GetFeature", StringComparison.OrdinalIgnoreCase))
        {
            await Refuse(context, "OperationNotSupported", "request", "Only GetFeature is answered here.");
        }
        else if (!(format.Contains("json", StringComparison.OrdinalIgnoreCase)))
        {
            await Refuse(context, "InvalidParameterValue", "outputFormat", "Only outputFormat=application/json is answered here.");
        }
        else if (Find(published.Source, layerName) is not { } layer || !published.IsOut(layer))
        {
            await Refuse(context, "InvalidParameterValue", "typeName", $"Feature type {layerName} unknown");
        }
        else if (!TryWhole(Parameter("count", "maxFeatures"), int.MaxValue, out var count) || !TryWhole(Parameter("startIndex"), 0, out var start))
        {
            await Refuse(context, "InvalidParameterValue", "count", "count and startIndex are whole numbers.");
        }
        else
        {
            await Write(context, layer, start, count, time.GetUtcNow());
        }
    }

    private static BoundaryLayer? Find(ISource source, string name) => source.Boundaries
        .FirstOrDefault(l => l.Key.Equals(name, StringComparison.OrdinalIgnoreCase)
            || l.Key[(l.Key.IndexOf(':', StringComparison.Ordinal) + 1)..].Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static bool TryWhole(string text, int otherwise, out int number)
    {
        number = otherwise;
        return text.Length == 0 || (int.TryParse(text, out number) && number >= 0);
    }

    private static async Task Write(HttpContext context, BoundaryLayer layer, int start, int count, DateTimeOffset now)
    {
        var all = layer.Features();
        var shown = Math.Min(count, Math.Max(0, all.Count - start));
        context.Response.ContentType = GeoJson + ";charset=UTF-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, ApiJson.Writer);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        for (var i = start; i < start + shown; i++)
        {
            WriteFeature(json, all[i]);
            if ((i - start + 1) % FeaturesPerFlush == 0)
            {
                await json.FlushAsync(context.RequestAborted);
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            }
        }

        json.WriteEndArray();
        json.WriteNumber("totalFeatures", all.Count);
        json.WriteNumber("numberMatched", all.Count);
        json.WriteNumber("numberReturned", shown);
        json.WriteString("timeStamp", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteStartObject("crs");
        json.WriteString("type", "name");
        json.WriteStartObject("properties");
        json.WriteString("name", $"urn:ogc:def:crs:EPSG::{layer.Srid}");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    private static void WriteFeature(Utf8JsonWriter json, BoundaryFeature feature)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", feature.Id);
        json.WriteStartObject("geometry");
        json.WriteString("type", "MultiPolygon");
        json.WriteStartArray("coordinates");
        foreach (var polygon in feature.Polygons)
        {
            json.WriteStartArray();
            foreach (var ring in polygon)
            {
                WriteRing(json, ring);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("geometry_name", "sp_geometry");
        json.WriteStartObject("properties");
        foreach (var (name, value) in feature.Properties)
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value, ApiJson.Options);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRing(Utf8JsonWriter json, double[] ring)
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

    /// <summary>Says no as GeoServer does: an exception report in XML.</summary>
    private static Task Refuse(HttpContext context, string code, string locator, string text)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(
            $"""
            <?xml version="1.0" encoding="UTF-8"?><ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0">
            <ows:Exception exceptionCode="{code}" locator="{locator}"><ows:ExceptionText>{System.Security.SecurityElement.Escape(text)}</ows:ExceptionText></ows:Exception>
            </ows:ExceptionReport>
            """,
            context.RequestAborted);
    }
}
