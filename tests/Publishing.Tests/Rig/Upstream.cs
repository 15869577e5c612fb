using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Publishing.Tests.Rig;

/// <summary>Ingestion, Indicators and Classification in one small server, with what the test gives them. It asks for the service credential.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    public const string Credential = "between-services";

    private readonly WebApplication app;
    private readonly List<(long Release, ClassificationColumn Column)> results = [];

    private Upstream(WebApplication app) => this.app = app;

    public string Address => app.Urls.First();

    public List<MethodInfo> Methods { get; } = [];

    public List<NamedArea> Names { get; } = [];

    /// <summary>The keys of a series of Indicators; by default it has none.</summary>
    public Func<string, IEnumerable<ColumnName>> Keys { get; set; } = _ => [];

    /// <summary>What was asked, e.g. <c>GET /methods</c>.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>What Classification says of causes; by default it knows none.</summary>
    public Func<ExplanationRequest, Explanation> Explain { get; set; } = _ => new Explanation([], [], [], "Causes are not known.");

    /// <summary>What was asked of causes.</summary>
    public List<ExplanationRequest> Explained { get; } = [];

    /// <summary>The method whose results come as something that cannot be read; null if none.</summary>
    public string? Garble { get; set; }

    /// <summary>Further routes of a test.</summary>
    public IEndpointRouteBuilder Routes => app;

    public static async Task<Upstream> StartAsync(Action<Upstream>? routes = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Services.ConfigureHttpJsonOptions(json => WireJson.Apply(json.SerializerOptions));
        var upstream = new Upstream(builder.Build());
        upstream.Map();
        routes?.Invoke(upstream);
        await upstream.app.StartAsync();
        return upstream;
    }

    /// <summary>What Classification says from a release on.</summary>
    public void Result(long release, ClassificationColumn column) =>
        results.Add((release, column with { Version = Methods.FirstOrDefault(m => m.Id == column.Method)?.Version ?? column.Version }));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void Map()
    {
        app.Use(async (context, next) =>
        {
            lock (Requests)
            {
                Requests.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            }

            if (context.Request.Headers.Authorization != $"Bearer {Credential}")
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }

            await next();
        });
        app.MapGet("/methods", () => Methods);
        app.MapGet("/results/{method}", (string method, long release, string division, string period) =>
            method == Garble ? Results.Text("{\"areas\": 7", "application/json") : results.Where(r => r.Release <= release && r.Column.Method == method && r.Column.Division == division && r.Column.Period == period)
                .OrderBy(r => r.Release)
                .Select(r => r.Column with { Release = release })
                .LastOrDefault() is { } column
                ? Results.Ok(column)
                : Results.NotFound());
        app.MapGet("/columns/keys", (string? series, long asOf) => string.IsNullOrEmpty(series)
            ? results.Where(r => r.Release <= asOf).Select(r => new ColumnName($"{r.Column.Method}/class", r.Column.Division, r.Column.Period)).Distinct()
            : Keys(series));
        app.MapPost("/explanations", (ExplanationRequest request) =>
        {
            lock (Explained)
            {
                Explained.Add(request);
            }

            return Explain(request);
        });
        app.MapGet("/areas", (string division, long asOf) => Names.Where(n => n.Division == division));
    }
}
