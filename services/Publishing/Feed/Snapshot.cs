using Microsoft.EntityFrameworkCore;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Reading;

namespace Utanforskap.Publishing.Feed;

/// <summary>A method's whole published state, and where in the feed to go on from it.</summary>
/// <param name="Publication">The publication whose state it is.</param>
/// <param name="Cursor">Give it as <c>after</c> to /events: nothing of the state comes again, and nothing is missed.</param>
public sealed record SnapshotPage(
    string Method, string Publication, long Sequence, string Cursor, IReadOnlyList<ClassificationItem> Items, string? Next);

/// <summary>
/// <c>/snapshot</c>. State and cursor are from one transaction: the one that published, which stored the feed's position in the publication's row. Results
/// are read as of that publication, so one that is made meanwhile cannot mix in.
/// </summary>
internal static class Snapshot
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/snapshot", ReadAsync)
            .WithSummary("A method's whole state with the feed cursor that belongs to it")
            .WithDescription("With asOf the state as it was published then, with the cursor of that time: what has happened since comes after it in /events.")
            .Produces<SnapshotPage>(200, "application/json", "text/csv");

    private static async Task<IResult> ReadAsync(
        string? method, string? division, string? period, string? asOf, PublishingDb db, AsOf when, Periods periods, HttpContext http, CancellationToken cancellationToken)
    {
        Parse.Required("method", method, "the state of which method");
        var known = await when.ResolveAsync(asOf, cancellationToken);
        await periods.OfAsync(method!, known, cancellationToken);
        var head = (await db.HeadAsync(method!, cancellationToken, known.Sequence))!;
        if (Freshness.IsKnown(http, head.Id, known.Fixed))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var rows = await (
            from r in db.ResultsAt(head.Sequence)
            join n in db.NamesAt(head.Sequence) on new { r.Division, r.Area } equals new { n.Division, n.Area } into names
            from n in names.DefaultIfEmpty()
            where r.Method == method && (division == null || r.Division == division) && (period == null || r.Period == period)
            orderby r.Division, r.Period, r.Area
            select new { r.Division, r.Period, r.Area, Name = (string?)n.Name, r.Class, r.Index, r.Population, r.Needs }).ToListAsync(cancellationToken);
        ClassificationItem[] items = [.. rows.Select(r => new ClassificationItem(
            AreaRef.Of(r.Division, r.Area, r.Name), r.Period, r.Class, r.Index, r.Population, NeedList.Read(r.Needs)))];
        http.Response.Headers["X-Feed-Cursor"] = $"{head.FeedPosition}";
        return ListAnswer.Of(new SnapshotPage(method!, head.Id, head.Sequence, $"{head.FeedPosition}", items, null), items, null, Classifications.Csv);
    }
}
