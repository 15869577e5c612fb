using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Door;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Reading;
using Utanforskap.Publishing.Runs;

namespace Utanforskap.Publishing.Page;

/// <summary>What the page shows.</summary>
/// <param name="Registers">Null if Ingestion does not answer.</param>
internal sealed record State(
    DateTimeOffset At,
    IReadOnlyList<RegisterStatus>? Registers,
    IReadOnlyList<MethodState> Methods,
    IReadOnlyList<PublicationItem> Publications,
    IReadOnlyList<RunItem> Runs,
    IReadOnlyList<EventState> Events);

/// <summary>A method's classes in its latest period.</summary>
internal sealed record MethodState(MethodItem Method, PublishedPeriod Period, IReadOnlyList<SummaryItem> Classes, SummaryTotals Totals);

/// <summary>An event in a list.</summary>
internal sealed record EventState(long Position, string Type, DateTimeOffset Time, string Subject, string? Change);

/// <summary><c>/</c>: the state of the system on one plain page.</summary>
internal static class StatePage
{
    private const int Latest = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/", async (
        string? lang, PublishingDb db, Methods methods, Forwarded ingestion, Horizon horizon, TimeProvider time, HttpContext http, CancellationToken cancellationToken) =>
    {
        var state = await ReadAsync(db, methods, ingestion, horizon, time, cancellationToken);
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Results.Content(StateView.Write(state, lang == "en" ? Words.English : Words.Swedish), "text/html; charset=utf-8");
    }).Recognising().ExcludeFromDescription();

    private static async Task<State> ReadAsync(
        PublishingDb db, Methods methods, Forwarded ingestion, Horizon horizon, TimeProvider time, CancellationToken cancellationToken)
    {
        var registers = await RegistersAsync(ingestion, time, cancellationToken);
        var sequence = await db.Publications.MaxAsync(p => (long?)p.Sequence, cancellationToken) ?? 0;
        var states = new List<MethodState>();
        foreach (var method in (await methods.AllAsync(asOf: null, cancellationToken)).Where(m => m.Published is not null))
        {
            var period = Periods.Choose(await db.PeriodsAsync(method.Id, sequence, cancellationToken), "period", null, null);
            var (classes, totals) = await Classifications.SumUpAsync(db, method.Id, period, sequence, cancellationToken);
            states.Add(new MethodState(method, period, classes, totals));
        }

        var events = await db.FeedEvents.AsNoTracking().OrderByDescending(e => e.Position).Take(Latest).ToListAsync(cancellationToken);
        return new State(
            time.GetUtcNow(),
            registers,
            states,
            await PublicationList.LatestAsync(db, null, long.MaxValue, Latest, cancellationToken),
            await RunList.LatestAsync(db, horizon, long.MaxValue, Latest, cancellationToken),
            [.. events.Select(Event)]);
    }

    private static EventState Event(FeedEvent e)
    {
        using var document = JsonDocument.Parse(e.Document);
        var data = document.RootElement.GetProperty("data");
        var change = e.Type == EventTypes.ClassificationChanged
            ? $"{e.Period}: {Class(data.GetProperty("before"))} → {Class(data.GetProperty("after"))}"
            : null;
        return new EventState(e.Position, EventTypes.ShortName(e.Type), e.Time, document.RootElement.GetProperty("subject").GetString() ?? "", change);
    }

    private static string Class(JsonElement value) => value.ValueKind == JsonValueKind.Null ? "–" : value.ToString();

    private static async Task<IReadOnlyList<RegisterStatus>?> RegistersAsync(Forwarded ingestion, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await ingestion.RegistersAsync(both.Token);
        }
        catch (Exception error) when (Gaps.IsAway(error) || error is JsonException or RequestProblem
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
