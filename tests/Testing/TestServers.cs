using Xunit;

namespace Utanforskap.Testing;

/// <summary>Where the real database and broker of the tests are. A test that needs one is skipped, with the reason, where there is none.</summary>
public static class TestServers
{
    /// <summary>Connection string of a PostgreSQL server, without a database; its user may create databases.</summary>
    public static ValueTask<string> PostgresAsync() => ValueTask.FromResult(Required("UTAN_TEST_POSTGRES", "a PostgreSQL server"));

    /// <summary>Addresses of a RabbitMQ server; their user may create virtual hosts.</summary>
    public static ValueTask<BrokerAddresses> BrokerAsync() => ValueTask.FromResult(new BrokerAddresses(
        new Uri(Required("UTAN_TEST_AMQP", "a RabbitMQ server")),
        new Uri(Required("UTAN_TEST_AMQP_MANAGEMENT", "RabbitMQ's management interface"))));

    private static string Required(string variable, string what)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(value))
        {
            Assert.Skip($"The test needs {what}: set {variable}.");
        }

        return value;
    }
}

/// <summary>A broker for tests.</summary>
/// <param name="Amqp"><c>amqp://user:password@host:port</c>, without a virtual host.</param>
/// <param name="Management"><c>http://user:password@host:port</c> of the management interface.</param>
public sealed record BrokerAddresses(Uri Amqp, Uri Management);
