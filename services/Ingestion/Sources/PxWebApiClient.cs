using System.Diagnostics;
using System.Net;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.ServiceDefaults.Hosting;

namespace Utanforskap.Ingestion.Sources;

/// <summary>
/// A client of one PxWebApi 2. It keeps within what the source's <c>/config</c> allows, and tries again what may pass.
/// Every operation may throw <see cref="SourceUnavailableException"/> (try later), <see cref="SourceRequestRefusedException"/> and
/// <see cref="SourceFormatException"/>. Safe for several threads.
/// </summary>
public sealed class PxWebApiClient
{
    private const int MostPages = 10_000;

    private readonly HttpClient _http;
    private readonly Uri _root;
    private readonly SourceHost _host;
    private readonly SourceOptions _options;
    private readonly TimeProvider _time;
    private (SourceConfig Config, long Read)? _config;

    internal PxWebApiClient(HttpClient http, Uri root, SourceHost host, SourceOptions options, TimeProvider time)
    {
        _http = http;
        _root = root;
        _host = host;
        _options = options;
        _time = time;
    }

    /// <summary>What the source allows; asked for once in a while.</summary>
    public Task<SourceConfig> GetConfigAsync(CancellationToken stop) => _host.OperateAsync(ConfigAsync, stop);

    /// <summary>The source's tables, over all pages.</summary>
    public Task<IReadOnlyList<TableSummary>> ListTablesAsync(TableQuery query, CancellationToken stop) =>
        OperateAsync("source list", null, token => ListAsync(query, token), stop);

    /// <summary>A table's description with all categories.</summary>
    /// <exception cref="TableMissingException">The source has no such table.</exception>
    public Task<TableMetadata> GetMetadataAsync(string table, CancellationToken stop) =>
        OperateAsync("source describe", table, async token =>
        {
            await ConfigAsync(token);
            return await MetadataAsync(table, token);
        }, stop);

    /// <summary>Reads a selection of a table, in as few calls as the source's cell limit allows; if the table changes meanwhile, from the start.</summary>
    /// <exception cref="TableMissingException">The source has no such table.</exception>
    /// <exception cref="TableRestructuredException">The table lacks what is selected.</exception>
    public Task<TableReading> ReadTableAsync(string table, TableSelection selection, ReadLimits limits, CancellationToken stop) =>
        OperateAsync("source read", table, token => new TableRead(this, table, selection, limits, _options).RunAsync(token), stop);

    internal async Task<SourceConfig> ConfigAsync(CancellationToken stop)
    {
        if (_config is { } known && _time.GetElapsedTime(known.Read) < _options.ConfigAge)
        {
            return known.Config;
        }

        var config = await GetAsync("config", SourceAnswers.ReadConfigAsync, stop);
        _host.Limiter.Allow(config.MaxCalls, config.Window);
        _config = (config, _time.GetTimestamp());
        return config;
    }

    internal async Task<TableMetadata> MetadataAsync(string table, CancellationToken stop)
    {
        var dataset = await GetAsync(
            $"tables/{Uri.EscapeDataString(table)}/metadata?outputFormat=json-stat2",
            (body, token) => JsonStat2Reader.ReadDescriptionAsync(body, ReadLimits.Standard, token),
            stop,
            table);
        var dimensions = dataset.Dimensions();
        return new TableMetadata(
            table,
            dataset.Label,
            dataset.Updated,
            dataset.NextUpdate,
            dimensions,
            dimensions.Select(d => d.Code).Where(dataset.CanEliminate).ToHashSet(StringComparer.Ordinal),
            dataset.Notes());
    }

