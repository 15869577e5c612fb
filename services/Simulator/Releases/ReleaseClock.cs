using Microsoft.Extensions.Options;

namespace Utanforskap.Simulator.Releases;

/// <summary>Lets releases out by themselves, one every few seconds, where the settings ask for it.</summary>
internal sealed class ReleaseClock(Published published, IOptions<SimulatorOptions> options, TimeProvider time, ILogger<ReleaseClock> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.ClockSeconds <= 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.ClockSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken) && published.Publish() is { } release)
        {
            log.LogInformation("Released {Table} of {Released}.", release.Release.TableId, release.Release.Released);
        }
    }
}
