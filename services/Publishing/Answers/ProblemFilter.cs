using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace Utanforskap.Publishing.Answers;

/// <summary>What every public endpoint does: refuse parameters that it does not know, and tell problems as problem details.</summary>
internal static class ProblemFilter
{
    public static TBuilder WithProblems<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.WithMetadata(Problem(StatusCodes.Status400BadRequest), Problem(StatusCodes.Status404NotFound));
        return endpoints.AddEndpointFilterFactory((endpoint, next) =>
        {
            var known = Parameters(endpoint.MethodInfo);
            var open = endpoint.MethodInfo.GetCustomAttribute<OpenParametersAttribute>();
            return context => InvokeAsync(context, [.. known, .. open?.Forms ?? []], name => open?.Has(name) ?? false, next);
        });
    }

    /// <summary>Says that an endpoint may answer with this problem.</summary>
    public static ProducesResponseTypeAttribute Problem(int status) => new(typeof(ProblemDetails), status, "application/problem+json");

    // Simple values come from the address: from its path (where they do no harm here) or from its query.
    private static List<string> Parameters(MethodInfo handler) =>
        [.. handler.GetParameters().Where(p => IsSimple(Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType)).Select(p => p.Name!), Formats.Parameter];

    private static bool IsSimple(Type type) => type == typeof(string) || type == typeof(Guid) || type.IsPrimitive;

    private static async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context, List<string> known, Func<string, bool> isOpen, EndpointFilterDelegate next)
    {
        try
        {
            foreach (var (name, values) in context.HttpContext.Request.Query)
            {
                if (!known.Contains(name, StringComparer.OrdinalIgnoreCase) && !isOpen(name))
                {
                    throw RequestProblem.Wrong(name, $"There is no parameter {name} here.", known);
                }

                if (values.Count > 1)
                {
                    throw RequestProblem.Wrong(name, $"The parameter {name} is given {values.Count} times; give it once.");
                }

                if (values.ToString().Contains('\0', StringComparison.Ordinal))
                {
                    throw RequestProblem.Wrong(name, $"The parameter {name} has a character (U+0000) that no text has.");
                }
            }

            Formats.Check(context.HttpContext);
            return await next(context);
        }
        catch (RequestProblem problem)
        {
            return problem.ToResult();
        }
        catch (Exception error) when (Gaps.IsAway(error))
        {
            return Results.Problem(
                "A service behind this address does not answer. What was published can still be read.",
                statusCode: StatusCodes.Status503ServiceUnavailable,
                title: "Not available for the moment.");
        }
    }
}
