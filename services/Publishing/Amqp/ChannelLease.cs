using Microsoft.EntityFrameworkCore;

namespace Utanforskap.Publishing.Amqp;

/// <summary>
/// The right of one instance to send a channel, and how far the channel has come. The cursor moves only for who holds the lease, so that an instance that
/// lost it without noticing can repeat events, but never skip any.
/// </summary>
internal sealed class ChannelLease(IDbContextFactory<PublishingDb> contexts, TimeProvider time, string channel, string holder)
{
    /// <summary>How long a lease lasts when its holder falls silent.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    /// <summary>Takes or renews the lease; the channel's position, or null while another instance holds it.</summary>
    public async Task<long?> TakeAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.Stamp();
        var until = now + Length;
        var taken = await db.ChannelCursors
            .Where(c => c.Name == channel && (c.LeasedBy == holder || c.LeasedUntil == null || c.LeasedUntil < now))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LeasedBy, holder).SetProperty(c => c.LeasedUntil, until), cancellationToken);
        return taken == 0
            ? null
            : await db.ChannelCursors.Where(c => c.Name == channel).Select(c => c.Position).SingleAsync(cancellationToken);
    }

    /// <summary>Notes that everything up to a position is confirmed, and renews the lease; false if the lease is lost.</summary>
    public async Task<bool> MoveAsync(long from, long to, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var until = time.Stamp() + Length;
        return await db.ChannelCursors
            .Where(c => c.Name == channel && c.LeasedBy == holder && c.Position == from)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Position, to).SetProperty(c => c.LeasedUntil, until), cancellationToken) == 1;
    }

    /// <summary>Gives the lease back, so that another instance need not wait for its end.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ChannelCursors
            .Where(c => c.Name == channel && c.LeasedBy == holder)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LeasedUntil, (DateTimeOffset?)null).SetProperty(c => c.LeasedBy, (string?)null), cancellationToken);
    }
}
