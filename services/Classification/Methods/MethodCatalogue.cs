using Utanforskap.Definitions;

namespace Utanforskap.Classification.Methods;

/// <summary>All methods, in id order. Immutable.</summary>
public sealed class MethodCatalogue(IEnumerable<MethodDefinition> definitions)
{
    /// <summary>The definitions.</summary>
    public IReadOnlyList<MethodDefinition> All { get; } = [.. definitions.OrderBy(d => d.Id, StringComparer.Ordinal)];

    /// <summary>The method with this id, or null.</summary>
    public MethodDefinition? Find(string id) => All.FirstOrDefault(m => m.Id == id);

    /// <summary>Reads a folder of YAML files; a <see cref="DefinitionException"/> tells every mistake.</summary>
    public static MethodCatalogue Load(string folder) => new(DefinitionFolder.Read<MethodDefinition>(folder, "Methods:Folder", MethodFile.Read, "id"));
}
