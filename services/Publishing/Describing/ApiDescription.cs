using Microsoft.OpenApi;
using Utanforskap.Publishing.Answers;

namespace Utanforskap.Publishing.Describing;

/// <summary><c>/openapi/v1.json</c>: what the addresses are for, and what each parameter means.</summary>
internal static class ApiDescription
{
    private const string KeyScheme = "apiKey";

    // A parameter means the same wherever it stands.
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["method"] = "A method's id, e.g. scb-omradestyp.",
        ["period"] = "A reference period, e.g. 2023.",
        ["division"] = "A division's id, e.g. RegSO2020. Without it, the period decides.",
        ["area"] = "Area codes with commas between, or the code of one municipality or county.",
        ["code"] = "An area's code within the division.",
        ["asOf"] = "As it was known then: a publication's id, a release's number, or a UTC time (2025-01-31T07:00:00Z), which means when we published.",
        ["after"] = "Cursor: what an earlier answer had in next.",
        ["limit"] = "The most items of a page.",
        ["from"] = "The period, or the division, before.",
        ["to"] = "The period, or the division, after.",
        ["municipality"] = "A municipality's code: only its areas.",
        ["convertedFrom"] = "The division whose figures are converted to the division that is asked for.",
        ["publication"] = "A publication's id.",
        ["since"] = "The earlier time: a publication's id, a release's number, or a UTC time.",
        ["against"] = "Another method, whose classes are the before.",
        ["computed"] = "The computed method; default sei.",
        ["official"] = "The official method; default scb-omradestyp.",
        ["include"] = "What else is wanted: index (also areas of which only the index changed), parts (all that the method tells), all.",
        ["type"] = "Event types with commas between; prefix and version may be left out.",
        ["register"] = "A register's id, e.g. area-type.",
        ["release"] = "A release's number.",
        ["number"] = "A release's number.",
        ["state"] = "Of candidates: held, approved, published, rejected, superseded or equal, several with commas between. Of verify: true for the method's whole state.",
        ["service"] = "ingestion, indicators or classification.",
        ["id"] = "The id.",
        [Formats.Parameter] = "json or csv; goes before the Accept header.",
    };

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Utanförskap",
                Version = "v1",
                Description = "Area types and indices for small areas, republished when their registers change. Every answer can be had as of an earlier "
                    + "publication, release or time. Lists are {items, next}; errors are problem details (RFC 9457). Reading needs no key. Figures of a made-up "
                    + "country, with which the system can be tried, are marked invented: they say nothing about Sweden. The events are described in /asyncapi.json.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [KeyScheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key", Description = "Or Authorization: Bearer KEY.",
                },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Describe(operation);
            if (operation.Responses?.ContainsKey("401") == true)
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [] }];
            }

            return Task.CompletedTask;
        });
    });

    private static void Describe(OpenApiOperation operation)
    {
        if (operation.Responses?.Values.Any(r => r.Content?.ContainsKey("text/csv") == true) == true)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = Formats.Parameter, In = ParameterLocation.Query, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Description ??= Parameters.GetValueOrDefault(parameter.Name ?? "");
        }
    }
}
