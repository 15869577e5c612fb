using Utanforskap.ServiceDefaults.Definitions;

namespace Utanforskap.Classification.Methods;

/// <summary>All methods, in id order. Immutable.</summary>
public sealed class MethodCatalogue
{
    public MethodCatalogue(IEnumerable<MethodDefinition> definitions)
    {
        All = [.. definitions.OrderBy(d => d.Id, StringComparer.Ordinal)];
        if (All.GroupBy(d => d.Id).FirstOrDefault(g => g.Count() > 1) is { } twins)
        {
            throw new DefinitionException([new DefinitionError(twins.Key + ".yaml", 1, 1, $"the id {twins.Key} is defined more than once")]);
        }
    }

    /// <summary>The definitions.</summary>
    public IReadOnlyList<MethodDefinition> All { get; }

    /// <summary>The method with this id, or null.</summary>
    public MethodDefinition? Find(string id) => All.FirstOrDefault(m => m.Id == id);

    /// <summary>Reads a folder of YAML files; a <see cref="DefinitionException"/> tells every mistake.</summary>
    public static MethodCatalogue Load(string folder) => new(DefinitionFolder.Read(folder, MethodFile.Read));
}
