using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.Configuration;
using Utanforskap.Classification;
using Utanforskap.Indicators;
using Utanforskap.Ingestion.Storage;
using Utanforskap.Publishing;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.Migrations;

/// <summary>
/// Creates the services' databases where they are missing and brings each to this version. Run before the services start, with accounts that may
/// create databases and tables; the services themselves need to do neither. Settings (environment): <c>Database__Ingestion</c>,
/// <c>Database__Indicators</c>, <c>Database__Classification</c>, <c>Database__Publishing</c>, each a connection string with a database.
/// </summary>
internal static class Migrator
{
    private static readonly IReadOnlyList<Target> Targets =
    [
        new Target<IngestionDb>("Ingestion", options => new(options)),
        new Target<IndicatorsDb>("Indicators", options => new(options)),
        new Target<ClassificationDb>("Classification", options => new(options)),
        new Target<PublishingDb>("Publishing", options => new(options)),
    ];

    public static async Task<int> RunAsync()
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        if (Targets.FirstOrDefault(target => string.IsNullOrWhiteSpace(settings[target.Setting])) is { } unset)
        {
            await Console.Error.WriteLineAsync($"The setting {unset.Setting.Replace(":", "__", StringComparison.Ordinal)} is missing: give {unset.Service} a database.");
            return 1;
        }

        try
        {
            // Creating one at a time: servers copy a template database that only one session may use. The rest goes side by side.
            foreach (var target in Targets)
            {
                await Provider.CreateDatabaseAsync(settings[target.Setting]!);
            }

            await Task.WhenAll(Targets.Select(target => target.MigrateAsync(settings[target.Setting]!)));
            return 0;
        }
        catch (Exception e) when (e is DbException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(e.GetBaseException().Message);
            return 1;
        }
    }

    /// <summary>A service's database.</summary>
    private abstract record Target(string Service)
    {
        public string Setting => $"Database:{Service}";

        public abstract Task MigrateAsync(string connectionString);
    }

    private sealed record Target<TContext>(string Service, Func<DbContextOptions<TContext>, TContext> Open) : Target(Service)
        where TContext : DbContext
    {
        public override async Task MigrateAsync(string connectionString)
        {
            await using var context = Open(Options<TContext>(connectionString));
            await context.Database.MigrateAsync();
        }
    }

    private static DbContextOptions<TContext> Options<TContext>(string? connectionString)
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        options.UseProvider(Provider.Kind, connectionString, typeof(Migrator).Assembly.GetName().Name);
        return options.Options;
    }

    // `dotnet ef` finds these; they need no server.
    private sealed class IngestionDesign : IDesignTimeDbContextFactory<IngestionDb>
    {
        public IngestionDb CreateDbContext(string[] args) => new(Options<IngestionDb>(null));
    }

    private sealed class IndicatorsDesign : IDesignTimeDbContextFactory<IndicatorsDb>
    {
        public IndicatorsDb CreateDbContext(string[] args) => new(Options<IndicatorsDb>(null));
    }

    private sealed class ClassificationDesign : IDesignTimeDbContextFactory<ClassificationDb>
    {
        public ClassificationDb CreateDbContext(string[] args) => new(Options<ClassificationDb>(null));
    }

    private sealed class PublishingDesign : IDesignTimeDbContextFactory<PublishingDb>
    {
        public PublishingDb CreateDbContext(string[] args) => new(Options<PublishingDb>(null));
    }
}
