using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.Definitions;

/// <summary>Collects the mistakes of one file, so that one run tells them all.</summary>
/// <param name="file">The file's name.</param>
public sealed class DefinitionErrors(string file)
{
    private readonly List<DefinitionError> _errors = [];

    /// <summary>The mistakes by line and column, each once: what stands once in a file may be read for many.</summary>
    public IReadOnlyList<DefinitionError> InOrder => [.. _errors.Distinct().OrderBy(e => e.Line).ThenBy(e => e.Column)];

    /// <summary>Whether there are mistakes.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>Notes a mistake where a node begins.</summary>
    public void Add(YamlNode node, string message)
    {
        ArgumentNullException.ThrowIfNull(node);
        Add(node.Start, message);
    }

    internal void Add(Mark place, string message) =>
        _errors.Add(new DefinitionError(file, (int)Math.Max(1, place.Line), (int)Math.Max(1, place.Column), message));
}
