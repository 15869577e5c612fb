using Microsoft.Data.SqlClient;
using Npgsql;
using Quartz;
using Utanforskap.Ingestion.Boundaries;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.Ingestion.Watching;

/// <summary>Registers the watch: Quartz with its store in the service's database, and the polling loop.</summary>
internal static class WatchingSetup
{
    public static WebApplicationBuilder AddWatching(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<WatchingOptions>().BindConfiguration(WatchingOptions.Section)
            .Validate(o => o.Interval is null || o.Interval > TimeSpan.Zero, "Watching:Interval must be longer than zero.")
            .Validate(o => o.Lease >= TimeSpan.FromSeconds(1), "Watching:Lease must be at least one second.")
            .ValidateOnStart();
        builder.Services.AddHttpClient(nameof(FileSource));
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<FileSource>(
            services, services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(FileSource))));
        builder.Services.AddHttpClient(nameof(WfsSource));
        builder.Services.AddSingleton(services => new WfsSource(services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(WfsSource))));
        builder.Services.AddSingleton<SourceReaders>().AddSingleton<RegisterPoll>().AddSingleton<SourceWatch>().AddSingleton<WatchLease>();
        var watching = builder.Configuration.GetSection(WatchingOptions.Section).Get<WatchingOptions>() ?? new WatchingOptions();
        if (watching.Calendar)
        {
            builder.AddCalendar();
        }

        builder.Services.AddHostedService<WatchLoop>();
        return builder;
    }

    private static void AddCalendar(this WebApplicationBuilder builder)
    {
        var database = builder.Configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions();
        builder.Services.AddQuartz(quartz => quartz
            .ConfigureScheduler(scheduler => scheduler.InstanceName = "ingestion")
            .UsePersistentStore(store =>
            {
                if (database.Provider == DatabaseProvider.PostgreSql)
                {
                    store.UsePostgres(NpgsqlFactory.Instance, database.ConnectionString);
                }
                else
                {
                    store.UseSqlServer(SqlClientFactory.Instance, database.ConnectionString);
                }

                // Several instances share the calendar. Its tables come with the migrations.
                store.UseClustering();
            }));
        builder.Services.AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = true);
        builder.Services.AddHostedService<WindowSchedule>();
    }
}
