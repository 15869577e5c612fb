using Utanforskap.Contracts;
using Utanforskap.Definitions;

namespace Utanforskap.Indicators.Definitions;

/// <summary>All indicators, in id order. Immutable.</summary>
public sealed class IndicatorCatalogue
{
    public IndicatorCatalogue(IEnumerable<IndicatorDefinition> definitions)
    {
        All = [.. definitions.OrderBy(d => d.Id, StringComparer.Ordinal)];
        Hash = ContentId.Of(["indicators", .. All.Select(d => d.Hash)]);
    }

    /// <summary>The definitions.</summary>
    public IReadOnlyList<IndicatorDefinition> All { get; }

    /// <summary>H of all definitions.</summary>
    public string Hash { get; }

    /// <summary>Reads a folder of YAML files; a <see cref="DefinitionException"/> tells every mistake.</summary>
    public static IndicatorCatalogue Load(string folder) => new(DefinitionFolder.Read(folder, "Indicators:Folder", (text, root, errors) => IndicatorFile.Read(text, root, errors), "id"));
}
