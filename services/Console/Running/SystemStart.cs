using Spectre.Console;
using Utanforskap.Console.Processes;
using Utanforskap.Console.Servers;
using Utanforskap.Console.State;

namespace Utanforskap.Console.Running;

/// <summary>Brings a run up: starts what is missing, waits until everything is ready. What already runs stays as it is.</summary>
internal sealed class SystemStart(IAnsiConsole console, StateFolder state)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>The run of the state folder: as it was started if any part of it still runs, else as it is wanted now.</summary>
    /// <exception cref="UtanException">It runs with other registers, or a port is taken.</exception>
    public async Task<RunSettings> SettleAsync(RegistersChoice? registers, PortPlan ports)
    {
        var before = RunSettings.Read(state);
        if (before is null || !new LocalSystem(state, before).All.Any(IsRunning))
        {
            await DebianPackages.EnsureAsync(Tell);
            RequireFreePorts(ports);
            new ProgramCopy(state).Renew();
            var settings = new RunSettings((registers ?? RegistersChoice.Default).Text, ports);
            settings.Write(state);
            return settings;
        }

        return registers is null || before.Source == registers
            ? before
            : throw new UtanException($"The run in {state.Path} uses {before.Source.Description}; end it first with `./utan down`, or give the new one a folder with --state and ports with --port-shift.");
    }

    /// <exception cref="UtanException">It could not be brought up; what was started for it has ended again, what ran before still runs.</exception>
    public async Task BringUpAsync(LocalSystem system, CancellationToken cancellationToken)
    {
        var running = system.All.Where(IsRunning).Select(part => part.Name).ToHashSet();
        try
        {
            await StartAsync(system, cancellationToken);
        }
        catch
        {
            await Shutdown.StopAsync(state, LocalSystem.StopOrder.Skip(1).Select(group => group.Where(ending => !running.Contains(ending.Name)).ToList()));
            throw;
        }
    }

    /// <summary>Waits until a run that is watched over is ready; what ended meanwhile is being started again.</summary>
    public static async Task WaitAsync(LocalSystem system, CancellationToken cancellationToken)
    {
        foreach (var part in system.All)
        {
            if (!await Waiting.UntilAsync(() => part.IsReady(cancellationToken), Limit, cancellationToken))
            {
                throw new UtanException($"{part.Name} does not become ready; see `./utan status`, or start anew with `./utan down` and `./utan up`.");
            }
        }
    }

    private async Task StartAsync(LocalSystem system, CancellationToken cancellationToken)
    {
        Tell("starting database and broker");
        foreach (var source in system.Sources)
        {
            await Startup.EnsureAsync(state, source.Launch);
        }

        await Task.WhenAll(DatabaseAsync(system, cancellationToken), BrokerAsync(system, cancellationToken));
        Tell("starting the services");
        foreach (var service in system.Services)
        {
            await Startup.EnsureAsync(state, service.Launch);
        }

        await Task.WhenAll(system.All.Select(part => ReadyAsync(part, cancellationToken)));
    }

    private async Task DatabaseAsync(LocalSystem system, CancellationToken cancellationToken)
    {
        await system.Postgres.PrepareAsync(cancellationToken);
        await StartAsync(system.Servers.Where(part => part.Name == PostgresServer.Name), cancellationToken);
        await system.MigrateAsync(cancellationToken);
    }

    private async Task BrokerAsync(LocalSystem system, CancellationToken cancellationToken)
    {
        // A broker that runs has read its settings.
        if (state.PidFile(RabbitServer.Name).Running is null)
        {
            await system.Rabbit.PrepareAsync(cancellationToken);
        }

        await StartAsync(system.Servers.Where(part => part.Name != PostgresServer.Name), cancellationToken);
    }

    private async Task StartAsync(IEnumerable<Part> parts, CancellationToken cancellationToken)
    {
        foreach (var part in parts)
        {
            await Startup.EnsureAsync(state, part.Launch);
            await ReadyAsync(part, cancellationToken);
        }
    }

    private Task ReadyAsync(Part part, CancellationToken cancellationToken) => Startup.ReadyAsync(state, part.Name, part.IsReady, Limit, cancellationToken);

    private bool IsRunning(Part part) => state.PidFile(part.Name).Running is not null;

    private static void RequireFreePorts(PortPlan ports)
    {
        foreach (var (use, variable, port) in ports.All)
        {
            if (!Ports.IsFree(port))
            {
                throw new UtanException($"Port {port} ({use}) is in use{(Ports.Holder(port) is { } holder ? $" by {holder}" : "")}; end that, choose another with {variable}=N, or move all ports with --port-shift N.");
            }
        }
    }

    private void Tell(string what) => console.MarkupLineInterpolated($"[grey]{what} …[/]");
}
