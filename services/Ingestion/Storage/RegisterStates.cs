using Microsoft.EntityFrameworkCore;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.Ingestion.Storage;

/// <summary>The rows that say where each register stands, and their locks.</summary>
internal sealed class RegisterStates(IngestionDb database, IBulkWriter bulk, TimeProvider time)
{
    /// <summary>Makes sure that a register has its row.</summary>
    public async Task EnsureAsync(string register, CancellationToken cancellationToken)
    {
        if (await database.Registers.AsNoTracking().AnyAsync(s => s.Register == register, cancellationToken))
        {
            return;
        }

        try
        {
            // Not through the context: a row that another instance made first must not stay tracked here.
            await bulk.WriteAsync(database, [new RegisterState { Register = register }], cancellationToken);
        }
        catch (System.Data.Common.DbException)
            when (database.Registers.AsNoTracking().Any(s => s.Register == register))
        {
            // Another instance was first.
        }
    }

    /// <summary>Takes the register's lock until the transaction ends, and reads its row.</summary>
    public async Task<RegisterState> LockAsync(string register, CancellationToken cancellationToken)
    {
        // Both databases lock the row that an update touches, so this needs no SQL of either.
        await database.Registers.Where(s => s.Register == register)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Locks, r => r.Locks + 1), cancellationToken);
        database.ChangeTracker.Clear();
        return await database.Registers.SingleAsync(s => s.Register == register, cancellationToken);
    }

    /// <summary>Notes what came of a reading.</summary>
    public void Record(RegisterState state, ReadOutcome outcome, Origin origin)
    {
        if (origin == Origin.Poll)
        {
            Record(state, outcome);
        }
    }

    /// <summary>Notes what came of a poll; the source can be read again.</summary>
    public void Record(RegisterState state, ReadOutcome outcome)
    {
        state.LastReadAt = Now();
        state.LastOutcome = outcome;
        (state.FailingSince, state.Failures, state.Failure, state.NextAttemptAt) = (null, 0, null, null);
        if (outcome != ReadOutcome.Refused)
        {
            (state.RefusedHash, state.RefusalId) = (null, null);
        }
    }

    /// <summary>The time, as precise as both databases keep it.</summary>
    public DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
