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

    /// <summary>Looks at the registers of one source that are due.</summary>
    public async Task TickAsync(IReadOnlyList<Register> registers, CancellationToken cancellationToken)
    {
        var states = await StatesAsync(registers, cancellationToken);
        var now = time.GetUtcNow();
        var due = registers.Where(r => IsDue(r, states.GetValueOrDefault(r.Id), now)).ToList();
        if (due.Count == 0)
        {
            return;
        }

        foreach (var register in due)
        {
            _looked[register.Id] = now;
        }

        try
        {
            var listed = await readers.ListAsync(due, cancellationToken);
            foreach (var register in due)
            {
                await LookAsync(register, listed, states.GetValueOrDefault(register.Id), cancellationToken);
            }
        }
        catch (Exception away) when (away is SourceUnavailableException or SourceFormatException or SourceRequestRefusedException or TableMissingException)
        {
            // What is wrong with one table is a refusal by now: this is the source itself.
            await NoteFailureAsync(due, states, away, cancellationToken);
        }
    }

    private async Task LookAsync(
        Register register, IReadOnlyDictionary<string, DateTimeOffset?> listed, RegisterState? state, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var whole = IsWholeReadDue(register, now);
        if (!listed.TryGetValue(register.Table, out var updated) && state?.HeadRelease is null)
        {
            // A table that was never there is not gone: it may come.
            _readWhole[register.Id] = now;
        }
        else if (whole || updated != state?.LastSeenUpdated)
        {
            await poll.ReadAsync(register, updated, cancellationToken);
            _readWhole[register.Id] = now;
        }

        if (state?.FailingSince is { } since)
        {
            await ClearFailureAsync(register, cancellationToken);
            log.LogInformation("{Register} can be read again, after {Minutes:0} minutes", register.Id, (now - since).TotalMinutes);
        }
    }

    private bool IsDue(Register register, RegisterState? state, DateTimeOffset now)
    {
        if (state?.NextAttemptAt > now)
        {
            return false;
        }

        var open = options.Value.AlwaysOpen || register.Calendar.Windows.Count == 0 || state?.OpenUntil > now;
        var looked = _looked.GetValueOrDefault(register.Id);
        return (open && now - looked >= (options.Value.Interval ?? register.Calendar.Poll)) || IsWholeReadDue(register, now);
    }

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
            log.LogWarning("{Source} cannot be read and is tried again with growing pauses: {Reason}", registers[0].Source.Name, away.Message);
        }
    }

    private async Task ClearFailureAsync(Register register, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        await database.Registers.Where(s => s.Register == register.Id).ExecuteUpdateAsync(
            s => s.SetProperty(r => r.Failures, 0).SetProperty(r => r.FailingSince, (DateTimeOffset?)null)
                .SetProperty(r => r.Failure, (string?)null).SetProperty(r => r.NextAttemptAt, (DateTimeOffset?)null),
            cancellationToken);
    }
}
