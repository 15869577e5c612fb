namespace Utanforskap.Definitions;

/// <summary>A mistake in a definition file.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Column">1-based column.</param>
/// <param name="Message">What is wrong and what is expected.</param>
public sealed record DefinitionError(string File, int Line, int Column, string Message)
{
    /// <summary>E.g. <c>population.yaml(7,3): unknown field "tilte" in a register; did you mean "title"? …</c></summary>
    public override string ToString() => $"{File}({Line},{Column}): {Message}";
}

/// <summary>Definition files that cannot be used. The message names every mistake with file, line and column, one to a line.</summary>
public sealed class DefinitionException(IReadOnlyList<DefinitionError> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>The mistakes; never empty.</summary>
    public IReadOnlyList<DefinitionError> Errors { get; } = errors;
}
