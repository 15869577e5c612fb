using System.Diagnostics.CodeAnalysis;

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

    /// <summary>Reads every <c>*.yaml</c> file of a folder.</summary>
    /// <exception cref="CatalogueException">A file has mistakes, two files name the same register or table, or the folder has no files.</exception>
    public static RegisterCatalogue Load(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).ToArray() : [];
        if (files.Length == 0)
        {
            throw new CatalogueException([new CatalogueError(folder, 1, 1, "the folder has no register files (*.yaml); set Registers:Folder")]);
        }

        var registers = new List<(string File, Register Register)>();
        var errors = new List<CatalogueError>();
        foreach (var path in files)
        {
            var file = Path.GetFileName(path);
            var (register, mistakes) = RegisterFile.Read(file, File.ReadAllText(path));
            errors.AddRange(mistakes);
            if (register is null)
            {
                continue;
            }

            if (registers.FirstOrDefault(r => r.Register.Id == register.Id || r.Register.Table == register.Table) is { File: not null } twin)
            {
                errors.Add(new CatalogueError(file, 1, 1, $"{twin.File} has the same id or table already"));
            }

            registers.Add((file, register));
        }

        return errors.Count > 0 ? throw new CatalogueException(errors) : new RegisterCatalogue(registers.Select(r => r.Register));
    }

    /// <summary>Whether there is such a register.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out Register? register) => _byId.TryGetValue(id, out register);
}
