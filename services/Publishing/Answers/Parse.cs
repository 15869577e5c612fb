using System.Globalization;

namespace Utanforskap.Publishing.Answers;

/// <summary>Reads parameters; a wrong one becomes a problem that says what would be right.</summary>
internal static class Parse
{
    /// <summary>How many items a page has.</summary>
    public static int Limit(string? limit, int byDefault, int most)
    {
        if (limit is null)
        {
            return byDefault;
        }

        return int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= most
            ? n
            : throw RequestProblem.Wrong("limit", $"'{limit}' is not a number from 1 to {most}.", [$"1–{most}"]);
    }

    /// <summary>A cursor that is a number, as this API gave it in <c>next</c>.</summary>
    public static long Cursor(string? after, long byDefault)
    {
        if (after is null)
        {
            return byDefault;
        }

        return long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n
            : throw RequestProblem.Wrong("after", $"'{after}' is no cursor: give what an earlier answer had in next.");
    }

    public static bool Yes(string parameter, string? value) => value switch
    {
        null or "false" => false,
        "true" or "" => true,
        _ => throw RequestProblem.Wrong(parameter, $"'{value}' is neither true nor false.", ["true", "false"]),
    };

    public static string Required(string parameter, string? value, string what) =>
        string.IsNullOrEmpty(value) ? throw RequestProblem.Wrong(parameter, $"The parameter {parameter} is missing: {what}.") : value;
}
