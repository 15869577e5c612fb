using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Utanforskap.ServiceDefaults.Hosting;

/// <summary>The system's own spans and measures.</summary>
public static class Telemetry
{
    public const string Name = "Utanforskap";

    public static ActivitySource Source { get; } = new(Name);

    public static Meter Meter { get; } = new(Name);
}

public static class ServiceDefaultsExtensions
{
    /// <summary>Telemetry, health, JSON as WireJson, problem details, TimeProvider.System, validated options, graceful stop, limits on requests.</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service) => builder;

    /// <summary>An HttpClient named after another service (address in Services:{name}), with the service credential, Polly retries and trace headers.</summary>
    public static IHttpClientBuilder AddServiceClient(this WebApplicationBuilder builder, string name) =>
        builder.Services.AddHttpClient(name);

    /// <summary>/health/live, /health/ready; and, where <paramref name="internalOnly"/>, the service credential is asked of every other path.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app, bool internalOnly) => app;
}
