using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Testing;

/// <summary>Stands in for the service before the one that is tested: real HTTP over columns in memory, release by release.</summary>
public sealed class ColumnSource : IAsyncDisposable
{
    private readonly List<(long Release, string Register, AreaColumn Column)> _written = [];
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly WebApplication _app;

    private ColumnSource(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>Method, path and number of columns of each request so far.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>How many requests are answered with 503 before the next that is not.</summary>
    public int Faults { get; set; }

    /// <summary>Changes of division that are known, by the ids of both.</summary>
    public Dictionary<(string From, string To), DivisionChangeRecord> Changes { get; } = [];

    /// <summary>Series whose columns are handed over with their areas out of order, as a faulty service might.</summary>
    public HashSet<string> Disordered { get; } = [];

    /// <summary>Versions of the series' definitions; 1 where none is given.</summary>
    public Dictionary<string, int> Versions { get; } = [];

    /// <summary>Series whose reading is answered with something that is not JSON.</summary>
    public HashSet<string> Garbled { get; } = [];

    public static async Task<ColumnSource> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.ConfigureHttpJsonOptions(json => WireJson.Apply(json.SerializerOptions));
        var source = new ColumnSource(builder.Build());
        source.Map();
        await source._app.StartAsync();
        return source;
    }

    /// <summary>A release: columns whole, as they stand after it. Series are <c>register/measure</c>, or whole names where the register is empty.</summary>
    public void Release(long number, string register, params IEnumerable<AreaColumn> columns) =>
        _written.AddRange(columns.Select(c => (number, register, c)));

    /// <summary>A column of ordinary figures; null is missing.</summary>
    public static AreaColumn Column(string series, string division, string period, params (string Area, double? Value)[] cells)
    {
        var sorted = cells.OrderBy(c => c.Area, StringComparer.Ordinal).ToArray();
        return new(series, division, period, [.. sorted.Select(c => c.Area)], [.. sorted.Select(c => c.Value)],
            [.. sorted.Select(c => c.Value is null ? FigureStatus.Missing : FigureStatus.Figure)]);
    }

    /// <summary>What a release changed against the one before.</summary>
    public ReleaseChanges ChangesOf(long release)
    {
        var written = _written.Where(w => w.Release == release).ToList();
        var register = written.Count > 0 ? written[0].Register : "";
        return new(release, register,
        [
            .. written.Select(w => (w.Column, Before: AsOf(release - 1, w.Column.Series, w.Column.Division, w.Column.Period)))
                .Select(c => new ReleaseChangedColumn(
                    register.Length > 0 ? c.Column.Series[(register.Length + 1)..] : c.Column.Series,
                    c.Column.Division, c.Column.Period, c.Before is null ? ChangeKind.NewPeriod : ChangeKind.Revision, Differing(c.Before, c.Column)))
                .Where(c => c.Areas.Count > 0),
        ]);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static string[] Differing(AreaColumn? before, AreaColumn after)
    {
        var known = before is null ? [] : Cells(before);
        return [.. Cells(after).Where(c => !known.TryGetValue(c.Key, out var old) || old != c.Value).Select(c => c.Key).Order(StringComparer.Ordinal)];
    }

    private static Dictionary<string, (double?, FigureStatus)> Cells(AreaColumn column) =>
        Enumerable.Range(0, column.Areas.Count).ToDictionary(i => column.Areas[i], i => (column.Values[i], column.Status[i]));

    private AreaColumn HandedOver(AreaColumn column) => Disordered.Contains(column.Series) && column.Areas.Count > 1
        ? column with { Areas = [.. column.Areas.Reverse()] }
        : column;

    private AreaColumn? AsOf(long release, string series, string division, string period) => _written
        .Where(w => w.Release <= release && w.Column.Series == series && w.Column.Division == division && w.Column.Period == period)
        .OrderBy(w => w.Release).LastOrDefault().Column;

    private void Map()
    {
        _app.Use(async (context, next) =>
        {
            _requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
            if (Faults > 0)
            {
                Faults--;
                context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
                return;
            }

            await next(context);
        });
        _app.MapGet("/releases/{number:long}/changes", (long number) => ChangesOf(number));
        _app.MapGet("/releases/{number:long}", (long number) => new RecalculatedRelease(
            number, $"run{number}", [.. ChangesOf(number).Columns.Select(c => new ColumnName(c.Measure, c.Division, c.Period))]));
        _app.MapPost("/columns/read", (ColumnsRequest request) => request.Keys.Any(k => Garbled.Contains(k.Series))
            ? Results.Text("<html>not what you think</html>", "application/json")
            : Results.Ok(request.Keys.Select(k => AsOf(request.AsOf, k.Series, k.Division, k.Period)).OfType<AreaColumn>().Select(HandedOver)));
        _app.MapGet("/divisions/{from}/changes/{to}", (string from, string to) =>
            Changes.TryGetValue((from, to), out var change) ? Results.Ok(change) : Results.NotFound());
        _app.MapGet("/indicators/versions", (long asOf) => _written.Where(w => w.Release <= asOf).Select(w => w.Column.Series).Distinct()
            .ToDictionary(series => series, series => Versions.GetValueOrDefault(series, 1)));
        _app.MapGet("/columns/keys", (string? series, long asOf) => _written
            .Where(w => w.Release <= asOf && (string.IsNullOrEmpty(series) || w.Column.Series == series))
            .Select(w => new ColumnName(w.Column.Series, w.Column.Division, w.Column.Period)).Distinct());
    }
}
