using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Publishing.Answers;

namespace Utanforskap.Publishing.Feed;

/// <summary>An event in structured CloudEvents JSON; <c>data</c> depends on the type (see /asyncapi.json).</summary>
public sealed record EventItem(
    string Specversion,
    string Id,
    string Source,
    string Type,
    string Subject,
    DateTimeOffset Time,
    string Datacontenttype,
    string Sequence,
    string? Traceparent,
    JsonElement Data);

/// <summary>A page of the feed.</summary>
/// <param name="Next">The cursor of the next page; null at the end of the feed.</param>
/// <param name="Cursor">Where to go on later: give it as <c>after</c>.</param>
public sealed record EventPage(IReadOnlyList<EventItem> Items, string? Next, string Cursor);

/// <summary><c>/events</c>: the full record, in order. The cursor is the position of the last event that the reader has.</summary>
internal static class EventList
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/events", ListAsync)
            .WithSummary("Every public event, in order")
            .WithDescription("Go on with after=cursor of the answer. type may leave out prefix and version (classification.changed); "
                + "several with commas between. area: a code, or division/code.")
            .Produces<EventPage>(200, "application/json", "text/csv");

    private static async Task<IResult> ListAsync(
        string? after,
        string? limit,
        string? type,
        string? method,
        string? register,
        string? division,
        string? area,
        string? period,
        PublishingDb db,
        CancellationToken cancellationToken)
    {
        var most = Parse.Limit(limit, byDefault: 1_000, most: 10_000);
        var start = Parse.Cursor(after, byDefault: 0);

        // The end is read first: what is committed later comes after it, so the cursor never steps over anything.
        var end = await db.Counters.Where(c => c.Name == Counter.Feed).Select(c => c.Value).SingleAsync(cancellationToken);
        var rows = Filter(db.FeedEvents.AsNoTracking().Where(e => e.Position > start && e.Position <= end), type, method, register, division, area, period);
        var events = await rows.OrderBy(e => e.Position).Take(most + 1).ToListAsync(cancellationToken);
        var more = events.Count > most;
        if (more)
        {
            events.RemoveAt(most);
        }

        var cursor = more ? events[^1].Position : Math.Max(start, end);
        return new FeedAnswer(events, more, cursor);
    }

    private static IQueryable<FeedEvent> Filter(
        IQueryable<FeedEvent> rows, string? type, string? method, string? register, string? division, string? area, string? period)
    {
        if (!string.IsNullOrEmpty(type))
        {
            List<string> types = [.. type.Split(',', StringSplitOptions.TrimEntries).Select(name => EventTypes.Find(name)
                ?? throw RequestProblem.Wrong("type", $"There is no event type {name}.", EventTypes.All))];
            rows = types.Count == 1 ? rows.Where(e => e.Type == types[0]) : rows.Where(e => types.Contains(e.Type));
        }

        if (area is not null && area.Split('/') is [var place, var code])
        {
            (division, area) = (place, code);
        }

        rows = method is null ? rows : rows.Where(e => e.Method == method);
        rows = register is null ? rows : rows.Where(e => e.Register == register);
        rows = division is null ? rows : rows.Where(e => e.Division == division);
        rows = area is null ? rows : rows.Where(e => e.Area == area);
        return period is null ? rows : rows.Where(e => e.Period == period);
    }

    /// <summary>The events as they are stored, byte for byte.</summary>
    private sealed class FeedAnswer(IReadOnlyList<FeedEvent> events, bool more, long cursor) : IResult
    {
        private static readonly CsvColumns<FeedEvent> Csv = new CsvColumns<FeedEvent>()
            .Add("position", e => e.Position)
            .Add("id", e => e.Id)
            .Add("type", e => e.Type)
            .Add("time", e => e.Time)
            .Add("method", e => e.Method)
            .Add("register", e => e.Register)
            .Add("division", e => e.Division)
            .Add("area", e => e.Area)
            .Add("period", e => e.Period);

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.Headers.CacheControl = "no-cache";
            response.Headers.Append("Vary", "Accept");
            if (Formats.Of(httpContext.Request) == Format.Csv)
            {
                response.ContentType = "text/csv; charset=utf-8; header=present";
                await Csv.WriteAsync(response.Body, events, httpContext.RequestAborted);
                return;
            }

            response.ContentType = "application/json; charset=utf-8";
            await using var json = new Utf8JsonWriter(response.BodyWriter);
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var e in events)
            {
                json.WriteRawValue(e.Document, skipInputValidation: true);
            }

            json.WriteEndArray();
            var text = cursor.ToString(CultureInfo.InvariantCulture);
            json.WriteString("next", more ? text : null);
            json.WriteString("cursor", text);
            json.WriteEndObject();
            await json.FlushAsync(httpContext.RequestAborted);
        }
    }
}
