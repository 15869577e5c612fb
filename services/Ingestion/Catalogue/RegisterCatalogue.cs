using System.Diagnostics.CodeAnalysis;
using Utanforskap.Definitions;

namespace Utanforskap.Ingestion.Catalogue;

/// <summary>All registers of a folder of YAML files, in id order.</summary>
public sealed class RegisterCatalogue
{
    private readonly Dictionary<string, Register> _byId;

    /// <summary>A catalogue of these registers.</summary>
    public RegisterCatalogue(IEnumerable<Register> registers)
    {
        Registers = [.. registers.OrderBy(r => r.Id, StringComparer.Ordinal)];
        _byId = Registers.ToDictionary(r => r.Id, StringComparer.Ordinal);
    }

    /// <summary>The registers.</summary>
    public IReadOnlyList<Register> Registers { get; }

    /// <summary>Reads a folder of YAML files; a <see cref="DefinitionException"/> tells every mistake. No two registers have the same id or table.</summary>
    public static RegisterCatalogue Load(string folder) => new(DefinitionFolder.Read(folder, "Registers:Folder", RegisterFile.Read, "id", "table"));

    /// <summary>Whether there is such a register.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out Register? register) => _byId.TryGetValue(id, out register);
}
