using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Door;

namespace Utanforskap.Publishing.Verifying;

/// <summary><c>/publications/{id}/verify</c> and <c>/publications/{id}/verifications</c>.</summary>
internal static class VerificationEndpoints
{
    private static readonly CsvColumns<VerificationReport> Csv = new CsvColumns<VerificationReport>()
        .Add("publication", r => r.Publication)
        .Add("at", r => r.At)
        .Add("engine", r => r.Engine)
        .Add("outcome", r => Verifications.Word(r.Outcome))
        .Add("columns", r => r.Columns.Count)
        .Add("columns_differing", r => r.Columns.Count(c => c.Outcome == ColumnOutcome.Differs))
        .Add("columns_not_recomputable", r => r.Columns.Count(c => c.Outcome == ColumnOutcome.NotRecomputable))
        .Add("areas_differing", r => r.Columns.Sum(c => c.Areas))
        .Add("indicators_differing", r => r.Indicators.Sum(i => i.Differing.Count))
        .Add("seconds", r => r.Seconds);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/publications/{id}/verify", VerifyAsync).For(Role.Operator)
            .WithSummary("Compute a publication again from its lineage, and compare")
            .WithDescription("Within one engine version the same bytes have to come out; across versions the same values. state=true: every column that stood with it, instead of those that it brought.")
            .Produces<VerificationReport>();
        api.MapGet("/publications/{id}/verifications", ListAsync)
            .WithSummary("When a publication was computed again, and what came of it, newest first")
            .Produces<Page<VerificationReport>>(200, "application/json", "text/csv");
    }

    /// <summary>The newest verification of a publication that has ended; null if there is none.</summary>
    public static Task<VerificationItem?> LastVerificationAsync(this PublishingDb db, string publication, CancellationToken cancellationToken) =>
        db.Verifications.AsNoTracking().Where(v => v.PublicationId == publication && v.Outcome != null).OrderByDescending(v => v.At)
            .Select(v => new VerificationItem(v.At, v.Outcome!.Value, v.Engine)).FirstOrDefaultAsync(cancellationToken);

    private static async Task<IResult> VerifyAsync(
        string id, string? state, PublishingDb db, Verifications verifications, TimeProvider time, CancellationToken cancellationToken)
    {
        var wholeState = Parse.Yes("state", state);
        var publication = await db.Publications.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken)
            ?? throw RequestProblem.NotFound("id", $"There is no publication {id}.");
        return TypedResults.Ok(await verifications.RunAsync(publication, wholeState, time.Stamp(), cancellationToken));
    }

    private static async Task<IResult> ListAsync(
        string id, string? limit, PublishingDb db, Verifications verifications, CancellationToken cancellationToken)
    {
        var most = Parse.Limit(limit, byDefault: 20, most: 100);
        if (!await db.Publications.AnyAsync(p => p.Id == id, cancellationToken))
        {
            throw RequestProblem.NotFound("id", $"There is no publication {id}.");
        }

        var reports = await verifications.OfAsync(id, most, cancellationToken);
        return ListAnswer.Of(new Page<VerificationReport>(reports, null), reports, null, Csv);
    }
}

/// <summary>The newest verification of a publication.</summary>
/// <param name="Engine">The version of what computed again.</param>
public sealed record VerificationItem(DateTimeOffset At, VerificationOutcome Outcome, string Engine);
