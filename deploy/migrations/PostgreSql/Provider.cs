using Npgsql;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.Migrations;

/// <summary>What is PostgreSQL's own.</summary>
internal static class Provider
{
    public const DatabaseProvider Kind = DatabaseProvider.PostgreSql;

    public static async Task CreateDatabaseAsync(string connectionString)
    {
        var wanted = new NpgsqlConnectionStringBuilder(connectionString);
        var name = wanted.Database ?? throw new ArgumentException($"The connection string to {wanted.Host} names no database.");
        await using var server = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false }.ConnectionString);
        await server.OpenAsync();
        await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", server) { Parameters = { new() { Value = name } } };
        if (await find.ExecuteScalarAsync() is null)
        {
            var quoted = new NpgsqlCommandBuilder().QuoteIdentifier(name);
            await using var create = new NpgsqlCommand($"CREATE DATABASE {quoted} ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0", server);
            await create.ExecuteNonQueryAsync();
        }
    }
}
