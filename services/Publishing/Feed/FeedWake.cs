using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Utanforskap.Publishing.Feed;

/// <summary>
/// Wakes who sends the feed as soon as a transaction of this process has committed. A wake without news costs one query; news of other processes is found
/// by looking now and then.
/// </summary>
internal sealed class FeedWake : DbTransactionInterceptor, IDisposable
{
    private readonly SemaphoreSlim signal = new(0, 1);

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Wake();

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Wake();
        return Task.CompletedTask;
    }

    /// <summary>Waits for a commit, at most this long.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => signal.WaitAsync(atMost, cancellationToken);

    public void Dispose() => signal.Dispose();

    private void Wake()
    {
        try
        {
            if (signal.CurrentCount == 0)
            {
                signal.Release();
            }
        }
        catch (SemaphoreFullException)
        {
            // Somebody else woke it between the look and the release.
        }
    }
}
