namespace Utanforskap.Ingestion.Catalogue;

/// <summary>A mistake in a catalogue file.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Column">1-based column.</param>
/// <param name="Message">What is wrong and what is expected.</param>
public sealed record CatalogueError(string File, int Line, int Column, string Message)
{
    /// <summary>E.g. <c>population.yaml(7,3): unknown field "tabel"; expected one of …</c></summary>
    public override string ToString() => $"{File}({Line},{Column}): {Message}";
}

/// <summary>Catalogue files that cannot be used. The message names every mistake with file, line and column.</summary>
public sealed class CatalogueException(IReadOnlyList<CatalogueError> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>The mistakes; never empty.</summary>
    public IReadOnlyList<CatalogueError> Errors { get; } = errors;
}
