using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Publishing.Feed;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.Publishing.Publications;

/// <summary>
/// Makes a draft the method's new publication: names, results and change list, all in the current transaction. Its events are told at the end of it
/// (<see cref="Announcing"/>).
/// </summary>
internal sealed class PublicationWriter(PublishingDb db, IBulkWriter bulk, PublishedParts parts, AreaNames names, TimeProvider time)
{
    /// <summary>Parameters of one statement; SQL Server takes 2,100.</summary>
    private const int CodesTogether = 1_000;

    public async Task<Published> PublishAsync(Draft draft, Occasion occasion, CancellationToken cancellationToken)
    {
        // The lock on this counter makes publications happen one after the other, so that the time below never goes back.
        var sequence = await db.TakeAsync(Counter.Publication, 1, cancellationToken);
        var byDivision = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var division in draft.Columns.Select(c => c.Division).Distinct(StringComparer.Ordinal))
        {
            byDivision[division] = draft.Withdrawal is null
                ? await names.StoreAsync(division, occasion.Completes, sequence, cancellationToken)
                : await db.NamesAsync(division, sequence, cancellationToken);
        }

        var contentHash = await HashOfStateAsync(draft, sequence, cancellationToken);
        await StoreResultsAsync(draft, sequence, cancellationToken);
        await parts.StoreAsync(draft, sequence, cancellationToken);
        await StoreMethodAsync(draft, sequence, cancellationToken);
        var (from, at) = await AxesAsync(occasion.From, sequence, cancellationToken);
        var edition = new Edition(draft, sequence, occasion with { From = from }, at, contentHash, byDivision);
        await bulk.WriteAsync(db, edition.Changes(), cancellationToken);
        var publication = edition.Publication();
        db.Publications.Add(publication);
        db.PublishedColumns.AddRange(edition.Columns());
        await db.SaveChangesAsync(cancellationToken);
        PublishingMeasures.AreasChanged(draft.Outcome.Method, draft.Columns.Sum(c => c.Classes));
        return new Published(publication, [.. edition.Events()]);
    }

    private async Task<string> HashOfStateAsync(Draft draft, long sequence, CancellationToken cancellationToken)
    {
        var hashes = await db.ColumnsAt(sequence).Where(c => c.Method == draft.Outcome.Method)
            .ToDictionaryAsync(c => (c.Division, c.Period), c => c.ContentHash, cancellationToken);
        foreach (var column in draft.Columns)
        {
            hashes[(column.Division, column.Period)] = column.Lineage.Hash;
        }

        foreach (var ended in draft.Columns.Where(c => c.Ended))
        {
            hashes.Remove((ended.Division, ended.Period));
        }

        return ColumnContent.HashOfState(hashes.Select(h => (h.Key.Division, h.Key.Period, h.Value)));
    }

    private async Task StoreResultsAsync(Draft draft, long sequence, CancellationToken cancellationToken)
    {
        var method = draft.Outcome.Method;

        // By their codes, and before the new rows are there: a join of old and new rows is a loop in a loop to a planner that has no statistics yet.
        foreach (var column in draft.Columns.Where(c => !c.First))
        {
            foreach (var ended in column.New.Select(r => r.Key).Concat(column.Gone).Chunk(CodesTogether))
            {
                await db.AreaResults
                    .Where(r => r.Method == method && r.Division == column.Division && r.Period == column.Period
                        && r.Until == AreaResult.StillValid && ended.Contains(r.Area))
                    .ExecuteUpdateAsync(set => set.SetProperty(r => r.Until, sequence), cancellationToken);
            }
        }

        await bulk.WriteAsync(db, draft.Columns.SelectMany(column => column.New.Select(r => new AreaResult
        {
            Method = method,
            Division = column.Division,
            Period = column.Period,
            Area = r.Key,
            Since = sequence,
            Class = r.Value.Class,
            Index = r.Value.Index,
            Population = r.Value.Population,
            Needs = r.Value.Needs,
        })), cancellationToken);
    }

    private async Task StoreMethodAsync(Draft draft, long sequence, CancellationToken cancellationToken)
    {
        var (method, version) = (draft.Outcome.Method, draft.Outcome.Version);
        if (draft.Base?.MethodVersion != version
            && !await db.PublishedMethods.AnyAsync(m => m.Method == method && m.Version == version, cancellationToken))
        {
            db.PublishedMethods.Add(new PublishedMethod
            {
                Method = method,
                Version = version,
                Since = sequence,
                Document = JsonSerializer.Serialize(draft.Info, WireJson.Options),
            });
        }
    }

    /// <summary>Neither time nor completed release goes back from one publication to the next, so that <c>asOf</c> either is a state that once stood.</summary>
    private async Task<(long From, DateTimeOffset At)> AxesAsync(long from, long sequence, CancellationToken cancellationToken)
    {
        var now = time.Stamp();
        var before = await db.Publications.Where(p => p.Sequence == sequence - 1)
            .Select(p => new { p.CompletedRelease, p.PublishedAt }).SingleOrDefaultAsync(cancellationToken);
        return (
            before?.CompletedRelease > from ? before.CompletedRelease : from,
            before?.PublishedAt > now ? before.PublishedAt : now);
    }
}

/// <summary>What a publication is made for.</summary>
/// <param name="Completes">The release that is complete with it: a later one than that of its results where a method catches up, or waited for sign-off.</param>
/// <param name="Candidate">The candidate that was signed off; null if no rule held it.</param>
internal readonly record struct Occasion(long Completes, string? Candidate = null)
{
    /// <summary>
    /// The first release as of which it is known: a later one than that which it completes where everybody saw that one without it, since answers as of a release never change.
    /// </summary>
    public long From { get; init; } = Completes;
}
