using Microsoft.AspNetCore.Http.HttpResults;
using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Indicators.Definitions;

namespace Utanforskap.Indicators.Converting;

/// <summary><c>GET /indicators/{id}/converted?period=&amp;from=&amp;to=&amp;asOf=</c>.</summary>
internal static class ConversionEndpoint
{
    public static IEndpointRouteBuilder MapConversion(this IEndpointRouteBuilder app)
    {
        app.MapGet("/indicators/{id}/converted", ConvertAsync);
        return app;
    }

    private static async Task<Results<Ok<ConvertedColumn>, ProblemHttpResult>> ConvertAsync(
        string id, string period, string from, string to, long? asOf, IndicatorCatalogue catalogue, IndicatorConversion conversion, CancellationToken cancellationToken)
    {
        if (catalogue.All.FirstOrDefault(d => d.Id == id) is not { } definition)
        {
            return TypedResults.Problem($"There is no indicator {id}.", statusCode: StatusCodes.Status404NotFound);
        }

        if (IndicatorConversion.WhyNot(definition) is { } whyNot)
        {
            return TypedResults.Problem(whyNot, statusCode: StatusCodes.Status400BadRequest);
        }

        if (Division.Find(from) is not { } before || Division.Find(to) is not { } after || before.Country != after.Country
            || before.Level != definition.Level || after.Level != definition.Level || before == after)
        {
            return TypedResults.Problem(
                $"{id} is converted between two divisions of one country and of the level {definition.Level}; {from} and {to} are not such.",
                statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            var (converted, problem) = await conversion.ConvertAsync(definition, period, before, after, asOf ?? long.MaxValue, cancellationToken);
            return converted is null ? TypedResults.Problem(problem, statusCode: StatusCodes.Status404NotFound) : TypedResults.Ok(converted);
        }
        catch (InvalidDataException lost)
        {
            return TypedResults.Problem(lost.Message, statusCode: StatusCodes.Status409Conflict, title: "A total would not be conserved.");
        }
    }
}
