using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Parsing;
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

    /// <summary>200 with what came of it: accepted or unchanged; 422 with the reasons if it was refused; 413 if it is too large.</summary>
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
            return TooLarge(options.Value);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // The bytes are counted here, where there is a sentence to say.
            size.MaxRequestBodySize = null;
        }

        await using var raw = RawBody.Create();
        try
        {
            await raw.RecordAsync(new BoundedStream(request.Body, options.Value.MaxBytes), stop);
        }
        catch (SourceFormatException)
        {
            return TooLarge(options.Value);
        }

        var result = await intake.TakeAsync(known, raw, name ?? request.ContentType, Origin.Delivery, actor.Trim(), stop);
        var answer = RefusalEndpoints.AnswerOf(result);
        return answer.Outcome == "refused" ? TypedResults.UnprocessableEntity(answer) : TypedResults.Ok(answer);
    }

    private static ProblemHttpResult TooLarge(DeliveriesOptions options) => TypedResults.Problem(string.Create(
        CultureInfo.InvariantCulture,
        $"A delivery may have {options.MaxBytes} bytes at most, and this one has more. Nothing of it was kept; deliver it as csv or PX, which are smaller, or ask the operator to raise Deliveries:MaxBytes."),
        statusCode: StatusCodes.Status413PayloadTooLarge);
}
