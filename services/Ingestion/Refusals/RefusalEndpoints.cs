using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Reading;
using Utanforskap.Ingestion.Releases;

namespace Utanforskap.Ingestion.Refusals;

/// <summary>What operators see and do about refused releases. Who may is checked at the public door; here the actor's name is given.</summary>
internal static class RefusalEndpoints
{
    public const string ActorHeader = "X-Actor";
    private const int LongestReason = 2000;

    public static IEndpointRouteBuilder MapRefusals(this IEndpointRouteBuilder app)
    {
        app.MapGet("/refusals", async (int? limit, ReleaseReads reads, CancellationToken stop) =>
            new Page<ReleaseRecord>(await reads.RefusalsAsync(Math.Clamp(limit ?? 100, 1, 1000), stop), null));
        app.MapGet("/refusals/{id}", async Task<Results<Ok<ReleaseRecord>, NotFound>> (string id, ReleaseReads reads, CancellationToken stop) =>
            await reads.FindRefusalAsync(id, stop) is { } record ? TypedResults.Ok(record) : TypedResults.NotFound());
        app.MapPost("/refusals/{id}/accept", AcceptAsync);
        return app;
    }

    private static async Task<Results<Ok<IntakeAnswer>, NotFound, ProblemHttpResult>> AcceptAsync(
        string id, AcceptRefusal body, [FromHeader(Name = ActorHeader)] string? actor, RefusalAcceptance acceptance, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(actor) || string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > LongestReason)
        {
            return TypedResults.Problem(
                $"Accepting a refused release needs the header {ActorHeader} and a reason in writing of at most {LongestReason} characters.", statusCode: 400);
        }

        var (result, problem) = await acceptance.AcceptAsync(id, actor.Trim(), body.Reason.Trim(), stop);
        return problem is not null ? TypedResults.Problem(problem, statusCode: 409)
            : result is null ? TypedResults.NotFound()
            : TypedResults.Ok(AnswerOf(result));
    }

    public static IntakeAnswer AnswerOf(IntakeResult result) => result switch
    {
        IntakeResult.Accepted accepted => new IntakeAnswer("accepted", accepted.Number, null, []),
        IntakeResult.Unchanged unchanged => new IntakeAnswer("unchanged", unchanged.Number, null, []),
        IntakeResult.Refused refused => new IntakeAnswer("refused", null, refused.RefusalId, refused.Reasons),
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };
}
