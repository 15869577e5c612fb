using System.Globalization;
using Utanforskap.Console.Processes;
using Utanforskap.Console.State;

namespace Utanforskap.Console.Servers;

/// <summary>A private PostgreSQL on the loopback address, with its data in the state folder.</summary>
/// <param name="State">The state folder.</param>
/// <param name="DataFolder">The folder of its data.</param>
/// <param name="Port">The port.</param>
/// <param name="Durable">False for tests: what is committed need not survive a power cut, and is faster for it.</param>
internal sealed record PostgresServer(StateFolder State, string DataFolder, int Port, bool Durable = true)
{
    public const string Name = "postgresql";
    private const string Root = "/usr/lib/postgresql";

    private static readonly string? User = ServerUser.For("postgres");

    /// <summary>An Npgsql connection string without a database; its user may do everything.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=postgres;Password={Password}";

    public static bool IsInstalled => Versions().Any();

    private string Password => State.Secret("postgresql");

    private string Data => Path.Combine(DataFolder, "data");

    /// <summary>Creates the data folder's content where it is missing.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await ServerUser.OwnFolderAsync(State, DataFolder, User, cancellationToken);
        if (Directory.Exists(Data))
        {
            return;
        }

        // Made beside and renamed: an interrupted start leaves no half a database behind.
        var unfinished = Data + ".new";
        var passwordFile = Path.Combine(DataFolder, "password");
        string[] command =
        [
            .. ServerUser.As(User), Program("initdb"), "--pgdata", unfinished, "--username", "postgres", "--encoding", "UTF8", "--locale", "C",
            "--auth", "scram-sha-256", "--pwfile", passwordFile, .. Durable ? Array.Empty<string>() : ["--no-sync"],
        ];
        StateFolder.WritePrivate(passwordFile, Password);
        try
        {
            if (User is not null)
            {
                await ToolRun.RequireAsync("Preparing the database", ["chown", $"{User}:{User}", passwordFile], cancellationToken: cancellationToken);
            }

            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }

            await ToolRun.RequireAsync("Creating the database", command, ServerUser.CleanEnvironment(DataFolder, "PG"), cancellationToken);
            Directory.Move(unfinished, Data);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    public Launch Launch()
    {
        string[] settings =
        [
            $"port={Port.ToString(CultureInfo.InvariantCulture)}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=600",
            "shared_buffers=256MB", "max_wal_size=2GB", "log_min_messages=warning",
            .. Durable ? Array.Empty<string>() : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
        ];
        return new Launch(Name, [Program("postgres"), "-D", Data, .. settings.SelectMany(setting => new[] { "-c", setting })])
        {
            User = User,
            WorkingDirectory = "/",
            Environment = ServerUser.CleanEnvironment(DataFolder, "PG"),
            StopSignal = Signal.Interrupt,
        };
    }

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        var (exitCode, _) = await ToolRun.RunAsync(
            [Program("pg_isready"), "--quiet", "--host", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture)],
            cancellationToken: cancellationToken);
        return exitCode == 0;
    }

    /// <summary>A program of the version that made the data, or of the newest version if there is none yet.</summary>
    private string Program(string program)
    {
        var versionFile = Path.Combine(Data, "PG_VERSION");
        var version = File.Exists(versionFile) ? File.ReadAllText(versionFile).Trim() : Versions().LastOrDefault();
        var path = Path.Combine(Root, version ?? "", "bin", program);
        return File.Exists(path)
            ? path
            : throw new UtanException($"The data in {Data} need PostgreSQL {version}, which is not installed; install the package postgresql-{version}, or start anew after `./utan down --purge`.");
    }

    private static IEnumerable<string> Versions() =>
        Directory.Exists(Root)
            ? Directory.EnumerateDirectories(Root)
                .Where(folder => File.Exists(Path.Combine(folder, "bin", "initdb")))
                .Select(folder => Path.GetFileName(folder))
                .OrderBy(version => double.TryParse(version, CultureInfo.InvariantCulture, out var number) ? number : 0)
            : [];
}
