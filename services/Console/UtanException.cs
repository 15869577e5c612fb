namespace Utanforskap.Console;

/// <summary>A failure as its reader needs it: one sentence that says what is wrong and what to do. Ends the command with exit code 1.</summary>
public sealed class UtanException : Exception
{
    public UtanException(string sentence)
        : base(sentence)
    {
    }

    public UtanException()
    {
    }

    public UtanException(string sentence, Exception cause)
        : base(sentence, cause)
    {
    }
}
