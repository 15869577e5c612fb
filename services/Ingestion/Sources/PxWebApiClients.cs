using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;

namespace Utanforskap.Ingestion.Sources;

/// <summary>Clients by address; those of one host share its rate and its circuit breaker. Safe for several threads.</summary>
public sealed class PxWebApiClients : IDisposable
{
    private readonly HttpClient _http;
    private readonly SourceOptions _options;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Lazy<SourceHost>> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<Uri, Lazy<PxWebApiClient>> _clients = new();

    /// <summary>Clients that are as patient as the options say.</summary>
    public PxWebApiClients(IOptions<SourceOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(15),
            MaxAutomaticRedirections = 3,
            MaxResponseHeadersLength = 64,
        })
        {
            // The pipeline ends attempts; HttpClient's own clock would count the body's time too.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("Utanforskap/1.0");
    }

    /// <summary>The client of the PxWebApi 2 at this address, e.g. <c>https://statistikdatabasen.scb.se/api/v2</c>.</summary>
    public PxWebApiClient For(Uri address)
    {
        var root = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
        return _clients.GetOrAdd(root, at => new Lazy<PxWebApiClient>(() => new PxWebApiClient(_http, at, Host(at), _options, _time))).Value;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private SourceHost Host(Uri address) =>
        _hosts.GetOrAdd(address.Authority, name => new Lazy<SourceHost>(() => new SourceHost(name, _options, _time))).Value;
}

/// <summary>Registration of the clients of outside sources.</summary>
public static class SourceRegistration
{
    /// <summary>Adds <see cref="PxWebApiClients"/> with options from the section <c>Sources</c>; needs a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddSources(this IServiceCollection services)
    {
        services.AddOptions<SourceOptions>().BindConfiguration("Sources").ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<PxWebApiClients>();
    }
}
