using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Publishing.Feed;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.Publishing.Publications;

/// <summary>Makes a draft the method's new publication: names, results, change list and events, all in the current transaction.</summary>
internal sealed class PublicationWriter(PublishingDb db, IBulkWriter bulk, AreaNames names, FeedWriter feed, TimeProvider time)
{
    /// <summary>Parameters of one statement; SQL Server takes 2,100.</summary>
    private const int CodesTogether = 1_000;

    public async Task<Publication> PublishAsync(Draft draft, Occasion occasion, CancellationToken cancellationToken)
    {
        // The lock on this counter makes publications happen one after the other, so that the time below never goes back.
        var sequence = await db.TakeAsync(Counter.Publication, 1, cancellationToken);
        var byDivision = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var division in draft.Columns.Select(c => c.Division).Distinct(StringComparer.Ordinal))
        {
            byDivision[division] = await names.StoreAsync(division, occasion.Completes, sequence, cancellationToken);
        }

        await StoreResultsAsync(draft, sequence, cancellationToken);
        await StoreMethodAsync(draft, sequence, cancellationToken);
        var edition = new Edition(draft, sequence, occasion, await PublishTimeAsync(sequence, cancellationToken), byDivision);
        await bulk.WriteAsync(db, edition.Changes(), cancellationToken);
        var position = await feed.AppendAsync([.. edition.Events()], cancellationToken);
        var publication = edition.Publication(position);
        db.Publications.Add(publication);
        db.PublishedColumns.AddRange(edition.Columns());
        await db.SaveChangesAsync(cancellationToken);
        return publication;
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

    private async Task<DateTimeOffset> PublishTimeAsync(long sequence, CancellationToken cancellationToken)
    {
        var now = time.Stamp();
        var before = await db.Publications.Where(p => p.Sequence == sequence - 1)
            .Select(p => (DateTimeOffset?)p.PublishedAt).SingleOrDefaultAsync(cancellationToken);
        return before > now ? before.Value : now;
    }
}

/// <summary>What a publication is made for.</summary>
/// <param name="Release">The release whose results it publishes.</param>
/// <param name="Completes">The release that is completed with it: a later one where a method was held and catches up.</param>
internal readonly record struct Occasion(long Release, long Completes);
