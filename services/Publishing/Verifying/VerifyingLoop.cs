using Microsoft.Extensions.Options;

namespace Utanforskap.Publishing.Verifying;

/// <summary>Looks now and then whether it is night, and verifies what is left of it: a night that a restart interrupts goes on.</summary>
internal sealed class VerifyingLoop(IServiceScopeFactory scopes, IOptions<VerifyingOptions> options, TimeProvider time, ILogger<VerifyingLoop> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Begins is not { } begins)
        {
            return;
        }

        using var timer = new PeriodicTimer(Look, time);
        try
        {
            do
            {
                if (Night.Of(time.GetUtcNow(), begins, TimeSpan.FromHours(options.Value.Hours)) is { } night)
                {
                    await RoundAsync(night, stoppingToken);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service ends.
        }
    }

    private async Task RoundAsync(DateTimeOffset night, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<NightlyRound>().RunAsync(night, cancellationToken);
        }
#pragma warning disable CA1031 // the database may be away for any reason: the loop outlives it
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogWarning("The night's verifications are tried again: {Reason}", error.GetBaseException().Message);
        }
    }
}
