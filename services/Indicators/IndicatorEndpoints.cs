using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Indicators.Definitions;
using Utanforskap.Indicators.Recomputing;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Indicators;

/// <summary>What other services read of Indicators, beside the columns.</summary>
internal static class IndicatorEndpoints
{
    /// <summary>
    /// <c>GET /indicators</c>; <c>GET /indicators/versions?asOf=</c> (the version of each definition in use at a release); <c>GET /releases/{number}</c>; <c>POST /recomputations</c>
    /// (columns of a release that come out otherwise when they are computed again).
    /// </summary>
    public static IEndpointRouteBuilder MapIndicators(this IEndpointRouteBuilder app)
    {
        app.MapGet("/indicators", ListAsync);
        app.MapGet("/indicators/versions", async (long asOf, Recomputation recomputation, CancellationToken cancellationToken) =>
            (await recomputation.VersionsAsync(asOf, cancellationToken)).ToDictionary(v => v.Key, v => v.Value.Version));
        app.MapGet("/releases/{number:long}", ReleaseAsync);
        app.MapPost("/recomputations", RecomputeAsync);
        return app;
    }

    private static async Task<Ok<IEnumerable<IndicatorInfo>>> ListAsync(
        IndicatorCatalogue catalogue, IndicatorsDb database, CancellationToken cancellationToken)
    {
        var held = await database.Holds.AsNoTracking().ToDictionaryAsync(h => h.Id, h => h.Reason, cancellationToken);
        return TypedResults.Ok(catalogue.All.Select(d => new IndicatorInfo(
            d.Id, d.Version, d.Title.Sv, d.Title.En, d.Unit.Sv, d.Unit.En, d.Direction, d.Level.ToString(), d.RollUp != RollUp.None, d.Inputs,
            held.GetValueOrDefault(d.Id))));
    }

    private static async Task<Results<Ok<IReadOnlyList<RecomputedDifference>>, ProblemHttpResult>> RecomputeAsync(
        ColumnsRequest request, Recomputation recomputation, CancellationToken cancellationToken)
    {
        if (request.Keys is null || request.Keys.Any(k => k is not { Series: not null, Division: not null, Period: not null } || Geography.Division.Find(k.Division) is null))
        {
            return TypedResults.Problem("A request names columns, each with series, division and period.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            return TypedResults.Ok(await recomputation.RunAsync(
                [.. request.Keys.Select(k => new ColumnKey(k.Series, k.Division, k.Period)).Distinct()], request.AsOf, cancellationToken));
        }
        catch (InvalidDataException wrong)
        {
            return TypedResults.Problem(wrong.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static async Task<Results<Ok<RecalculatedRelease>, ProblemHttpResult>> ReleaseAsync(
        long number, IndicatorsDb database, IColumnStore store, CancellationToken cancellationToken)
    {
        if (await database.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.Release == number, cancellationToken) is not { } run)
        {
            return TypedResults.Problem($"Release {number} has not been handled here.", statusCode: StatusCodes.Status404NotFound);
        }

        var deltas = await store.ChangesAsync(number, cancellationToken);
        return TypedResults.Ok(new RecalculatedRelease(
            number, run.RunId, [.. deltas.Select(d => new ColumnName(d.Key.Series, d.Key.Division, d.Key.Period))]));
    }
}
