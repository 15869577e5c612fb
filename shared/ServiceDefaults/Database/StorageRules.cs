using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Utanforskap.ServiceDefaults.Database;

/// <summary>
/// Conventions by which PostgreSQL and SQL Server store and order the same: strings are compared byte by byte (they are codes and ids; text that people
/// sort is sorted where it is shown), times are kept to the microsecond. An explicit collation or precision in a model wins.
/// </summary>
internal sealed class StorageRules : IDbContextOptionsExtension
{
    public DbContextOptionsExtensionInfo Info => new ExtensionInfo(this);

    public void ApplyServices(IServiceCollection services) => services.AddScoped<IConventionSetPlugin, Plugin>();

    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class ExtensionInfo(StorageRules extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo)
        {
        }
    }

    private sealed class Plugin(IDatabaseProvider provider) : IConventionSetPlugin
    {
        public ConventionSet ModifyConventions(ConventionSet conventionSet)
        {
            conventionSet.ModelFinalizingConventions.Add(new ColumnRules(provider.Name.EndsWith("SqlServer", StringComparison.Ordinal)));
            return conventionSet;
        }
    }

    private sealed class ColumnRules(bool sqlServer) : IModelFinalizingConvention
    {
        public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
        {
            foreach (var property in modelBuilder.Metadata.GetEntityTypes().SelectMany(type => type.GetDeclaredProperties()))
            {
                var stored = property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType;
                stored = Nullable.GetUnderlyingType(stored) ?? stored;
                if (stored == typeof(string) && property.GetColumnType() is not ("json" or "jsonb"))
                {
                    property.Builder.UseCollation(sqlServer ? "Latin1_General_100_BIN2_UTF8" : "C");
                }
                else if (stored == typeof(DateTimeOffset))
                {
                    property.Builder.HasPrecision(6);
                }
            }
        }
    }
}
