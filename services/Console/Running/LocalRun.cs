using System.Diagnostics;
using Spectre.Console;
using Utanforskap.Console.Processes;
using Utanforskap.Console.State;

namespace Utanforskap.Console.Running;

/// <summary>A run on this machine: <c>up</c>, <c>down</c>, and the watch that goes on after <c>up --detach</c>.</summary>
internal sealed class LocalRun(IAnsiConsole console, StateFolder state)
{
    public const string SuperviseCommand = "supervise";
    private static readonly TimeSpan LockLimit = TimeSpan.FromMinutes(3);

    /// <summary>Starts the run, or repairs or reports the one that is there; without detach, watches over it until interrupted and then ends it.</summary>
    /// <param name="registers">What to run on; null: what it runs on already, or else the made-up country.</param>
    public async Task UpAsync(RegistersChoice? registers, PortPlan ports, bool detach, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        LocalSystem system;
        using (await state.Create().LockAsync(LockLimit, cancellationToken))
        {
            var start = new SystemStart(console, state);
            var watched = Supervisor.Running is not null;
            var settings = await start.SettleAsync(registers, ports);
            system = new LocalSystem(state, settings);
            if (watched)
            {
                await SystemStart.WaitAsync(system, cancellationToken);
                console.MarkupLineInterpolated($"It runs already, with {settings.Source.Description}.");
                Print(settings, system);
                return;
            }

            // From here on `down` finds this process, and ends it first.
            Supervisor.WriteOwn();
            try
            {
                await start.BringUpAsync(system, cancellationToken);
                if (detach)
                {
                    await DetachAsync();
                }
            }
            catch
            {
                Supervisor.Delete();
                throw;
            }

            console.MarkupLineInterpolated($"[green]Ready[/] after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, with {settings.Source.Description}.");
            Print(settings, system);
        }

        if (!detach)
        {
            console.WriteLine("Ctrl-C ends it; with --detach it goes on in the background.");
            await WatchAsync(system, what => console.MarkupLineInterpolated($"[grey]{what}[/]"), cancellationToken);
        }
    }

    /// <summary>The watch in the background.</summary>
    public async Task SuperviseAsync(CancellationToken cancellationToken)
    {
        var settings = RunSettings.Read(state) ?? throw new UtanException($"There is no run in {state.Path}.");
        await WatchAsync(new LocalSystem(state, settings), what => console.WriteLine($"{TimeProvider.System.GetUtcNow():u} {what}"), cancellationToken);
    }

    /// <summary>Ends what was started, and removes the state folder if asked to.</summary>
    public async Task DownAsync(bool purge, CancellationToken cancellationToken)
    {
        if (state.Exists)
        {
            // A start that is under way holds the lock: it is ended first.
            await Shutdown.StopAsync(state, LocalSystem.StopOrder[..1]);
            using (await state.LockAsync(LockLimit, cancellationToken))
            {
                await Shutdown.StopAsync(state, LocalSystem.StopOrder);
            }
        }

        if (purge)
        {
            state.Purge();
        }

        console.WriteLine(purge ? $"Nothing of it runs, and {state.Path} is gone." : "Nothing of it runs; its figures are kept (--purge removes them).");
    }

    private PidFile Supervisor => state.PidFile(LocalSystem.Supervisor);

    private async Task WatchAsync(LocalSystem system, Action<string> tell, CancellationToken cancellationToken)
    {
        await new Supervision(state, [.. system.All.Select(part => part.Launch)], TimeProvider.System, tell).RunAsync(cancellationToken);
        if (state.Exists)
        {
            tell("ending");
            await Shutdown.StopAsync(state, LocalSystem.StopOrder.Skip(1));
            Supervisor.Delete();
        }
    }

    private async Task DetachAsync()
    {
        var supervise = new Launch(LocalSystem.Supervisor, [ThisProgram.DotNet, new ProgramCopy(state).Assembly("Console"), SuperviseCommand, state.Path]) { WorkingDirectory = state.Path };
        try
        {
            await supervise.StartAsync(Supervisor, state.Log(LocalSystem.Supervisor));
        }
        catch (UtanException)
        {
            await Shutdown.StopAsync(state, LocalSystem.StopOrder);
            throw;
        }
    }

    private void Print(RunSettings settings, LocalSystem system)
    {
        (string What, string Where)[] lines =
        [
            ("web page and API", LocalSystem.Address(settings.Ports.Publishing)),
            ("API described", LocalSystem.Address(settings.Ports.Publishing) + "/openapi/v1.json"),
            ("events on AMQP", $"exchange utanforskap.events, port {settings.Ports.RabbitMq.Amqp} (account: ./utan status --json)"),
            ("operator's key", system.OperatorKeyFile),
            ("logs and data", state.Path),
        ];
        foreach (var (what, where) in lines)
        {
            console.WriteLine($"  {what,-18}{where}");
        }
    }
}
