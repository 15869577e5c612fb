using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Ingestion.Storage;

namespace Utanforskap.Ingestion.Watching;

/// <summary>
/// One look at a source: a single listing tells which tables moved since they were last read, and only those are read, beside those whose full read is
/// due. The source's <c>updated</c> is a hint: it may move without the figures, and the figures without it.
/// </summary>
internal sealed class SourceWatch(
    IDbContextFactory<IngestionDb> contexts,
    IServiceScopeFactory scopes,
    SourceReaders readers,
    RegisterPoll poll,
    IngestionMeters meters,
    IOptions<WatchingOptions> options,
    TimeProvider time,
    ILogger<SourceWatch> log)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _looked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _readWhole = new(StringComparer.Ordinal);

    /// <summary>How long from one look at a source to the next.</summary>
    public TimeSpan TickOf(IReadOnlyList<Register> registers) => registers.Min(PollOf);

    /// <summary>
    /// Looks at the registers of one source that are due. What moved is read at once; where nothing did, one full read that is due: they may wait, and
    /// all of them together would take the source's calls from the next listings.
    /// </summary>
    public async Task TickAsync(IReadOnlyList<Register> registers, CancellationToken cancellationToken)
    {
        var states = await StatesAsync(registers, cancellationToken);
        var now = time.GetUtcNow();
        var due = registers.Where(r => IsDue(r, states.GetValueOrDefault(r.Id), now, TickOf(registers))).ToList();
        if (due.Count == 0)
        {
            return;
        }

        foreach (var register in due)
        {
            _looked[register.Id] = now;
        }

        IReadOnlyDictionary<string, DateTimeOffset?> listed;
        try
        {
            listed = await readers.ListAsync(due, cancellationToken);
        }
        catch (Exception away) when (IsAway(away))
        {
            await NoteFailureAsync(due, states, away, cancellationToken);
            return;
        }

        // A table that was never there is not gone: it may come.
        var absent = due.Where(r => !listed.ContainsKey(r.Table) && states.GetValueOrDefault(r.Id)?.HeadRelease is null).ToList();
        foreach (var register in absent)
        {
            await NoteAbsentAsync(register, states, cancellationToken);
        }

        var present = due.Except(absent).ToList();
        var moved = present.Where(r => listed.GetValueOrDefault(r.Table) != states.GetValueOrDefault(r.Id)?.LastSeenUpdated).ToList();
        var whole = present.Except(moved).Where(r => IsWholeReadDue(r, now)).OrderBy(r => _readWhole.GetValueOrDefault(r.Id)).ToList();
        foreach (var register in moved.Count > 0 ? moved : whole.Take(1))
        {
            await ReadAsync(register, listed.GetValueOrDefault(register.Table), states, cancellationToken);
        }

        foreach (var register in due.Except(moved).Except(whole))
        {
            await NoteSuccessAsync(register, states, cancellationToken);
        }
    }

    private async Task ReadAsync(
        Register register, DateTimeOffset? updated, Dictionary<string, RegisterState> states, CancellationToken cancellationToken)
    {
        var released = states.GetValueOrDefault(register.Id)?.HeadRelease is not null;
        try
        {
            await poll.ReadAsync(register, updated, released, cancellationToken);
            _readWhole[register.Id] = time.GetUtcNow();
            await NotePresentAsync(register, states, cancellationToken);
            await NoteSuccessAsync(register, states, cancellationToken);
        }
        catch (TableMissingException) when (!released)
        {
            await NoteAbsentAsync(register, states, cancellationToken);
            await NoteSuccessAsync(register, states, cancellationToken);
        }
        catch (Exception away) when (IsAway(away))
        {
            // The other tables of the source may still be read.
            await NoteFailureAsync([register], states, away, cancellationToken);
        }
    }

    /// <summary>What is wrong with a table is a refusal by now: this is the source itself.</summary>
    private static bool IsAway(Exception e) =>
        e is SourceUnavailableException or SourceFormatException or SourceRequestRefusedException or TableMissingException;

    private bool IsDue(Register register, RegisterState? state, DateTimeOffset now, TimeSpan tick)
    {
        if (state?.NextAttemptAt > now)
        {
            return false;
        }

        var open = options.Value.AlwaysOpen || register.Calendar.Windows.Count == 0 || state?.OpenUntil > now;

        // Ticks come a little early or late: half of one makes no difference.
        var looked = now - _looked.GetValueOrDefault(register.Id) + (tick / 2) >= PollOf(register);

        // What a source published while it could not be read is not left for the next window.
        return (open && looked) || state?.FailingSince is not null || IsWholeReadDue(register, now);
    }

    private TimeSpan PollOf(Register register) => options.Value.Interval ?? register.Calendar.Poll;

    /// <summary>Also outside the windows, since corrections come unannounced, and at each start.</summary>
    private bool IsWholeReadDue(Register register, DateTimeOffset now) =>
        now - _readWhole.GetValueOrDefault(register.Id) >= (options.Value.FullRead ?? register.Calendar.FullRead);

    private async Task<Dictionary<string, RegisterState>> StatesAsync(IReadOnlyList<Register> registers, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = registers.Select(r => r.Id).ToArray();
        var states = await database.Registers.AsNoTracking().Where(s => EF.Parameter(ids).Contains(s.Register))
            .ToDictionaryAsync(s => s.Register, cancellationToken);
        foreach (var id in ids.Where(id => !states.ContainsKey(id)))
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<RegisterStates>().EnsureAsync(id, cancellationToken);
        }

        return states;
    }

    /// <summary>The source cannot be read: the next look waits longer each time, and only the first failure is logged.</summary>
    private async Task NoteFailureAsync(
        List<Register> registers, Dictionary<string, RegisterState> states, Exception away, CancellationToken cancellationToken)
    {
        var asked = (away as SourceUnavailableException)?.RetryAfter;
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        foreach (var register in registers)
        {
            var state = states.GetValueOrDefault(register.Id);
            var failures = (state?.Failures ?? 0) + 1;
            var pause = TimeSpan.FromSeconds(Math.Min(options.Value.LongestPause.TotalSeconds, Math.Pow(2, Math.Min(failures - 1, 20))));
            var next = now + (asked > pause ? asked.Value : pause);
            var since = state?.FailingSince ?? now;
            var message = away.Message.Length <= 1000 ? away.Message : away.Message[..1000];
            await database.Registers.Where(s => s.Register == register.Id).ExecuteUpdateAsync(
                s => s.SetProperty(r => r.Failures, failures).SetProperty(r => r.FailingSince, since)
                    .SetProperty(r => r.Failure, message).SetProperty(r => r.NextAttemptAt, next),
                cancellationToken);
            meters.Read(register.Id, "unavailable");
        }

        if (registers.All(r => states.GetValueOrDefault(r.Id)?.FailingSince is null))
        {
            log.LogWarning(
                "{Registers} of {Source} cannot be read and are tried again with growing pauses: {Reason}",
                string.Join(", ", registers.Select(r => r.Id)), registers[0].Source.Name, away.Message);
        }
    }

    /// <summary>The source can be read, and has not had the table since it was first looked for: a state, not a refusal.</summary>
    private async Task NoteAbsentAsync(Register register, Dictionary<string, RegisterState> states, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        _readWhole[register.Id] = now;
        var since = states.GetValueOrDefault(register.Id)?.AbsentSince;
        meters.Absent(register.Id, since ?? now);
        if (since is null)
        {
            await SetAbsentAsync(register, now, cancellationToken);
            log.LogInformation("{Source} has no table {Table} yet, which {Register} is to be read from", register.Source.Name, register.Table, register.Id);
        }
    }

    private async Task NotePresentAsync(Register register, Dictionary<string, RegisterState> states, CancellationToken cancellationToken)
    {
        if (states.GetValueOrDefault(register.Id)?.AbsentSince is not null)
        {
            meters.Present(register.Id);
            await SetAbsentAsync(register, null, cancellationToken);
        }
    }

    private async Task SetAbsentAsync(Register register, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        await database.Registers.Where(s => s.Register == register.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.AbsentSince, since), cancellationToken);
    }

    private async Task NoteSuccessAsync(Register register, Dictionary<string, RegisterState> states, CancellationToken cancellationToken)
    {
        if (states.GetValueOrDefault(register.Id)?.FailingSince is not { } since)
        {
            return;
        }

        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        await database.Registers.Where(s => s.Register == register.Id).ExecuteUpdateAsync(
            s => s.SetProperty(r => r.Failures, 0).SetProperty(r => r.FailingSince, (DateTimeOffset?)null)
                .SetProperty(r => r.Failure, (string?)null).SetProperty(r => r.NextAttemptAt, (DateTimeOffset?)null),
            cancellationToken);
        log.LogInformation("{Register} can be read again, after {Minutes:0} minutes", register.Id, (time.GetUtcNow() - since).TotalMinutes);
    }
}
