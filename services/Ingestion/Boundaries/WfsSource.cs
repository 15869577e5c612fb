using System.Globalization;
using System.Net;
using System.Text.Json;
using Utanforskap.Geography.Changes;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Sources;

namespace Utanforskap.Ingestion.Boundaries;

/// <summary>Reads layers of borders over WFS 2.0 (GetFeature as GeoJSON), some areas at a time, so that no answer is large.</summary>
internal sealed class WfsSource(HttpClient http)
{
    private const int AreasAtATime = 1000;
    private const int MostAreas = 2_000_000;
    private const long MostBytesOfAnswer = 512L << 20;

    /// <summary>Reads a register's layer whole.</summary>
    /// <exception cref="SourceUnavailableException">It cannot be read just now.</exception>
    /// <exception cref="TableMissingException">There is no such layer.</exception>
    /// <exception cref="SourceRequestRefusedException">The source says no.</exception>
    /// <exception cref="SourceFormatException">It is no layer of areas.</exception>
    public async Task<LayerReading> ReadAsync(Register register, Uri source, CancellationToken cancellationToken)
    {
        var layer = register.Boundaries!;
        var raw = RawBody.Create();
        try
        {
            var areas = new List<AreaShape>();
            GeoJsonPage page;
            int? srid = null;
            do
            {
                page = await PageAsync(register, layer, Address(source, register.Table, layer, areas.Count), raw, cancellationToken);
                areas.AddRange(page.Areas);
                srid ??= page.Srid;
            }
            while (page.Areas.Count > 0 && areas.Count < MostAreas && (page.Matched is { } matched ? areas.Count < matched : page.Areas.Count == AreasAtATime));

            return page.Matched > areas.Count
                ? throw new SourceFormatException("the layer", string.Create(CultureInfo.InvariantCulture, $"it says that it has {page.Matched} areas and gives {areas.Count}"))
                : new LayerReading(new BoundarySet(layer.Division, srid, [.. areas.OrderBy(a => a.Code, StringComparer.Ordinal)]), raw);
        }
        catch
        {
            await raw.DisposeAsync();
            throw;
        }
    }

    private async Task<GeoJsonPage> PageAsync(Register register, BoundaryLayer layer, Uri address, RawBody raw, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType?.Contains("xml", StringComparison.OrdinalIgnoreCase) == true)
            {
                await RefusedAsync(register, address, answer.StatusCode, body, cancellationToken);
            }

            return await raw.RecordAsync(
                new BoundedStream(body, MostBytesOfAnswer),
                async stream =>
                {
                    using var document = await JsonDocument.ParseAsync(stream, default, cancellationToken);
                    return GeoJsonPage.Read(document.RootElement, layer);
                },
                cancellationToken);
        }
        catch (JsonException wrong)
        {
            throw new SourceFormatException("the answer", $"it is no JSON: {wrong.Message}", wrong);
        }
        catch (Exception away) when (away is HttpRequestException or IOException
            || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new SourceUnavailableException($"The layer {register.Table} cannot be read at {address.Authority}: {away.Message}", inner: away);
        }
    }

    /// <summary>GeoServer says no with an exception report in XML, for some faults with status 200.</summary>
    private static async Task RefusedAsync(Register register, Uri address, HttpStatusCode status, Stream body, CancellationToken cancellationToken)
    {
        var beginning = new byte[2000];
        var length = await body.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellationToken);
        var text = System.Text.Encoding.UTF8.GetString(beginning, 0, length);
        if (status is HttpStatusCode.NotFound or HttpStatusCode.Gone || text.Contains(" unknown", StringComparison.OrdinalIgnoreCase))
        {
            throw new TableMissingException(register.Table, address);
        }

        if ((int)status is 408 or 429 or >= 500)
        {
            throw new SourceUnavailableException(string.Create(
                CultureInfo.InvariantCulture, $"The layer {register.Table} cannot be read at {address.Authority}, which answers {(int)status}."));
        }

        throw new SourceRequestRefusedException(address, status, text);
    }

    private static Uri Address(Uri source, string table, BoundaryLayer layer, int start) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{source.GetLeftPart(UriPartial.Path)}?service=WFS&version=2.0.0&request=GetFeature&typeNames={Uri.EscapeDataString(table)}&outputFormat=application/json&srsName=EPSG:{BoundarySet.Metres}&sortBy={Uri.EscapeDataString(layer.Code)}&count={AreasAtATime}&startIndex={start}"));
}
