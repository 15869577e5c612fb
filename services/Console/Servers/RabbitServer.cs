using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Utanforskap.Console.Processes;
using Utanforskap.Console.State;

namespace Utanforskap.Console.Servers;

/// <summary>The ports of a private broker; only <paramref name="Amqp"/> is for users.</summary>
/// <param name="Amqp">AMQP 0-9-1.</param>
/// <param name="Management">The management interface.</param>
/// <param name="Distribution">Between Erlang nodes; there is only one node, but it insists on listening.</param>
/// <param name="Names">Its name server, epmd.</param>
internal sealed record RabbitPorts(int Amqp, int Management, int Distribution, int Names);

/// <summary>
/// A private RabbitMQ on the loopback address, with its data in the state folder, an account for the services, and one for subscribers that may
/// read the public events and nothing else. Its name server is started by us too, on a port of its own, so that none is left behind.
/// </summary>
internal sealed record RabbitServer(StateFolder State, string DataFolder, RabbitPorts Ports)
{
    public const string Name = "rabbitmq";
    public const string NamesName = "rabbitmq-names";
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string Services = "utan";
    private const string Subscriber = "subscriber";
    private static readonly string? User = ServerUser.For("rabbitmq");

    public static bool IsInstalled => File.Exists(Program);

    public string ServicesUri => $"amqp://{Services}:{State.Secret("broker-services")}@127.0.0.1:{Ports.Amqp}";

    public string SubscriberUri => $"amqp://{Subscriber}:{State.Secret("broker-subscriber")}@127.0.0.1:{Ports.Amqp}";

    public string ManagementUri => $"http://{Services}:{State.Secret("broker-services")}@127.0.0.1:{Ports.Management}";

    /// <summary>Writes its settings; they are read at every start.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await ServerUser.OwnFolderAsync(State, DataFolder, User, cancellationToken);
        StateFolder.WritePrivate(
            In("rabbitmq.conf"),
            $"""
             listeners.tcp.1 = 127.0.0.1:{Ports.Amqp}
             management.tcp.ip = 127.0.0.1
             management.tcp.port = {Ports.Management}
             load_definitions = {In("definitions.json")}
             log.file = false
             log.console = true
             log.console.level = warning
             """ + "\n");
        StateFolder.WritePrivate(In("enabled_plugins"), "[rabbitmq_management].\n");
        StateFolder.WritePrivate(In("environment"), "");
        StateFolder.WritePrivate(In("definitions.json"), Definitions());
        if (User is not null)
        {
            await ToolRun.RequireAsync("Preparing the broker", ["chown", "--recursive", $"{User}:{User}", DataFolder], cancellationToken: cancellationToken);
        }
    }

    /// <summary>The name server and then the broker.</summary>
    public Launch[] Launches()
    {
        var environment = ServerUser.CleanEnvironment(DataFolder, "RABBITMQ_");
        environment["ERL_EPMD_ADDRESS"] = "127.0.0.1";
        environment["ERL_EPMD_PORT"] = Text(Ports.Names);
        var broker = new Dictionary<string, string?>(environment)
        {
            ["RABBITMQ_NODENAME"] = "utan@localhost",
            ["RABBITMQ_DIST_PORT"] = Text(Ports.Distribution),
            ["RABBITMQ_CONFIG_FILE"] = In("rabbitmq.conf"),
            ["RABBITMQ_CONF_ENV_FILE"] = In("environment"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = In("enabled_plugins"),
            ["RABBITMQ_MNESIA_BASE"] = In("mnesia"),
            ["RABBITMQ_LOG_BASE"] = In("log"),
            ["RABBITMQ_PID_FILE"] = In("pid"),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",

            // With these the script becomes the broker instead of waiting for it, and the broker does not read its input.
            ["RABBITMQ_ALLOW_INPUT"] = "true",
        };
        return
        [
            new Launch(NamesName, ["epmd", "-address", "127.0.0.1", "-port", Text(Ports.Names)]) { User = User, WorkingDirectory = DataFolder, Environment = environment },
            new Launch(Name, [Program, "-noinput"]) { User = User, WorkingDirectory = DataFolder, Environment = broker },
        ];
    }

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken) =>
        await Processes.Ports.AnswersAsync(Ports.Amqp, cancellationToken) && await Processes.Ports.AnswersAsync(Ports.Management, cancellationToken);

    private string Definitions() => JsonSerializer.Serialize(new
    {
        users = new[]
        {
            new { name = Services, password_hash = Hash(State.Secret("broker-services")), hashing_algorithm = HashAlgorithm, tags = "administrator" },
            new { name = Subscriber, password_hash = Hash(State.Secret("broker-subscriber")), hashing_algorithm = HashAlgorithm, tags = "" },
        },
        vhosts = new[] { new { name = "/" } },
        permissions = new[]
        {
            new { user = Services, vhost = "/", configure = ".*", write = ".*", read = ".*" },
            new { user = Subscriber, vhost = "/", configure = OwnQueues, write = OwnQueues, read = $@"{OwnQueues}|^utanforskap\.events$" },
        },
    });

    private const string HashAlgorithm = "rabbit_password_hashing_sha256";

    // Queues that the broker names for a connection, and those that carry the account's name.
    private const string OwnQueues = @"^(amq\.gen-|subscriber\.).*";

    /// <summary>RabbitMQ's form of a stored password: four bytes of salt, then SHA-256 of salt and password.</summary>
    private static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
    }

    private string In(string name) => Path.Combine(DataFolder, name);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