    /// <summary>The codes of a codelist; null where the source has none of this id.</summary>
    internal async Task<(List<string> Codes, List<string> Labels)?> CodelistAsync(string codelist, CancellationToken stop)
    {
        try
        {
            return await GetAsync(
                $"codelists/{Uri.EscapeDataString(codelist)}",
                (body, token) => SourceAnswers.ReadCodelistAsync(body, codelist, token),
                stop);
        }
        catch (SourceRequestRefusedException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
        {
            return null;
        }
    }

    /// <summary>Posts a selection and hands the answer's body to <paramref name="read"/>, for each attempt anew.</summary>
    internal Task<T> PostAsync<T>(string table, ReadOnlyMemory<byte> selection, Func<Stream, CancellationToken, Task<T>> read, CancellationToken stop) =>
        SendAsync(
            () =>
            {
                var content = new ReadOnlyMemoryContent(selection);
                content.Headers.ContentType = new("application/json");
                return new HttpRequestMessage(HttpMethod.Post, Address($"tables/{Uri.EscapeDataString(table)}/data?outputFormat=json-stat2")) { Content = content };
            },
            read,
            table,
            stop);

    private async Task<IReadOnlyList<TableSummary>> ListAsync(TableQuery query, CancellationToken stop)
    {
        await ConfigAsync(stop);
        var tables = new Dictionary<string, TableSummary>(StringComparer.Ordinal);
        for (int page = 1, pages = 1; page <= pages; page++)
        {
            var path = $"tables?pageSize={query.PageSize}&pageNumber={page}&includeDiscontinued=true"
                + (query.PastDays is { } days ? $"&pastDays={days}" : "")
                + (query.Text is { } text ? $"&query={Uri.EscapeDataString(text)}" : "");
            (var found, pages) = await GetAsync(path, SourceAnswers.ReadTablesAsync, stop);
            if (pages > MostPages)
            {
                throw new SourceFormatException("/tables", $"the list claims {pages} pages; more than {MostPages} are not read");
            }

            // A table that moves between pages while they are read shows up twice.
            foreach (var table in found)
            {
                tables[table.Id] = table;
            }
        }

        return [.. tables.Values];
    }

    private Task<T> GetAsync<T>(string path, Func<Stream, CancellationToken, Task<T>> read, CancellationToken stop, string? table = null) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, Address(path)), read, table, stop);

    private Task<T> SendAsync<T>(Func<HttpRequestMessage> make, Func<Stream, CancellationToken, Task<T>> read, string? table, CancellationToken stop) =>
        _host.CallAsync(
            async (place, token) =>
            {
                using var request = make();
                using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
                place.Answer();
                await using var body = await answer.Content.ReadAsStreamAsync(token);
                if (!answer.IsSuccessStatusCode)
                {
                    throw await ErrorAsync(answer, body, request.RequestUri!, table, token);
                }

                return await read(body, token);
            },
            stop);

    private async Task<Exception> ErrorAsync(HttpResponseMessage answer, Stream body, Uri address, string? table, CancellationToken stop)
    {
        switch (answer.StatusCode)
        {
            case HttpStatusCode.NotFound when table is not null:
                return new TableMissingException(table, address);
            case HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError:
                var asked = answer.Headers.RetryAfter;
                return new TransientAnswerException(address, answer.StatusCode, asked?.Delta ?? Positive(asked?.Date - _time.GetUtcNow()));
            default:
                // What is believed of the source's limits may be out of date.
                _config = null;
                return new SourceRequestRefusedException(address, answer.StatusCode, await SourceAnswers.ReadProblemAsync(body, stop));
        }
    }

    private static TimeSpan? Positive(TimeSpan? wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait;

    private Uri Address(string path) =>
        new(_root, _options.Language is { } language ? $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}lang={language}" : path);

    private async Task<T> OperateAsync<T>(string name, string? table, Func<CancellationToken, Task<T>> operation, CancellationToken stop)
    {
        using var span = Telemetry.Source.StartActivity(name, ActivityKind.Client);
        span?.SetTag("source.host", _root.Authority);
        span?.SetTag("source.table", table);
        try
        {
            return await _host.OperateAsync(operation, stop);
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
    }
}
