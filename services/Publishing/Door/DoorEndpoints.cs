using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Reading;
using Utanforskap.ServiceDefaults.Holds;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Publishing.Door;

/// <summary>What operators and deliverers may do. Publishing checks the key; the owner of the act does it and notes who it was.</summary>
internal static class DoorEndpoints
{
    private static readonly string[] Services = [IngestionReads.Client, Indicators.Client, ClassificationReads.Client];

    public static void Map(IEndpointRouteBuilder api, IEndpointRouteBuilder root)
    {
        var operators = api.MapGroup("").For(Role.Operator);
        operators.MapGet("/refusals", (string? after, string? limit, Forwarder to, HttpContext http) =>
                to.SendAsync(http, IngestionReads.Client, "refusals" + http.Request.QueryString))
            .WithSummary("The releases that a gate refused, with reasons");
        operators.MapGet("/refusals/{id}", (string id, Forwarder to, HttpContext http) =>
                to.SendAsync(http, IngestionReads.Client, $"refusals/{Uri.EscapeDataString(id)}"))
            .WithSummary("A refused release");
        operators.MapPost("/refusals/{id}/accept", (string id, Forwarder to, HttpContext http) =>
                to.SendAsync(http, IngestionReads.Client, $"refusals/{Uri.EscapeDataString(id)}/accept"))
            .WithSummary("Accept a refused release, with a written reason: {\"reason\": \"…\"}");
        MapHolds(operators);
        MapDeadLetters(operators);

        // The short path is the one that agencies were given; both are the same.
        api.MapPut("/deliveries/{register}", DeliverAsync).For(Role.Deliverer).WithSummary("Deliver a file to a register; it is streamed on, not kept here");
        root.MapPut("/deliveries/{register}", DeliverAsync).For(Role.Deliverer).WithProblems().ExcludeFromDescription();
    }

    private static void MapHolds(RouteGroupBuilder operators)
    {
        operators.MapGet("/holds/{service}", (string service, Forwarder to, HttpContext http) => to.SendAsync(http, Holding(service), "holds"))
            .WithSummary("Indicators or methods that a service (indicators, classification) holds until an operator acts; publishing has its own");
        operators.MapPost("/holds/{service}/{id}/retry", (string service, string id, Forwarder to, HttpContext http) =>
                to.SendAsync(http, Holding(service), $"holds/{Uri.EscapeDataString(id)}/retry"))
            .WithSummary("Let a held indicator or method be tried again with the next release");
        operators.MapHolds<PublishingDb>("/holds/publishing");
    }

    private static void MapDeadLetters(RouteGroupBuilder operators)
    {
        operators.MapGet("/dead-letters/{service}", (string service, string? after, string? limit, Forwarder to, HttpContext http) =>
                to.SendAsync(http, Named(service), "dead-letters" + http.Request.QueryString))
            .WithSummary("Messages that a service (ingestion, indicators, classification) could not read, handle or send; publishing has its own");
        operators.MapPost("/dead-letters/{service}/{id}/retry", (string service, string id, Forwarder to, HttpContext http) =>
                to.SendAsync(http, Named(service), $"dead-letters/{Uri.EscapeDataString(id)}/retry"))
            .WithSummary("Let a service try a message again");
        operators.MapPost("/dead-letters/{service}/{id}/discard", (string service, string id, Forwarder to, HttpContext http) =>
                to.SendAsync(http, Named(service), $"dead-letters/{Uri.EscapeDataString(id)}/discard"))
            .WithSummary("Give a message up, with a written reason: {\"reason\": \"…\"}; what waits behind it goes on");
        operators.MapDeadLetters<PublishingDb>("/dead-letters/publishing");
    }

    private static async Task<IResult> DeliverAsync(string register, Forwarder to, IOptions<DoorOptions> options, HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = options.Value.LargestDelivery;
        }

        return await to.SendAsync(http, IngestionReads.Client, $"deliveries/{Uri.EscapeDataString(register)}");
    }

    private static string Holding(string service) => Named(service, Services.Where(s => s != IngestionReads.Client));

    private static string Named(string service) => Named(service, Services);

    private static string Named(string service, IEnumerable<string> services) =>
        services.FirstOrDefault(s => s.Equals(service, StringComparison.OrdinalIgnoreCase))
        ?? throw RequestProblem.NotFound("service", $"There is no service {service} here.", [.. services.Select(s => s.ToLowerInvariant())]);
}
