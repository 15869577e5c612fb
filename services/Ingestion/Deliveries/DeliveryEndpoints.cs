using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Refusals;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Ingestion.Storage;

namespace Utanforskap.Ingestion.Deliveries;

/// <summary>Deliveries over HTTP. Who may deliver what is checked at the public door; here the deliverer's name is given.</summary>
internal static class DeliveryEndpoints
{
    public static IEndpointRouteBuilder MapDeliveries(this IEndpointRouteBuilder app)
    {
        app.MapPut("/deliveries/{register}", PutAsync);
        return app;
    }

    /// <summary>200 with what came of it: accepted or unchanged; 422 with the reasons if it was refused.</summary>
    private static async Task<Results<Ok<IntakeAnswer>, UnprocessableEntity<IntakeAnswer>, ProblemHttpResult>> PutAsync(
        string register,
        string? name,
        [FromHeader(Name = RefusalEndpoints.ActorHeader)] string? actor,
        HttpRequest request,
        RegisterCatalogue catalogue,
        DeliveryIntake intake,
        IOptions<DeliveriesOptions> options,
        CancellationToken stop)
    {
        if (!catalogue.TryFind(register, out var known))
        {
            return TypedResults.Problem($"There is no register \"{register}\".", statusCode: 404);
        }

        if (string.IsNullOrWhiteSpace(actor))
        {
            return TypedResults.Problem($"A delivery needs the header {RefusalEndpoints.ActorHeader}.", statusCode: 400);
        }

        if (request.ContentLength > options.Value.MaxBytes)
        {
            return TypedResults.Problem($"A delivery may be {options.Value.MaxBytes} bytes at most.", statusCode: 413);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // Kestrel counts the bytes itself, and answers 413 at the one that is too many.
            size.MaxRequestBodySize = options.Value.MaxBytes;
        }

        await using var raw = RawBody.Create();
        await raw.RecordAsync(request.Body, stop);
        var result = await intake.TakeAsync(known, raw, name ?? request.ContentType, Origin.Delivery, actor.Trim(), stop);
        var answer = RefusalEndpoints.AnswerOf(result);
        return answer.Outcome == "refused" ? TypedResults.UnprocessableEntity(answer) : TypedResults.Ok(answer);
    }
}
