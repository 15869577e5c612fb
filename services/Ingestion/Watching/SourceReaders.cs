using Microsoft.Extensions.Options;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Sources;

namespace Utanforskap.Ingestion.Watching;

/// <summary>Reads registers at their sources, whose addresses are settings (<c>Sources:NAME:Url</c>).</summary>
internal sealed class SourceReaders(PxWebApiClients clients, FileSource files, IConfiguration configuration)
{
    /// <summary>When the source says that each table last changed, by table id; one listing. The registers share a source.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset?>> ListAsync(IReadOnlyList<Register> registers, CancellationToken cancellationToken)
    {
        if (registers[0].Source.Kind == SourceKind.File)
        {
            // A file says nothing of itself before it is read: only the full reads read it.
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

        var selection = new TableSelection([.. register.Selection.Select(s => new DimensionSelection(s.Key, s.Value))]) { All = true };
        return clients.For(AddressOf(register, configuration)).ReadTableAsync(register.Table, selection, ReadLimits.Standard, cancellationToken);
    }

    /// <summary>The source's address.</summary>
    /// <exception cref="OptionsValidationException">No address is set, or it is none.</exception>
    public static Uri AddressOf(Register register, IConfiguration configuration)
    {
        var setting = $"Sources:{register.Source.Name}:Url";
        return Uri.TryCreate(configuration[setting], UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new OptionsValidationException(setting, typeof(Uri), [$"The setting {setting} must be the address of the source of {register.Id}, as in https://statistikdatabasen.scb.se/api/v2."]);
    }
}
