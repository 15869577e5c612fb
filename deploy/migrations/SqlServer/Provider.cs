using Microsoft.Data.SqlClient;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.Migrations;

/// <summary>What is SQL Server's own.</summary>
internal static class Provider
{
    public const DatabaseProvider Kind = DatabaseProvider.SqlServer;

    public static async Task CreateDatabaseAsync(string connectionString)
    {
        var wanted = new SqlConnectionStringBuilder(connectionString);
        var name = wanted.InitialCatalog is { Length: > 0 } given
            ? given
            : throw new ArgumentException($"The connection string to {wanted.DataSource} names no database.");
        await using var server = new SqlConnection(new SqlConnectionStringBuilder(connectionString) { InitialCatalog = "master", Pooling = false }.ConnectionString);
        await server.OpenAsync();
        var quoted = new SqlCommandBuilder().QuoteIdentifier(name);
        var literal = name.Replace("'", "''", StringComparison.Ordinal);

        // Readers see committed rows without waiting for writers, as on PostgreSQL.
        await using var create = new SqlCommand(
            $"""
            IF DB_ID(N'{literal}') IS NULL
            BEGIN
                CREATE DATABASE {quoted} COLLATE Latin1_General_100_BIN2_UTF8;
                ALTER DATABASE {quoted} SET READ_COMMITTED_SNAPSHOT ON;
            END
            """,
            server);
        await create.ExecuteNonQueryAsync();
    }
}
