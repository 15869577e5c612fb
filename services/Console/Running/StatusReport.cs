using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Utanforskap.Console.State;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Console.Running;

/// <summary>A program of the run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pid">Its process, or null if it does not run.</param>
/// <param name="State">ready, starting or ended.</param>
internal sealed record ProgramStatus(string Name, int? Pid, string State);

/// <summary>What runs and how fresh it is.</summary>
internal sealed record StatusReport(
    bool Running,
    string State,
    string? Registers,
    IReadOnlyDictionary<string, string> Addresses,
    string? Amqp,
    string? OperatorKeyFile,
    IReadOnlyList<ProgramStatus> Processes,
    IReadOnlyList<RegisterStatus> Freshness)
{
    private static readonly JsonSerializerOptions Indented = new(WireJson.Options) { WriteIndented = true };

    public static async Task<StatusReport> ReadAsync(StateFolder state, CancellationToken cancellationToken)
    {
        if (!state.Exists || RunSettings.Read(state) is not { } settings)
        {
            return new StatusReport(false, state.Path, null, new Dictionary<string, string>(), null, null, [], []);
        }

        var system = new LocalSystem(state, settings);
        var programs = (await Task.WhenAll(system.All.Select(part => StatusAsync(state, part, cancellationToken))))
            .Append(Watching(state)).ToList();
        var addresses = settings.Ports.All.Where(port => port.Use is LocalSystem.Publishing or LocalSystem.Ingestion or LocalSystem.Indicators or LocalSystem.Classification)
            .Concat(settings.Ports.All.Where(port => port.Use == LocalSystem.Simulator && system.Sources.Count > 0))
            .ToDictionary(port => port.Use, port => LocalSystem.Address(port.Port));
        return new StatusReport(
            programs.Any(program => program.Pid is not null),
            state.Path,
            settings.Registers,
            addresses,
            system.Rabbit.SubscriberUri,
            system.OperatorKeyFile,
            programs,
            await FreshnessAsync(settings, system.OperatorKeyFile, cancellationToken));
    }

    public string Json() => JsonSerializer.Serialize(this, Indented);

    public void Print(IAnsiConsole console)
    {
        if (!Running)
        {
            console.WriteLine($"Nothing runs in {State}; start with ./utan up.");
            return;
        }

        console.MarkupLineInterpolated($"With {new RegistersChoice(Registers!).Description}, in {State}:");
        var programs = new Table().Border(TableBorder.None).AddColumns("program", "state", "process", "address");
        foreach (var program in Processes)
        {
            programs.AddRow(
                Markup.Escape(program.Name),
                program.State switch { "ready" => "[green]ready[/]", "starting" => "[yellow]starting[/]", _ => "[red]ended[/]" },
                program.Pid?.ToString(CultureInfo.InvariantCulture) ?? "",
                Addresses.GetValueOrDefault(program.Name, ""));
        }

        console.Write(programs);
        if (Freshness.Count > 0)
        {
            var registers = new Table().Border(TableBorder.None).AddColumns("register", "table", "release", "source's time", "last read", "outcome");
            foreach (var register in Freshness)
            {
                registers.AddRow(
                    Markup.Escape(register.Register),
                    Markup.Escape(register.Table),
                    register.Release?.ToString(CultureInfo.InvariantCulture) ?? "",
                    register.LastSeenUpdated?.UtcDateTime.ToString("u", CultureInfo.InvariantCulture) ?? "",
                    register.LastReadAt?.UtcDateTime.ToString("u", CultureInfo.InvariantCulture) ?? "",
                    Markup.Escape(register.FailingSince is not null ? "failing" : register.AbsentSince is not null ? "absent" : register.LastOutcome ?? ""));
            }

            console.WriteLine();
            console.Write(registers);
            foreach (var trouble in Freshness.Select(register => register.Failure ?? register.Absence).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                console.WriteLine(trouble);
            }
        }
    }

    private static async Task<ProgramStatus> StatusAsync(StateFolder state, Part part, CancellationToken cancellationToken)
    {
        var pid = state.PidFile(part.Name).Running?.Pid;
        return new ProgramStatus(part.Name, pid, pid is null ? "ended" : await part.IsReady(cancellationToken) ? "ready" : "starting");
    }

    private static ProgramStatus Watching(StateFolder state)
    {
        var pid = state.PidFile(LocalSystem.Supervisor).Running?.Pid;
        return new ProgramStatus(LocalSystem.Supervisor, pid, pid is null ? "ended" : "ready");
    }

    private static async Task<IReadOnlyList<RegisterStatus>> FreshnessAsync(RunSettings settings, string operatorKeyFile, CancellationToken cancellationToken)
    {
        try
        {
            using var api = new PublishingApi(settings.Ports.Publishing, operatorKeyFile);
            return await api.RegistersAsync(cancellationToken);
        }
        catch (Exception cause) when (cause is HttpRequestException or JsonException or IOException || (cause is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [];
        }
    }
}
