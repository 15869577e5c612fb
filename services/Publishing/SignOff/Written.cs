using Utanforskap.Publishing.Answers;

namespace Utanforskap.Publishing.SignOff;

/// <summary>A reason that someone has to write.</summary>
public sealed record Written(string? Reason)
{
    public const int Longest = 2000;

    /// <summary>The reason, or a problem if there is none.</summary>
    internal string Text(string what) => Reason?.Trim() switch
    {
        null or "" => throw RequestProblem.Wrong("reason", $"Write why {what}: {{\"reason\": \"…\"}}."),
        { Length: > Longest } => throw RequestProblem.Wrong("reason", $"The reason is longer than {Longest} characters."),
        { } text when text.Contains('\0') => throw RequestProblem.Wrong("reason", "The reason has a character that cannot be kept: U+0000."),
        { } text => text,
    };
}
