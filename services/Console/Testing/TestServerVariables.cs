using Utanforskap.Console.Servers;

namespace Utanforskap.Console.Testing;

/// <summary>How tests and benchmarks are told where their database and broker are.</summary>
internal static class TestServerVariables
{
    private static readonly string[] Names = ["UTAN_TEST_POSTGRES", "UTAN_TEST_AMQP", "UTAN_TEST_AMQP_MANAGEMENT"];

    /// <summary>Private servers, or null where the environment names others.</summary>
    public static async Task<PrivateServers?> StartAsync(Action<string> tell, CancellationToken cancellationToken) =>
        Names.All(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }) ? null : await PrivateServers.StartAsync(tell, cancellationToken);

    /// <summary>The variables to set for a program that uses the servers.</summary>
    public static Dictionary<string, string?> For(PrivateServers? servers) => servers is null
        ? []
        : Names.Zip<string, string?>([servers.Postgres, servers.Amqp, servers.Management]).ToDictionary(pair => pair.First, pair => pair.Second);
}
