using Microsoft.Extensions.Options;
using Utanforskap.Ingestion.Boundaries;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Sources;

namespace Utanforskap.Ingestion.Watching;

/// <summary>Reads registers at their sources, whose addresses are settings (<c>Sources:NAME:Url</c>).</summary>
internal sealed class SourceReaders(PxWebApiClients clients, FileSource files, WfsSource layers, IConfiguration configuration)
{
    /// <summary>When the source says that each table last changed, by table id; one listing. The registers share a source.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset?>> ListAsync(IReadOnlyList<Register> registers, CancellationToken cancellationToken)
    {
        if (registers[0].Source.Kind is SourceKind.File or SourceKind.Wfs)
        {
            // A file or a layer says nothing of itself before it is read: only the full reads read it.
            return registers.ToDictionary(r => r.Table, _ => (DateTimeOffset?)null, StringComparer.Ordinal);
        }

        var tables = await clients.For(AddressOf(registers[0], configuration)).ListTablesAsync(new TableQuery(), cancellationToken);
        return tables.GroupBy(t => t.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Updated, StringComparer.Ordinal);
    }

    /// <summary>Reads a register's selection of its table.</summary>
    public Task<TableReading> ReadAsync(Register register, CancellationToken cancellationToken)
    {
        if (register.Source.Kind == SourceKind.File)
        {
            return files.ReadAsync(register, AddressOf(register, configuration), cancellationToken);
        }

        return clients.For(AddressOf(register, configuration)).ReadTableAsync(register.Table, SelectionOf(register), ReadLimits.Standard, cancellationToken);
    }

    /// <summary>Reads the layer of a register of borders.</summary>
    public Task<LayerReading> ReadLayerAsync(Register register, CancellationToken cancellationToken) =>
        layers.ReadAsync(register, AddressOf(register, configuration), cancellationToken);

    /// <summary>The register's selection; a table may lack the categories that only optional measures name.</summary>
    internal static TableSelection SelectionOf(Register register)
    {
        return new([.. register.Selection.Select(s => new DimensionSelection(s.Key, s.Value) { MayLack = OnlyOptional(s.Key) })]) { All = true };

        HashSet<string> OnlyOptional(string dimension) =>
            [.. CategoriesOf(dimension, optional: true).Except(CategoriesOf(dimension, optional: false), StringComparer.OrdinalIgnoreCase)];

        IEnumerable<string> CategoriesOf(string dimension, bool optional) =>
            register.Measures.Where(m => m.Optional == optional && m.Cells.ContainsKey(dimension)).Select(m => m.Cells[dimension]);
    }

    /// <summary>Whether a register is watched: it is not delivered, and its borders' source, which a system may do without, has an address.</summary>
    public static bool IsWatched(Register register, IConfiguration configuration) => register.Source.Kind switch
    {
        SourceKind.Delivery => false,
        SourceKind.Wfs => configuration[SettingOf(register)] is { Length: > 0 },
        _ => true,
    };

    /// <summary>The source's address.</summary>
    /// <exception cref="OptionsValidationException">No address is set, or it is none.</exception>
    public static Uri AddressOf(Register register, IConfiguration configuration)
    {
        var setting = SettingOf(register);
        return Uri.TryCreate(configuration[setting], UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new OptionsValidationException(setting, typeof(Uri), [$"The setting {setting} must be the address of the source of {register.Id}, as in https://statistikdatabasen.scb.se/api/v2."]);
    }

    private static string SettingOf(Register register) => $"Sources:{register.Source.Name}:Url";
}
