using Microsoft.EntityFrameworkCore;

namespace Utanforskap.ServiceDefaults.Database;

public static class Transactions
{
    /// <summary>
    /// Runs an idempotent piece of work in one transaction, again as a whole if the connection fails (the provider's retrying strategy). What the work
    /// adds to the context is saved before the commit. Inside another transaction it simply joins that.
    /// </summary>
    /// <remarks>
    /// Idempotent, because a commit whose answer was lost is tried again too. The work must load or add everything itself: the context forgets what it
    /// tracks before each new attempt.
    /// </remarks>
    public static async Task InTransactionAsync(
        this DbContext context, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (context.Database.CurrentTransaction is not null)
        {
            await work(cancellationToken);
            await context.SaveChangesAsync(cancellationToken);
            return;
        }

        var attempt = 0;
        await context.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                if (attempt++ > 0)
                {
                    context.ChangeTracker.Clear();
                }

                await using var transaction = await context.Database.BeginTransactionAsync(token);
                await work(token);
                await context.SaveChangesAsync(token);
                await transaction.CommitAsync(token);
            },
            cancellationToken);
    }
}
