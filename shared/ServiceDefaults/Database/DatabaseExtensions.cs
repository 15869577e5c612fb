using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Utanforskap.ServiceDefaults.Database;

public static class DatabaseExtensions
{
    /// <summary>What EF Core logs as an error and throws too: who catches it knows whether it is one, or passes and is tried again.</summary>
    private static readonly (EventId, LogLevel)[] Thrown =
    [
        (RelationalEventId.ConnectionError, LogLevel.Debug),
        (RelationalEventId.CommandError, LogLevel.Debug),
        (RelationalEventId.TransactionError, LogLevel.Debug),
        (CoreEventId.QueryIterationFailed, LogLevel.Debug),
        (CoreEventId.SaveChangesFailed, LogLevel.Debug),
    ];

    /// <summary>Registers a scoped DbContext (and IDbContextFactory) on the configured provider (settings Database:Provider, Database:ConnectionString).</summary>
    public static IHostApplicationBuilder AddDatabase<TContext>(this IHostApplicationBuilder builder)
        where TContext : DbContext
    {
        builder.Services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DatabaseOptions>, DatabaseSettingsCheck>());
        builder.Services.AddDbContextFactory<TContext>((services, options) =>
        {
            var settings = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            options.UseProvider(settings.Provider, settings.ConnectionString).AddInterceptors(services.GetServices<IInterceptor>());
        });
        builder.Services.TryAddSingleton<IBulkWriter, BulkWriter>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseReady<TContext>>("database", tags: [Hosting.Health.Ready]);
        return builder;
    }

    /// <summary>
    /// What every context of the system has, here and in migrations: the provider with its retrying strategy, and the rules by which both providers
    /// store the same (see <see cref="StorageRules"/>).
    /// </summary>
    public static DbContextOptionsBuilder UseProvider(
        this DbContextOptionsBuilder options, DatabaseProvider provider, string? connectionString, string? migrationsAssembly = null)
    {
        if (provider == DatabaseProvider.PostgreSql)
        {
            options.UseNpgsql(connectionString, npgsql => npgsql.EnableRetryOnFailure().MigrationsAssembly(migrationsAssembly));
        }
        else
        {
            options.UseSqlServer(connectionString, server => server.EnableRetryOnFailure().MigrationsAssembly(migrationsAssembly));
            options.AddInterceptors(SqlServerSpans.Instance);
        }

        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new StorageRules());
        return options.ConfigureWarnings(events => events.Log(Thrown));
    }
}
