using System.Text.Json;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>The few steps that reading an object or list by its members takes.</summary>
internal static class JsonTokenSteps
{
    /// <summary>Moves to the start of an object or array.</summary>
    public static async ValueTask EnterAsync(this JsonTokens json, JsonTokenType kind, string expected, CancellationToken stop)
    {
        if (await json.NextAsync(stop) != kind)
        {
            throw json.Unexpected(expected);
        }
    }

    /// <summary>Moves to the next member's name; null at the object's end.</summary>
    public static async ValueTask<string?> NextMemberAsync(this JsonTokens json, CancellationToken stop) =>
        await json.NextAsync(stop) == JsonTokenType.PropertyName ? json.Text() : null;

    /// <summary>Moves to a text, or null.</summary>
    public static async ValueTask<string?> NextTextAsync(this JsonTokens json, CancellationToken stop) =>
        await json.NextAsync(stop) == JsonTokenType.Null ? null : json.TextOrFail("text");

    /// <summary>The text at hand.</summary>
    public static string TextOrFail(this JsonTokens json, string expected) =>
        json.Kind == JsonTokenType.String ? json.Text() : throw json.Unexpected(expected);

    /// <summary>Adds every text in the value that follows: a note is a text, a list, or lists by category.</summary>
    public static async ValueTask ReadNotesAsync(this JsonTokens json, List<string> notes, CancellationToken stop)
    {
        var open = 0;
        do
        {
            switch (await json.NextAsync(stop))
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    open++;
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    open--;
                    break;
                case JsonTokenType.String when json.Text().Trim() is { Length: > 0 } note:
                    notes.Add(note);
                    break;
                default:
                    break;
            }
        }
        while (open > 0);
    }
}
