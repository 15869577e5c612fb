using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Utanforskap.Ingestion.Storage;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.Ingestion.Watching;

/// <summary>
/// A row in the database says which of several instances watches. It must be renewed; an instance that goes silent loses it. Should two hold it for a
/// moment (a clock that jumps), nothing breaks: a table read twice is one release.
/// </summary>
internal sealed class WatchLease(IDbContextFactory<IngestionDb> contexts, IBulkWriter bulk, IOptions<WatchingOptions> options, TimeProvider time)
{
    private const string Name = "watch";

    // Long enough that no two processes ever draw the same, here or on other machines.
    private readonly string _holder = $"{Environment.MachineName}/{Environment.ProcessId}/{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))}";

    /// <summary>How often the holder must renew.</summary>
    public TimeSpan RenewEvery => options.Value.Lease / 3;

    /// <summary>Takes or renews the lease; false while another instance holds it.</summary>
    public async Task<bool> HoldAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var until = now + options.Value.Lease;
        var taken = await database.Leases.Where(l => l.Name == Name && (l.Holder == _holder || l.Until < now))
            .ExecuteUpdateAsync(l => l.SetProperty(r => r.Holder, _holder).SetProperty(r => r.Until, until), cancellationToken);
        if (taken > 0 || await database.Leases.AnyAsync(l => l.Name == Name, cancellationToken))
        {
            return taken > 0;
        }

        try
        {
            await bulk.WriteAsync(database, [new Lease { Name = Name, Holder = _holder, Until = until }], cancellationToken);
            return true;
        }
        catch (DbException)
        {
            // Another instance was first, or the database is away: the next try tells.
            return false;
        }
    }

    /// <summary>Gives the lease up, so that another instance need not wait.</summary>
    public async Task GiveUpAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        await database.Leases.Where(l => l.Name == Name && l.Holder == _holder).ExecuteDeleteAsync(cancellationToken);
    }
}
