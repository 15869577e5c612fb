using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Utanforskap.ServiceDefaults.Messaging.Sending;

/// <summary>Leaves out messages that wait already, and wakes the dispatcher when a transaction with messages has committed.</summary>
internal sealed class OutboxInterceptor(Wakes wakes) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private readonly ConditionalWeakTable<DbContext, object> sending = [];

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        Added(eventData).Count == 0 ? result : throw new NotSupportedException("Messages are saved by SaveChangesAsync.");

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var context = eventData.Context!;
        var added = Added(eventData);
        if (added.Count > 0)
        {
            var ids = added.Keys.ToArray();
            var waiting = context.Set<OutboxMessage>().Where(message => ids.Contains(message.Id)).Select(message => message.Id);
            foreach (var id in await waiting.ToListAsync(cancellationToken))
            {
                added[id].State = EntityState.Detached;
            }

            sending.AddOrUpdate(context, added);
        }

        return result;
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context!.Database.CurrentTransaction is null)
        {
            WakeFor(eventData.Context);
        }

        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        WakeFor(eventData.Context);
        return Task.CompletedTask;
    }

    private static Dictionary<Guid, EntityEntry<OutboxMessage>> Added(DbContextEventData eventData) => eventData.Context!.ChangeTracker
        .Entries<OutboxMessage>()
        .Where(entry => entry.State == EntityState.Added)
        .ToDictionary(entry => entry.Entity.Id);

    private void WakeFor(DbContext? context)
    {
        if (context is not null && sending.Remove(context))
        {
            wakes.Outbox.Set();
        }
    }
}
