using Microsoft.Extensions.Options;

namespace Utanforskap.Publishing.SignOff;

/// <summary>Looks now and then for results whose embargo has ended, publishes them, and tells of what can be seen since then.</summary>
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
        IReadOnlyList<string> due = [];
        await OrLaterAsync(async decisions => due = await decisions.DueAsync(cancellationToken), cancellationToken);
        foreach (var id in due)
        {
            await OrLaterAsync(decisions => decisions.PublishDueAsync(id, cancellationToken), cancellationToken);
        }

        await OrLaterAsync(decisions => decisions.TellUnhiddenAsync(cancellationToken), cancellationToken);
    }

    /// <summary>What fails is tried again at the next look, and stops nothing else.</summary>
    private async Task OrLaterAsync(Func<Decisions, Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await act(scope.ServiceProvider.GetRequiredService<Decisions>());
        }
#pragma warning disable CA1031 // database or Classification may be away for any reason: the loop outlives it
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogWarning("What waits for the end of its embargo is tried again: {Reason}", error.GetBaseException().Message);
        }
    }
}
