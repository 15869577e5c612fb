using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Utanforskap.ServiceDefaults.Hosting;

/// <summary>
/// Spans and measures of the service, its HTTP, its database and its bus. They are recorded always (the trace's id goes with every message and into the log),
/// and exported where the setting <c>Telemetry:Otlp</c> names a collector, e.g. <c>http://127.0.0.1:4317</c>.
/// </summary>
internal sealed class TelemetryPipeline : IHostedService, IDisposable
{
    private static readonly string[] Sources = [Telemetry.Name, "MassTransit", "Npgsql", "Microsoft.AspNetCore", "System.Net.Http"];

    private static readonly string[] Meters =
    [
        Telemetry.Name, "MassTransit", "Npgsql", "System.Net.Http", "System.Runtime",
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
    ];

    private readonly OpenTelemetrySdk sdk;

    private TelemetryPipeline(string service, Uri? collector) => sdk = OpenTelemetrySdk.Create(telemetry =>
    {
        telemetry.ConfigureResource(resource => resource.AddService(service, serviceNamespace: "utanforskap"));
        telemetry.WithTracing(tracing =>
        {
            tracing.AddSource(Sources);
            if (collector is not null)
            {
                tracing.AddOtlpExporter(exporter => exporter.Endpoint = collector);
            }
        });
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters);
            if (collector is not null)
            {
                metrics.AddOtlpExporter(exporter => exporter.Endpoint = collector);
            }
        });
    });

    public static void AddTo(WebApplicationBuilder builder, string service)
    {
        // ASP.NET Core leaves the HTTP tags out of its spans unless told otherwise.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        var collector = builder.Configuration["Telemetry:Otlp"] is { Length: > 0 } address ? new Uri(address) : null;
        builder.Services.AddHostedService(_ => new TelemetryPipeline(service, collector));
        builder.Logging.Configure(logging => logging.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => sdk.Dispose();
}
