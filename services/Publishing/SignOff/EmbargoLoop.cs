using Microsoft.Extensions.Options;

namespace Utanforskap.Publishing.SignOff;

/// <summary>Looks now and then for results whose embargo has ended, and publishes them.</summary>
internal sealed class EmbargoLoop(
    IServiceScopeFactory scopes, IOptions<SignOffOptions> options, TimeProvider time, ILogger<EmbargoLoop> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Poll, time);
        try
        {
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service ends.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await OrLaterAsync(async decisions => (List<string>?)await decisions.DueAsync(cancellationToken), cancellationToken) ?? [])
        {
            await OrLaterAsync<object>(
                async decisions =>
                {
                    await decisions.PublishDueAsync(id, cancellationToken);
                    return null;
                },
                cancellationToken);
        }
    }

    /// <summary>What fails is tried again at the next look, and stops nothing else.</summary>
    private async Task<T?> OrLaterAsync<T>(Func<Decisions, Task<T?>> act, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await act(scope.ServiceProvider.GetRequiredService<Decisions>());
        }
#pragma warning disable CA1031 // database or Classification may be away for any reason: the loop outlives it
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogWarning("What waits for the end of its embargo is tried again: {Reason}", error.GetBaseException().Message);
            return null;
        }
    }
}
