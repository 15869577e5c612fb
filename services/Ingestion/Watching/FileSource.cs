using System.Net;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Deliveries;
using Utanforskap.Ingestion.Gates;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Ingestion.Storage;

namespace Utanforskap.Ingestion.Watching;

/// <summary>Reads registers that their source offers as a file at an address.</summary>
internal sealed class FileSource(HttpClient http, IDbContextFactory<IngestionDb> contexts)
{
    /// <summary>Reads the file and brings it to the register's codes.</summary>
    /// <exception cref="SourceUnavailableException">It cannot be read just now.</exception>
    /// <exception cref="TableMissingException">There is no such file.</exception>
    /// <exception cref="SourceFormatException">It is no table.</exception>
    public async Task<TableReading> ReadAsync(Register register, Uri source, CancellationToken cancellationToken)
    {
        var address = new Uri($"{source.AbsoluteUri.TrimEnd('/')}/{register.Source.Path}");
        var raw = RawBody.Create();
        try
        {
            await FetchAsync(register, address, raw, cancellationToken);
            await using var body = raw.OpenRead();
            var cube = await FormatReader.ReadAsync(body, address.AbsolutePath, ReadLimits.Standard, cancellationToken);
            return new TableReading(DeliveryMapping.Map(cube, await ShapeAsync(register, cancellationToken)), raw, 1);
        }
        catch
        {
            await raw.DisposeAsync();
            throw;
        }
    }

    private async Task FetchAsync(Register register, Uri address, RawBody raw, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            {
                throw new TableMissingException(register.Table, address);
            }

            answer.EnsureSuccessStatusCode();
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            await raw.RecordAsync(new BoundedStream(body, ReadLimits.Standard.Bytes), cancellationToken);
        }
        catch (Exception away) when (away is HttpRequestException or IOException
            || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new SourceUnavailableException($"The file {address} cannot be read: {away.Message}", inner: away);
        }
    }

    private async Task<TableShape?> ShapeAsync(Register register, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await database.Shapes.AsNoTracking().FirstOrDefaultAsync(s => s.Register == register.Id, cancellationToken);
        return row is null ? null : TableShape.FromBytes(row.Shape);
    }
}
