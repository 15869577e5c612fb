using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Utanforskap.Contracts;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.Publishing.Feed;

/// <summary>Adds events to the feed inside the current transaction.</summary>
internal sealed class FeedWriter(PublishingDb db, IBulkWriter bulk)
{
    /// <summary>The CloudEvents source: events are unique by source and id.</summary>
    public const string Source = "urn:utanforskap:publishing";

    /// <summary>Appends the events in order; returns the feed's last position after them.</summary>
    public async Task<long> AppendAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken)
    {
        var last = await db.TakeAsync(Counter.Feed, events.Count, cancellationToken);
        var first = last - events.Count + 1;
        var trace = Activity.Current?.Id;
        await bulk.WriteAsync(db, events.Select((e, i) => Row(e, first + i, e.Trace ?? trace)), cancellationToken);
        return last;
    }

    private static FeedEvent Row(NewEvent e, long position, string? trace)
    {
        var id = ContentId.Of("event", e.Source, e.AreaKey, e.Type);
        return new FeedEvent
        {
            Position = position,
            Id = id,
            Type = e.Type,
            Method = e.Method,
            Register = e.Register,
            Division = e.Division,
            Area = e.Area,
            Period = e.Period,
            RoutingKey = e.RoutingKey,
            Time = e.Time,
            TraceParent = trace,
            Document = JsonSerializer.Serialize(
                new CloudEvent("1.0", id, Source, e.Type, e.Subject, e.Time, "application/json", Sequence(position), trace, e.Data(position)),
                WireJson.Options),
        };
    }

    // The sequence extension of CloudEvents is text that sorts as the numbers do.
    private static string Sequence(long position) => position.ToString("D20", CultureInfo.InvariantCulture);

    private sealed record CloudEvent(
        string Specversion,
        string Id,
        string Source,
        string Type,
        string Subject,
        DateTimeOffset Time,
        string Datacontenttype,
        string Sequence,
        [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
        string? Traceparent,
        object Data);
}
