using System.Reflection;
using Microsoft.Extensions.Options;

namespace Utanforskap.ServiceDefaults.Database;

/// <summary>The database server a service runs on.</summary>
public enum DatabaseProvider
{
    /// <summary>PostgreSQL: locally and in tests.</summary>
    PostgreSql,

    /// <summary>SQL Server: in production; needs a build with <c>-p:SqlServerComplete=true</c>.</summary>
    SqlServer,
}

/// <summary>Settings <c>Database:…</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>The server's kind.</summary>
    /// <value>The default is PostgreSQL.</value>
    public DatabaseProvider Provider { get; set; }

    /// <summary>The service's own database.</summary>
    public string ConnectionString { get; set; } = "";
}

/// <summary>Refuses a missing address, and SQL Server in a build that leaves out what its client needs (see Directory.Build.targets).</summary>
internal sealed class DatabaseSettingsCheck : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            return ValidateOptionsResult.Fail("The setting Database:ConnectionString is missing: give the service a database of its own.");
        }

        if (options.Provider != DatabaseProvider.SqlServer)
        {
            return ValidateOptionsResult.Success;
        }

        if (!Loads("Microsoft.SqlServer.Server"))
        {
            return ValidateOptionsResult.Fail(
                "This build cannot use SQL Server: build it with -p:SqlServerComplete=true, or set Database:Provider to PostgreSql.");
        }

        if (options.ConnectionString.Contains("Active Directory", StringComparison.OrdinalIgnoreCase) && !Loads("Azure.Identity"))
        {
            return ValidateOptionsResult.Fail(
                "This build cannot sign in with Entra ID: build it with -p:SqlServerComplete=true, or use another authentication.");
        }

        return ValidateOptionsResult.Success;
    }

    private static bool Loads(string assembly)
    {
        try
        {
            Assembly.Load(assembly);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
