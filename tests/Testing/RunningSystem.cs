using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Utanforskap.Testing;

/// <summary>
/// The whole system as a user starts it: <c>./utan up --detach</c> with a state folder and ports of its own, and <c>./utan down --purge</c> at the end.
/// </summary>
public sealed class RunningSystem : IAsyncDisposable
{
    private static readonly TimeSpan CommandLimit = TimeSpan.FromMinutes(5);
    private readonly string _state;
    private readonly int _shift;
    private readonly IReadOnlyDictionary<string, string> _settings;

    private RunningSystem(string state, int shift, IReadOnlyDictionary<string, string> settings)
    {
        (_state, _shift, _settings) = (state, shift, settings);
        Api = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{8080 + shift}"), Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>Publishing's address.</summary>
    public HttpClient Api { get; }

    /// <summary>The simulator's address.</summary>
    public Uri Simulator => new($"http://127.0.0.1:{8090 + _shift}");

    public static Task<RunningSystem> StartAsync(string registers, params string[] more) => StartAsync(registers, new Dictionary<string, string>(), more);

    /// <param name="registers">Where the figures come from.</param>
    /// <param name="settings">Settings of the simulator and the services, as environment variables.</param>
    /// <param name="more">More arguments to <c>./utan up</c>.</param>
    public static async Task<RunningSystem> StartAsync(string registers, IReadOnlyDictionary<string, string> settings, params string[] more)
    {
        var state = Path.Combine(Path.GetTempPath(), $"utan-pipeline-{Environment.ProcessId}-{Stopwatch.GetTimestamp():x}");
        var system = new RunningSystem(state, FreeShift(), settings);
        try
        {
            await system.UtanAsync(["up", "--registers", registers, "--detach", .. more]);
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }

        return system;
    }

    /// <summary>Runs <c>./utan</c> with this system's state folder and ports; throws with what it printed unless it ends with 0.</summary>
    public async Task<string> UtanAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(RepositoryRoot, "utan"), arguments)
        {
            WorkingDirectory = RepositoryRoot,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["UTAN_STATE"] = _state;
        start.Environment["UTAN_PORT_SHIFT"] = _shift.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var said = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(said, line.Data);
        process.ErrorDataReceived += (_, line) => Append(said, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(CommandLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"./utan {string.Join(' ', arguments)} did not end within {CommandLimit}. It said:\n{said}{Logs()}");
        }

        return process.ExitCode == 0
            ? said.ToString()
            : throw new InvalidOperationException($"./utan {string.Join(' ', arguments)} ended with {process.ExitCode}. It said:\n{said}{Logs()}");
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Api.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        var body = await response.Content.ReadAsStringAsync();
        return response.StatusCode == HttpStatusCode.OK
            ? JsonDocument.Parse(body).RootElement
            : throw new InvalidOperationException($"GET {path} answered {(int)response.StatusCode}:\n{body}");
    }

    /// <summary>All items of a list, page by page.</summary>
    public async Task<List<JsonElement>> ListAsync(string path)
    {
        var items = new List<JsonElement>();
        var joined = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        for (string? next = ""; next is not null;)
        {
            var page = await GetAsync(next.Length == 0 ? path : $"{path}{joined}after={Uri.EscapeDataString(next)}");
            var came = page.GetProperty("items").EnumerateArray().ToList();
            items.AddRange(came);
            next = came.Count == 0 ? null : page.GetProperty("next").GetString();
        }

        return items;
    }

    public async Task<JsonElement> StatusAsync() => JsonDocument.Parse(await UtanAsync("status", "--json")).RootElement;

    public async ValueTask DisposeAsync()
    {
        await UtanAsync("down", "--purge");
        Api.Dispose();
        if (Directory.Exists(_state))
        {
            throw new InvalidOperationException($"`./utan down --purge` left the state folder {_state} behind.");
        }
    }

    public static string RepositoryRoot { get; } = Root();

    private static void Append(StringBuilder said, string? line)
    {
        lock (said)
        {
            said.AppendLine(line);
        }
    }

    private string Logs()
    {
        var text = new StringBuilder();
        var folder = Path.Combine(_state, "logs");
        foreach (var log in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
        {
            text.Append("\n--- ").AppendLine(Path.GetFileName(log));
            text.AppendJoin('\n', File.ReadLines(log).TakeLast(15));
        }

        return text.ToString();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Utanforskap.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run from inside the checkout.");
        }

        return folder.FullName;
    }

    /// <summary>A shift at which all the ports that a run uses are free now; well away from the default ports.</summary>
    private static int FreeShift()
    {
        for (var shift = 10_000 + (Environment.ProcessId % 200 * 100); ; shift = 10_000 + ((shift + 700) % 30_000))
        {
            if (new[] { 8080, 8081, 8082, 8083, 8090, 5673, 5674, 5675, 5676, 5433 }.All(port => IsFree(port + shift)))
            {
                return shift;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
