using Microsoft.Extensions.Options;
using Utanforskap.Ingestion.Catalogue;

namespace Utanforskap.Ingestion.Watching;

/// <summary>
/// Polls while this instance holds the lease: each source in a loop of its own, so that one that is slow or down holds up no other. Whatever goes
/// wrong with a tick, the next one comes.
/// </summary>
internal sealed class WatchLoop(
    RegisterCatalogue catalogue, IConfiguration configuration, WatchLease lease, SourceWatch watch, IOptions<WatchingOptions> options, TimeProvider time,
    ILogger<WatchLoop> log)
    : BackgroundService
{
    private static readonly TimeSpan ShortestTick = TimeSpan.FromMilliseconds(50);
    private bool _troubled;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            if (await TryHoldAsync(stoppingToken))
            {
                await WatchAsync(stoppingToken);
            }

            await PauseAsync(lease.RenewEvery, stoppingToken);
        }
    }

    /// <summary>Watches until the lease is lost or the service stops.</summary>
    private async Task WatchAsync(CancellationToken stop)
    {
        using var holding = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sources = catalogue.Registers.Where(r => SourceReaders.IsWatched(r, configuration)).GroupBy(r => (r.Source.Kind, r.Source.Name))
            .Select(registers => WatchSourceAsync([.. registers], holding.Token)).ToList();
        while (await TryHoldAsync(stop))
        {
            await PauseAsync(lease.RenewEvery, stop);
        }

        await holding.CancelAsync();
        await Task.WhenAll(sources);
        if (stop.IsCancellationRequested)
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
            await IgnoringAsync(() => lease.GiveUpAsync(soon.Token));
        }
    }

    /// <summary>Looks at fixed times, not a pause after the last look: what a look takes does not delay the next one.</summary>
    private async Task WatchSourceAsync(IReadOnlyList<Register> registers, CancellationToken stop)
    {
        var tick = watch.TickOf(registers);
        using var timer = new PeriodicTimer(tick > ShortestTick ? tick : ShortestTick, time);
        do
        {
            await IgnoringAsync(() => watch.TickAsync(registers, stop));
        }
        while (await NextAsync(timer, stop));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> TryHoldAsync(CancellationToken stop)
    {
        var held = false;
        await IgnoringAsync(async () => held = !stop.IsCancellationRequested && await lease.HoldAsync(stop));
        return held;
    }

    private async Task IgnoringAsync(Func<Task> step)
    {
        try
        {
            await step();
            _troubled = false;
        }
        catch (OperationCanceledException)
        {
            // The lease is lost or the service stops: the loops see it themselves.
        }
        catch (Exception trouble)
        {
            // Told once until something works again: a database that is away for a night must not fill the log.
            if (!_troubled)
            {
                _troubled = true;
                log.LogError(trouble, "Watching is held up; it goes on as soon as it can");
            }
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        try
        {
            await Task.Delay(pause, time, stop);
        }
        catch (OperationCanceledException)
        {
            // Stopping is no fault.
        }
    }
}
