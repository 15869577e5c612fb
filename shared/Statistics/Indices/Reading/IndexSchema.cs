using System.Text.Json;
using System.Text.Json.Nodes;
using Utanforskap.Definitions;
using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Steps;
using Utanforskap.Statistics.Indices.Summaries;

namespace Utanforskap.Statistics.Indices.Reading;

/// <summary>The JSON Schema of index definitions, made of the same records that the reader uses; <c>index.schema.json</c> holds it for editors.</summary>
public static class IndexSchema
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema's text (draft 2020-12).</summary>
    public static string Text()
    {
        var root = Object(
            ["index", "version", "inputs", "series"],
            ("index", Ref("slug")), ("version", Ref("text")), ("status", Words<DefinitionStatus>()), ("name", Ref("names")), ("source", Ref("text")),
            ("areas", Object([], ("key", Ref("text")), ("require", Ref("texts")), ("available", Ref("share")), ("at-least", Map(Type("number"))), ("at-most", Map(Type("number"))))),
            ("missing", Ref("texts")), ("inputs", OneOf(Ref("texts"), Map(OneOf(Type("null"), Type("string"), Ref("input"))))),
            ("series", Map(Ref("series"))),
            ("summaries", Map(Object(["by", "measures"], ("by", Ref("text")), ("population", Ref("text")), ("measures", Map(Object(
                ["kind", "of"], ("kind", Words<MeasureKind>()), ("of", Ref("text")), ("share", Ref("share")), ("highest-first", Type("boolean")))))))),
            ("certainty", Certainty()));
        root["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        root["$id"] = "https://utanforskap.se/schemas/index.schema.json";
        root["title"] = "An index: inputs, and series that are made of them";
        root["$defs"] = new JsonObject
        {
            ["slug"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[a-z0-9]+(-[a-z0-9]+)*$" },
            ["text"] = new JsonObject { ["type"] = new JsonArray("string", "number"), ["minLength"] = 1 },
            ["texts"] = Array(Ref("text")),
            ["share"] = new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 },
            ["pair"] = new JsonObject { ["type"] = "array", ["items"] = Type("number"), ["minItems"] = 2, ["maxItems"] = 2 },
            ["names"] = Object(["sv", "en"], ("sv", Ref("text")), ("en", Ref("text"))),
            ["input"] = Object(
                [],
                ("column", Ref("text")), ("numerator", Ref("text")), ("denominator", Ref("text")), ("per", Type("number")),
                ("direction", new JsonObject { ["enum"] = new JsonArray("rising", "falling") }), ("missing", Ref("texts")), ("thousands", Ref("text")), ("suffix", Ref("text")), ("range", Ref("pair")),
                ("target", Type("number")), ("goalposts", Ref("pair")), ("period-column", Ref("text")), ("maximum-age", Type("integer")), ("optional", Type("boolean")), ("definition-version", Ref("text")),
                ("bridges", Map(Object([], ("multiply", Type("number")), ("add", Type("number"))))), ("note", Ref("text"))),
            ["parts"] = OneOf(Ref("texts"), Map(Type("number"))),
            ["series"] = Object([], [.. SeriesReader.Fields.Select(field => (field, Series(field)))]),
            ["step"] = new JsonObject { ["oneOf"] = new JsonArray([.. Steps()]) },
        };
        return root.ToJsonString(Layout) + "\n";
    }

    private static JsonObject Certainty() => Object(
        [],
        ("of", Ref("text")), ("ranks", Ref("text")),
        ("precision", Map(Object(
            [],
            ("decimals", Type("integer")), ("cell-key", Object(["variance", "largest"], ("variance", Type("number")), ("largest", Type("integer")))),
            ("suppressed-below", Type("integer")), ("suppressed-where", Ref("text"))))),
        ("chance", Object(
            ["inputs"],
            ("inputs", Map(Object([], ("size", Ref("text")), ("per", Type("number")), ("household", Type("number")), ("design-effect", Type("number"))))),
            ("correlation", OneOf(Type("number"), Array(Array(Type("number"))))), ("years", Ref("share")))),
        ("choice", Object(
            [], ("weights", Map(Type("number"))), ("limits", Map(Type("number"))), ("alternatives", Map(Map(Map(Array(Ref("step")))))))));

    private static JsonObject Series(string field) => field switch
    {
        "each" => OneOf(Ref("texts"), new JsonObject { ["const"] = "inputs" }),
        "from" => Ref("text"),
        "ratio" => Object(["numerator", "denominator"], ("numerator", Ref("text")), ("denominator", Ref("text")), ("per", Type("number"))),
        "weights" => Words<Weighting>(),
        "missing" => new JsonObject { ["enum"] = new JsonArray("require", "drop") },
        "available" or "drop-loadings-below" => Ref("share"),
        "renormalise" or "shown" => Type("boolean"),
        "exponent" => Type("number"),
        "count" => new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
        "steps" => Array(Ref("step")),
        "class-names" => Array(Ref("names")),
        _ => Ref("parts"),
    };

    private static IEnumerable<JsonNode> Steps()
    {
        yield return new JsonObject { ["enum"] = new JsonArray([.. StepKinds.All.Values.Where(kind => kind.Fields.All(field => !field.IsRequired)).Select(kind => JsonValue.Create(kind.Name)), "orient", "percentile-rank"]) };
        foreach (var kind in StepKinds.All.Values)
        {
            yield return Step(kind.Name, [.. kind.Fields.Where(field => field.IsRequired && kind.Name is not ("goalposts" or "distance-to-target")).Select(field => field.Name)], [.. kind.Fields.Select(field => (field.Name, Of(field.Type)))]);
        }

        yield return Step("orient", [], [("by", new JsonObject { ["enum"] = new JsonArray("negate", "complement") }), ("of", Type("number"))]);
        yield return Step("percentile-rank", [], [("ties", Words<Ties>())]);
        yield return Step("worse-than", [], [("value", Type("number")), ("deviations", Type("number")), ("percentile", Type("number")), ("of-median", Type("number")), ("sample", Type("boolean"))]);
    }

    private static JsonObject Step(string name, string[] required, (string Name, JsonNode Schema)[] fields) => Object([name], (name, fields.Length == 0
        ? Object([], ("within", Ref("text")), ("weight", Ref("text")))
        : OneOf(fields[0].Schema.DeepClone(), Object(required, [.. fields, ("within", Ref("text")), ("weight", Ref("text"))]))));

    private static JsonObject Of(Type type) =>
        type == typeof(double) ? Type("number")
        : type == typeof(int) ? Type("integer")
        : type == typeof(bool) ? Type("boolean")
        : type.IsEnum ? new JsonObject { ["enum"] = new JsonArray([.. Enum.GetValues(type).Cast<Enum>().Select(word => JsonValue.Create(YamlFields.WordOf(word)))]) }
        : Array(Type("number"));

    private static JsonObject Words<TEnum>()
        where TEnum : struct, Enum => (JsonObject)Of(typeof(TEnum));

    private static JsonObject Type(string name) => new() { ["type"] = name };

    private static JsonObject Ref(string name) => new() { ["$ref"] = $"#/$defs/{name}" };

    private static JsonObject Array(JsonNode items) => new() { ["type"] = "array", ["items"] = items };

    private static JsonObject Map(JsonNode values) => new() { ["type"] = "object", ["additionalProperties"] = values };

    private static JsonObject OneOf(params JsonNode[] options) => new() { ["oneOf"] = new JsonArray(options) };

    private static JsonObject Object(string[] required, params (string Name, JsonNode Schema)[] fields)
    {
        var properties = new JsonObject();
        foreach (var (name, schema) in fields)
        {
            properties[name] = schema;
        }

        var made = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (required.Length > 0)
        {
            made["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]);
        }

        return made;
    }
}
