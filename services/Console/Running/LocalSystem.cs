using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Utanforskap.Console.Processes;
using Utanforskap.Console.Servers;
using Utanforskap.Console.State;

namespace Utanforskap.Console.Running;

/// <summary>A program of the run and how to see that it is ready.</summary>
internal sealed record Part(Launch Launch, Func<CancellationToken, Task<bool>> IsReady)
{
    public string Name => Launch.Name;
}

/// <summary>The programs that make up a local run, with their settings.</summary>
internal sealed class LocalSystem
{
    public const string Ingestion = "ingestion";
    public const string Indicators = "indicators";
    public const string Classification = "classification";
    public const string Publishing = "publishing";
    public const string Simulator = "simulator";
    public const string Supervisor = "supervisor";
    public const string Migrations = "migrations";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly StateFolder _state;
    private readonly RegistersChoice _registers;
    private readonly PortPlan _ports;
    private readonly ProgramCopy _programs;

    public LocalSystem(StateFolder state, RunSettings settings)
    {
        _state = state;
        _registers = settings.Source;
        _ports = settings.Ports;
        _programs = new ProgramCopy(state);
        Postgres = new PostgresServer(state, state.In("data", _registers.DataName, "postgresql"), _ports.PostgreSql);
        Rabbit = new RabbitServer(state, state.In("data", _registers.DataName, "rabbitmq"), _ports.RabbitMq);
    }

    public PostgresServer Postgres { get; }

    public RabbitServer Rabbit { get; }

    /// <summary>The key that an operator shows to Publishing.</summary>
    public string OperatorKeyFile => _state.SecretFile("operator.key");

    /// <summary>Database and broker.</summary>
    public IReadOnlyList<Part> Servers
    {
        get
        {
            var rabbit = Rabbit.Launches();
            return
            [
                new Part(Postgres.Launch(), Postgres.IsReadyAsync),
                new Part(rabbit[0], token => Ports.AnswersAsync(_ports.RabbitMq.Names, token)),
                new Part(rabbit[1], Rabbit.IsReadyAsync),
            ];
        }
    }

    /// <summary>The stand-in for the sources; none where the figures come from the real one.</summary>
    public IReadOnlyList<Part> Sources => _registers.IsSimulated
        ?
        [
            Service("Simulator", Simulator, _ports.Simulator, new()
            {
                ["Simulator__Registers"] = _registers.Text,
                ["Simulator__State"] = DataFolder(Simulator),
            }),
        ]
        : [];

    /// <summary>The four services.</summary>
    public IReadOnlyList<Part> Services =>
    [
        Service("Ingestion", Ingestion, _ports.Ingestion, IngestionSettings()),
        Service("Indicators", Indicators, _ports.Indicators, []),
        Service("Classification", Classification, _ports.Classification, []),
        Service("Publishing", Publishing, _ports.Publishing, new()
        {
            ["Door__OperatorKeyHash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_state.Secret("operator.key")))),
        }),
    ];

    public IReadOnlyList<Part> All => [.. Servers, .. Sources, .. Services];

    /// <summary>The order in which a run ends, and how each program is asked to.</summary>
    public static IReadOnlyList<Ending>[] StopOrder { get; } =
    [
        [new(Supervisor, Signal.Terminate, Seconds: 60)],
        [.. new[] { Publishing, Classification, Indicators, Ingestion, Simulator }.Select(name => new Ending(name, Signal.Terminate))],
        .. PrivateServers.StopOrder,
    ];

    public static string Address(int port) => $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Brings the four databases to the services' version; creates those that are missing.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var databases = new[] { Ingestion, Indicators, Classification, Publishing }
            .ToDictionary(service => $"Database__{char.ToUpperInvariant(service[0])}{service[1..]}", string? (service) => Database(service));
        var (exitCode, said) = await ToolRun.RunAsync(
            [ThisProgram.DotNet, _programs.Assembly("Migrations.PostgreSql")],
            new Dictionary<string, string?>(databases) { ["DOTNET_TieredPGO"] = "0" },
            cancellationToken: cancellationToken);
        await File.WriteAllTextAsync(_state.Log(Migrations), said, cancellationToken);
        if (exitCode != 0)
        {
            throw new UtanException($"The databases could not be brought to this version: {ToolRun.LastLine(said)} (whole log: {_state.Log(Migrations)}).");
        }
    }

    private Dictionary<string, string?> IngestionSettings()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Registers__Folder"] = Path.Combine(_programs.Folder("Ingestion"), "Registers", _registers.Profile),
        };
        if (_registers.IsSimulated)
        {
            settings["Sources__scb__Url"] = settings["Sources__alvmark__Url"] = Address(_ports.Simulator) + "/api/v2";
            settings["Sources__scb-geodata__Url"] = settings["Sources__alvmark-geodata__Url"] = Address(_ports.Simulator) + "/geoserver/stat/wfs";

            // The simulated source knows no calendar and minds no questions.
            settings["Watching__AlwaysOpen"] = "true";
            settings["Watching__Interval"] = "00:00:01";
            settings["Watching__FullRead"] = "00:01:00";
            settings["Watching__LongestPause"] = "00:00:02";
        }

        return settings;
    }

    private Part Service(string program, string name, int port, Dictionary<string, string?> settings)
    {
        var environment = new Dictionary<string, string?>(settings)
        {
            ["ASPNETCORE_URLS"] = Address(port),
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["Database__Provider"] = "PostgreSql",
            ["Database__ConnectionString"] = Database(name),
            ["Broker__Uri"] = Rabbit.ServicesUri,
            ["Services__Ingestion"] = Address(_ports.Ingestion),
            ["Services__Indicators"] = Address(_ports.Indicators),
            ["Services__Classification"] = Address(_ports.Classification),
            ["Services__Credential"] = _state.Secret("services"),

            // Measured start-up time matters more here than the last tenth of speed.
            ["DOTNET_TieredPGO"] = "0",
        };
        var launch = new Launch(name, [ThisProgram.DotNet, _programs.Assembly(program)])
        {
            Environment = environment,
            WorkingDirectory = _programs.Folder(program),
        };
        return new Part(launch, token => IsHealthyAsync(port, token));
    }

    /// <summary>Whether a service says that it is ready.</summary>
    private static async Task<bool> IsHealthyAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Address(port) + "/health/ready"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private string Database(string service) => $"{Postgres.ConnectionString};Database=utan_{service}";

    private string DataFolder(string name) => _state.In("data", _registers.DataName, name);
}
