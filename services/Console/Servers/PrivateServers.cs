using System.Diagnostics;
using System.Security.Cryptography;
using Utanforskap.Console.Processes;
using Utanforskap.Console.State;

namespace Utanforskap.Console.Servers;

/// <summary>
/// A PostgreSQL and a RabbitMQ for tests: on free ports, in a folder of their own below the temporary folder. They end and the folder goes when this
/// is disposed, and also when the process that started them is killed.
/// </summary>
public sealed class PrivateServers : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Process _guard;

    private PrivateServers(Process guard, PostgresServer postgres, RabbitServer rabbit)
    {
        _guard = guard;
        Postgres = postgres.ConnectionString;
        Amqp = rabbit.ServicesUri;
        Management = rabbit.ManagementUri;
    }

    /// <summary>An Npgsql connection string without a database; its user may do everything.</summary>
    public string Postgres { get; }

    /// <summary><c>amqp://user:password@host:port</c>, without a virtual host.</summary>
    public string Amqp { get; }

    /// <summary><c>http://user:password@host:port</c> of the broker's management interface.</summary>
    public string Management { get; }

    /// <summary>Whether both are installed; where not, a start installs them if it may.</summary>
    public static bool AreInstalled => PostgresServer.IsInstalled && RabbitServer.IsInstalled;

    /// <exception cref="UtanException">They could not be installed or started.</exception>
    public static async Task<PrivateServers> StartAsync(Action<string> tell, CancellationToken cancellationToken)
    {
        await DebianPackages.EnsureAsync(tell);
        var state = new StateFolder(Path.Combine(Path.GetTempPath(), "utan-test-" + RandomNumberGenerator.GetHexString(8, lowercase: true))).Create();
        var guard = Guard.Start(state);
        try
        {
            var ports = Ports.FindFree(5);
            var postgres = new PostgresServer(state, state.In("postgresql"), ports[0], Durable: false);
            var rabbit = new RabbitServer(state, state.In("rabbitmq"), new RabbitPorts(ports[1], ports[2], ports[3], ports[4]));
            await Task.WhenAll(StartAsync(state, postgres, cancellationToken), StartAsync(state, rabbit, cancellationToken));
            return new PrivateServers(guard, postgres, rabbit);
        }
        catch
        {
            await Guard.EndAsync(guard);
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await Guard.EndAsync(_guard);

    /// <summary>The order in which servers end, and how they are asked to.</summary>
    internal static IReadOnlyList<Ending>[] StopOrder { get; } =
    [
        [new(RabbitServer.Name, Signal.Terminate), new(PostgresServer.Name, Signal.Interrupt)],
        [new(RabbitServer.NamesName, Signal.Terminate)],
    ];

    internal static async Task StartAsync(StateFolder state, PostgresServer postgres, CancellationToken cancellationToken)
    {
        await postgres.PrepareAsync(cancellationToken);
        await Startup.EnsureAsync(state, postgres.Launch());
        await Startup.ReadyAsync(state, PostgresServer.Name, postgres.IsReadyAsync, StartLimit, cancellationToken);
    }

    internal static async Task StartAsync(StateFolder state, RabbitServer rabbit, CancellationToken cancellationToken)
    {
        await rabbit.PrepareAsync(cancellationToken);
        foreach (var launch in rabbit.Launches())
        {
            await Startup.EnsureAsync(state, launch);
        }

        await Startup.ReadyAsync(state, RabbitServer.Name, rabbit.IsReadyAsync, StartLimit, cancellationToken);
    }
}
