using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Runs;

namespace Utanforskap.Publishing.Feed;

/// <summary>
/// Tells the world what a transaction made visible, at its end: first the releases that the horizon has passed, in their order, then each publication with its
/// areas. So a publication's release is told before it, whatever else waits, and nothing of a release is told while something of it waits for sign-off.
/// </summary>
internal sealed class Announcing(PublishingDb db, FeedWriter feed, Horizon horizon)
{
    /// <param name="published">What the transaction published, in order; their rows are saved.</param>
    public async Task TellAsync(IReadOnlyList<Published> published, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        var visible = await horizon.PublicAsync(cancellationToken);
        var told = await db.TakeAsync(Counter.Told, 0, cancellationToken);
        var releases = await db.Releases.AsNoTracking().Where(r => r.Release > told && r.Release <= visible)
            .OrderBy(r => r.Release).ToListAsync(cancellationToken);
        if (releases.Count > 0)
        {
            var last = releases[^1].Release;
            await db.Counters.Where(c => c.Name == Counter.Told).ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, last), cancellationToken);
            await feed.AppendAsync([.. releases.Select(Event)], cancellationToken);
        }

        foreach (var (publication, events) in published)
        {
            publication.FeedPosition = await feed.AppendAsync(events, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static NewEvent Event(KnownRelease release)
    {
        var message = release.AsTold();
        return new NewEvent(
            EventTypes.ReleaseIngested,
            message.ReleaseId,
            AreaKey: null,
            Subject: $"{message.Register}/{message.Release.ToString(CultureInfo.InvariantCulture)}",
            RoutingKeys.Of(EventTypes.ReleaseIngested, message.Register),
            message.AcceptedAt,
            position => new ReleaseIngestedData(
                position,
                message.Release,
                message.ReleaseId,
                message.PreviousReleaseId,
                message.Register,
                message.Table,
                message.AcceptedAt,
                message.SourceUpdated,
                message.Changes))
        {
            Register = message.Register,
            Trace = release.TraceParent,
        };
    }
}

/// <summary>A publication that is stored, and the events that wait for their place in the feed.</summary>
internal readonly record struct Published(Publication Publication, IReadOnlyList<NewEvent> Events);
