using YamlDotNet.RepresentationModel;

namespace Utanforskap.ServiceDefaults.Definitions;

/// <summary>A mistake in a definition file.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Column">1-based column.</param>
/// <param name="Message">What is wrong and what is expected.</param>
public sealed record DefinitionError(string File, int Line, int Column, string Message)
{
    /// <summary>E.g. <c>population.yaml(7,3): unknown field "tilte"; expected one of …</c></summary>
    public override string ToString() => $"{File}({Line},{Column}): {Message}";
}

/// <summary>Definition files that cannot be used. The message names every mistake with file, line and column.</summary>
public sealed class DefinitionException(IReadOnlyList<DefinitionError> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>The mistakes; never empty.</summary>
    public IReadOnlyList<DefinitionError> Errors { get; } = errors;
}

/// <summary>Collects the mistakes of one file, so that one run tells them all.</summary>
public sealed class DefinitionErrors(string file)
{
    private readonly List<DefinitionError> _errors = [];

    public IReadOnlyList<DefinitionError> InOrder => [.. _errors.OrderBy(e => e.Line).ThenBy(e => e.Column)];

    public bool Any => _errors.Count > 0;

    public void Add(YamlNode node, string message)
    {
        ArgumentNullException.ThrowIfNull(node);
        Add(node.Start.Line, node.Start.Column, message);
    }

    public void Add(long line, long column, string message) =>
        _errors.Add(new DefinitionError(file, (int)Math.Max(1, line), (int)Math.Max(1, column), message));
}
