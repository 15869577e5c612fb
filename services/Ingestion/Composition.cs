using Microsoft.EntityFrameworkCore;
using Utanforskap.Ingestion.Boundaries;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Deliveries;
using Utanforskap.Ingestion.Reading;
using Utanforskap.Ingestion.Refusals;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Ingestion.Storage;
using Utanforskap.Ingestion.Watching;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Ingestion;

/// <summary>Puts the service's capabilities together.</summary>
internal static class Composition
{
    public static WebApplicationBuilder AddIngestion(this WebApplicationBuilder builder)
    {
        var catalogue = RegisterCatalogue.Load(builder.Configuration["Registers:Folder"] is { Length: > 0 } folder ? folder : Path.Combine("Registers", "sweden"));
        foreach (var polled in catalogue.Registers.Where(r => SourceReaders.IsWatched(r, builder.Configuration)))
        {
            SourceReaders.AddressOf(polled, builder.Configuration);
        }

        builder.AddDatabase<IngestionDb>();
        builder.AddMessaging<IngestionDb>(_ => { });
        builder.Services.AddSingleton(catalogue);
        builder.Services.AddColumnStore<IngestionDb>();
        builder.Services.AddSingleton<IngestionMeters>().AddSources();
        builder.Services
            .AddScoped<RegisterStates>().AddScoped<KeptBytesStore>().AddScoped<AreaNames>().AddScoped<MeasureReader>()
            .AddScoped<ReleaseWriter>().AddScoped<RefusalWriter>().AddScoped<ReleaseIntake>().AddScoped<RefusalAcceptance>()
            .AddScoped<DeliveryIntake>().AddBoundaries()
            .AddScoped<ReleaseReads>().AddScoped<RegisterReads>();
        builder.Services.AddOptions<DeliveriesOptions>().BindConfiguration(DeliveriesOptions.Section)
            .Validate(o => o.MaxBytes > 0 && o.Interval > TimeSpan.Zero, "Deliveries:MaxBytes and Deliveries:Interval must be greater than zero.")
            .ValidateOnStart();
        builder.Services.AddHostedService<DeliveryFolder>();
        builder.Services.AddHostedService<NewestReleases>();
        return builder.AddWatching();
    }

    public static WebApplication MapIngestion(this WebApplication app)
    {
        app.MapReading();
        app.MapBoundaries();
        app.MapRefusals();
        app.MapDeliveries();
        app.MapDeadLetters<IngestionDb>();
        return app;
    }

    /// <summary>Tells the meters at start what the database already has.</summary>
    private sealed class NewestReleases(IDbContextFactory<IngestionDb> contexts, IngestionMeters meters, ILogger<NewestReleases> log) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try
            {
                await using var database = await contexts.CreateDbContextAsync(stoppingToken);
                var newest = await database.Releases.GroupBy(r => r.Register).Select(g => new { g.Key, At = g.Max(r => r.AcceptedAt) }).ToListAsync(stoppingToken);
                newest.ForEach(n => meters.Newest(n.Key, n.At));
            }
            catch (Exception away) when (away is not OperationCanceledException)
            {
                log.LogWarning("The age of the newest releases is not measured until the next one: {Reason}", away.Message);
            }
        }
    }
}
