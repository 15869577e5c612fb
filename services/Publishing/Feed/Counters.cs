using Microsoft.EntityFrameworkCore;

namespace Utanforskap.Publishing.Feed;

internal static class Counters
{
    /// <summary>
    /// Takes the next numbers and returns the last of them; the first is <c>last - count + 1</c>. The update locks the row until the transaction ends, so
    /// the next taker waits, and a rollback gives the numbers back: they have no gaps and follow the order of the commits.
    /// </summary>
    public static async Task<long> TakeAsync(this PublishingDb db, string counter, int count, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException($"Numbers of '{counter}' are taken inside the transaction that uses them.");
        }

        var rows = db.Counters.Where(c => c.Name == counter);
        await rows.ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, c => c.Value + count), cancellationToken);
        return await rows.Select(c => c.Value).SingleAsync(cancellationToken);
    }
}
