using System.Security.Cryptography;
using Npgsql;

namespace Utanforskap.Testing;

/// <summary>An empty PostgreSQL database of its own; dropped, with whoever is still connected, when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string server;
    private readonly string name;

    private TestDatabase(string server, string name)
    {
        this.server = server;
        this.name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ConnectionString;
    }

    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync()
    {
        var database = new TestDatabase(await TestServers.PostgresAsync(), "utan_test_" + RandomNumberGenerator.GetHexString(12, lowercase: true));
        await database.AdministerAsync($"CREATE DATABASE {database.name}");
        return database;
    }

    /// <summary>Cuts every connection to the database, as a restart of the server would.</summary>
    public Task CutConnectionsAsync() =>
        AdministerAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");

    public async ValueTask DisposeAsync()
    {
        await using (var pooled = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(pooled);
        }

        await AdministerAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    private async Task AdministerAsync(string sql)
    {
        var administration = new NpgsqlConnectionStringBuilder(server) { Database = "postgres", Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(administration);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the only variable part is the name made above, of letters and digits
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
