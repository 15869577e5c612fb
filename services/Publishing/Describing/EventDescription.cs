using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Microsoft.Extensions.Options;
using Utanforskap.Contracts;
using Utanforskap.Publishing.Amqp;
using Utanforskap.Publishing.Feed;

namespace Utanforskap.Publishing.Describing;

/// <summary><c>/asyncapi.json</c>: the public events, as AsyncAPI 3.0. The data's schemas come from the types that are sent.</summary>
internal static class EventDescription
{
    private static readonly (string Type, Type Data, string Key, string Summary)[] Events =
    [
        (EventTypes.ReleaseIngested, typeof(ReleaseIngestedData), "{register}", "A register's new release was accepted, and everything that comes from it is decided."),
        (EventTypes.ReleaseRefused, typeof(ReleaseRefusedData), "{register}", "A gate refused what a source published; the old figures stay."),
        (EventTypes.PublicationPublished, typeof(PublicationData), "{method}", "A method has a new publication."),
        (EventTypes.PublicationCorrected, typeof(CorrectionData), "{method}", "A class that was published is another now, by other figures, another definition or a withdrawal (the column's kind); every area is listed with the class before and after."),
        (EventTypes.ClassificationChanged, typeof(ClassificationChangedData), "{method}.{county}.{municipality}.{area}", "An area's class is another one."),
    ];

    public static void MapEventDescription(this IEndpointRouteBuilder app) =>
        app.MapGet("/asyncapi.json", (IOptions<AmqpOptions> options) => TypedResults.Text(Document(options.Value).ToJsonString(), "application/json"))
            .ExcludeFromDescription();

    private static JsonObject Document(AmqpOptions options) => new()
    {
        ["asyncapi"] = "3.0.0",
        ["info"] = new JsonObject
        {
            ["title"] = "Utanförskap events",
            ["version"] = "1",
            ["description"] = "CloudEvents 1.0 in structured JSON, sent at least once in the order of the feed; the same id is the same event. "
                + "The full record is GET /api/v1/events; start from GET /api/v1/snapshot?method=.",
        },
        ["defaultContentType"] = "application/cloudevents+json",
        ["channels"] = Each(e => new JsonObject
        {
            ["address"] = $"{EventTypes.ShortName(e.Type)}.{e.Key}",
            ["messages"] = new JsonObject { [EventTypes.ShortName(e.Type)] = Reference($"#/components/messages/{EventTypes.ShortName(e.Type)}") },
            ["parameters"] = new JsonObject(e.Key.Split('.').Select(p => KeyValuePair.Create(p.Trim('{', '}'), (JsonNode?)new JsonObject()))),
            ["bindings"] = new JsonObject
            {
                ["amqp"] = new JsonObject
                {
                    ["is"] = "routingKey",
                    ["exchange"] = new JsonObject { ["name"] = options.Exchange, ["type"] = "topic", ["durable"] = true },
                },
            },
        }),
        ["operations"] = Each(e => new JsonObject
        {
            ["action"] = "send",
            ["summary"] = e.Summary,
            ["channel"] = Reference($"#/channels/{EventTypes.ShortName(e.Type)}"),
        }),
        ["components"] = new JsonObject
        {
            ["messages"] = Each(e => new JsonObject
            {
                ["name"] = e.Type,
                ["summary"] = e.Summary,
                ["contentType"] = "application/cloudevents+json",
                ["payload"] = Envelope(e.Type, e.Data),
            }),
        },
    };

    private static JsonObject Envelope(string type, Type data) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("specversion", "id", "source", "type", "subject", "time", "sequence", "data"),
        ["properties"] = new JsonObject
        {
            ["specversion"] = new JsonObject { ["const"] = "1.0" },
            ["id"] = new JsonObject { ["type"] = "string", ["description"] = "Comes from content: the same event has the same id, however often it is sent." },
            ["source"] = new JsonObject { ["const"] = FeedWriter.Source },
            ["type"] = new JsonObject { ["const"] = type },
            ["subject"] = new JsonObject { ["type"] = "string" },
            ["time"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            ["datacontenttype"] = new JsonObject { ["const"] = "application/json" },
            ["sequence"] = new JsonObject { ["type"] = "string", ["description"] = "The position in the feed, as text that sorts as the numbers do." },
            ["traceparent"] = new JsonObject { ["type"] = "string", ["description"] = "W3C trace context of the release." },
            ["data"] = WireJson.Options.GetJsonSchemaAsNode(data),
        },
    };

    private static JsonObject Each(Func<(string Type, Type Data, string Key, string Summary), JsonObject> part) =>
        new(Events.Select(e => KeyValuePair.Create(EventTypes.ShortName(e.Type), (JsonNode?)part(e))));

    private static JsonObject Reference(string to) => new() { ["$ref"] = to };
}
