using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Utanforskap.Definitions;
using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Statistics.Indices.Reading;

/// <summary>
/// Step logs as JSON. A step's <c>fitted</c> is the step itself with the parameters that it had written into it, in the language of definitions: it can be read,
/// kept in another definition, and replayed. Fitted within groups, it is one for each of them; null for a group without values.
/// </summary>
public static class StepLogFile
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The log's text.</summary>
    public static string Write(StepLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return JsonSerializer.Serialize(
            new LogText(log.Index, log.Version, log.Period, log.Areas, log.Codes, [.. log.Steps.Select(step => new StepText(
                step.Number, step.Series, step.Operation, new(step.Arguments), Fitted(step.Fit), step.Inputs, step.Output, step.Cells))]),
            Layout);
    }

    /// <summary>The log in a file's text.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="json">Its content.</param>
    /// <exception cref="IndexException">It is no log; the message says where it breaks off.</exception>
    public static StepLog Read(string file, string json)
    {
        try
        {
            var log = JsonSerializer.Deserialize<LogText>(json, Layout);
            return log is not { Index: not null, Version: not null, Codes: not null, Steps.Count: > 0 }
                ? throw new IndexException($"{file} is no log of an index: it lacks \"index\", \"version\", \"codes\" or \"steps\"")
                : new StepLog(log.Index, log.Version, log.Period, log.Areas, log.Codes, [.. log.Steps.Select((step, i) => Read(file, step, i + 1))]);
        }
        catch (JsonException unreadable)
        {
            throw new IndexException($"{file} line {unreadable.LineNumber + 1}: this is no log of an index{(unreadable.Path is { } at ? $", at {at}" : "")}");
        }
    }

    private static StepRecord Read(string file, StepText step, int number) =>
        step is not { Series: not null, Operation: not null, Output: not null, Arguments: not null, Inputs: not null } || step.Number != number
            ? throw new IndexException($"{file}: step {number} is not whole, or another stands in its place")
            : new StepRecord(number, step.Series, step.Operation, [.. step.Arguments], step.Inputs, step.Output, step.Cells ?? []) { Fit = Fit($"{file}, step {number}", step.Fitted) };

    private static JsonNode? Fitted(StepFit? fit)
    {
        if (fit is null || (fit.Whole is null ? fit.Groups.Values.Any(mapping => mapping is { Frozen: null } and not MissingMapping) : fit.Whole.Frozen is null))
        {
            return null;
        }

        return fit.Whole is { } whole
            ? JsonValue.Create(Text(whole.Frozen!))
            : new JsonObject(fit.Groups.OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => KeyValuePair.Create(group.Key, group.Value.Frozen is { } frozen ? (JsonNode?)JsonValue.Create(Text(frozen)) : null)));
    }

    private static StepFit? Fit(string where, JsonNode? fitted) => fitted switch
    {
        null => null,
        JsonObject groups => new StepFit(null, groups.ToDictionary(group => group.Key, group => group.Value is null ? new MissingMapping() : MappingOf(where, group.Value), StringComparer.Ordinal)),
        _ => new StepFit(MappingOf(where, fitted), new Dictionary<string, Mapping>()),
    };

    /// <summary>A step whose parameters are given finds the same whatever it is fitted to.</summary>
    private static Mapping MappingOf(string where, JsonNode? text)
    {
        if (text is not JsonValue value || !value.TryGetValue<string>(out var yaml))
        {
            throw new IndexException($"{where}: \"fitted\" is a step in the language of definitions, or one for each group");
        }

        var (steps, mistakes) = DefinitionFile.Read(where, yaml, (root, errors) => new StepReader(errors).Read([root], input: null));
        return steps is [var step] ? step.Fit([], []) : throw new IndexException(string.Join("; ", mistakes));
    }

    private static string Text(Step step) => IndexWriter.StepFields(step with { Within = null, Weight = null }) is { Count: > 0 } fields ? $"{step.Name}: {IndexWriter.Braced(fields)}" : step.Name;

    private sealed record LogText(string Index, string Version, int? Period, int Areas, string Codes, IReadOnlyList<StepText> Steps);

    private sealed record StepText(
        int Number, string Series, string Operation, Dictionary<string, string> Arguments, JsonNode? Fitted, IReadOnlyList<string> Inputs, string Output, IReadOnlyList<CellRecord>? Cells);
}
