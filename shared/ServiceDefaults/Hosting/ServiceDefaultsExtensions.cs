using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Utanforskap.Contracts;

namespace Utanforskap.ServiceDefaults.Hosting;

public static class ServiceDefaultsExtensions
{
    /// <summary>Telemetry, health, JSON as WireJson, problem details, TimeProvider.System, validated options, graceful stop, limits on requests.</summary>
    /// <param name="service">The service's name: Ingestion, Indicators, Classification, Publishing, Simulator.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        StartRefusal.SayInOneSentence();
        ServiceName.Set(builder, service);
        TelemetryPipeline.AddTo(builder, service);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddHealthChecks();
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = WayOut.Name);
        builder.Services.ConfigureHttpJsonOptions(json => WireJson.Apply(json.SerializerOptions));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddOptions<ServicesOptions>().BindConfiguration(ServicesOptions.Section);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        if (builder.Configuration[WebHostDefaults.ServerUrlsKey] is null && DefaultAddress.Of(service) is { } address)
        {
            builder.WebHost.UseUrls(address);
        }

        builder.WebHost.ConfigureKestrel(Limit);
        return builder;
    }

    /// <summary>An HttpClient named after another service (address in Services:{name}), with the service credential, Polly retries and trace headers.</summary>
    public static IHttpClientBuilder AddServiceClient(this WebApplicationBuilder builder, string name)
    {
        RequireCredential(builder.Services);
        return builder.Services
            .AddHttpClient(name, (services, client) => ServiceClient.Configure(services, name, client))
            .AddHttpMessageHandler(ServiceClient.Create);
    }

    /// <summary>/health/live, /health/ready; and, where <paramref name="internalOnly"/>, the service credential is asked of every other path.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app, bool internalOnly)
    {
        if (internalOnly && app.Services.GetRequiredService<IOptions<ServicesOptions>>().Value.Credential.Length == 0)
        {
            throw NoCredential();
        }

        // Wrong settings are told before anything starts.
        app.Services.GetService<IStartupValidator>()?.Validate();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = error => error is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages();
        if (internalOnly)
        {
            app.UseMiddleware<ServiceCredential>();
        }

        Health.Map(app);
        return app;
    }

    private static void RequireCredential(IServiceCollection services) => services.AddOptions<ServicesOptions>()
        .Validate(options => options.Credential.Length > 0, NoCredential().Message)
        .ValidateOnStart();

    private static OptionsValidationException NoCredential() => new(
        ServicesOptions.Section,
        typeof(ServicesOptions),
        ["The setting Services:Credential is missing: the key that the services show each other."]);

    // Everything but a delivery (which lifts the limit for itself) is small.
    private static void Limit(Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 16 << 20;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.MaxConcurrentConnections = 2_000;
    }
}
