using Utanforskap.Console.Servers;
using Xunit;

namespace Utanforskap.Testing;

/// <summary>
/// The real database and broker of the tests: those that the environment names (<c>./utan test</c> does), else private ones that the first test
/// to ask starts and that end with the process. A test that needs one is skipped, with the reason, where there is none.
/// </summary>
public static class TestServers
{
    private static readonly Lazy<Task<PrivateServers>> Private = new(() => PrivateServers.StartAsync(_ => { }, CancellationToken.None));

    /// <summary>Connection string of a PostgreSQL server, without a database; its user may create databases.</summary>
    public static async ValueTask<string> PostgresAsync() => Given("UTAN_TEST_POSTGRES") ?? (await StartedAsync()).Postgres;

    /// <summary>Addresses of a RabbitMQ server; their user may create virtual hosts.</summary>
    public static async ValueTask<BrokerAddresses> BrokerAsync() => new(
        new Uri(Given("UTAN_TEST_AMQP") ?? (await StartedAsync()).Amqp),
        new Uri(Given("UTAN_TEST_AMQP_MANAGEMENT") ?? (await StartedAsync()).Management));

    private static string? Given(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static Task<PrivateServers> StartedAsync()
    {
        if (!PrivateServers.AreInstalled)
        {
            Assert.Skip("The test needs PostgreSQL and RabbitMQ: `./utan test` installs them, or set UTAN_TEST_POSTGRES, UTAN_TEST_AMQP and UTAN_TEST_AMQP_MANAGEMENT.");
        }

        return Private.Value;
    }
}

/// <summary>A broker for tests.</summary>
/// <param name="Amqp"><c>amqp://user:password@host:port</c>, without a virtual host.</param>
/// <param name="Management"><c>http://user:password@host:port</c> of the management interface.</param>
public sealed record BrokerAddresses(Uri Amqp, Uri Management);
