using System.Text;
using Microsoft.Extensions.Options;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Reading;

namespace Utanforskap.Publishing.WhatIf;

/// <summary><c>/methods/{method}/what-if</c>.</summary>
internal static class WhatIfEndpoints
{
    private const string OfDefinition =
        "Computes the period's published result once more over the same figures by a changed definition, keeps nothing, and lists the areas whose class or needs would differ "
        + "(include=index: also those of which only the index would). ";

    private const string OfChanges =
        "Change weights (weight.SERIES.PART=2), the limit of a flag or the limits between classes, in the definition's own unit (limit.SERIES=12.5, limit.SERIES=2,1,0,-1), "
        + "and how many flags it takes (count.SERIES=4); several at once. A wrong one is answered with all that can be changed and their values now. ";

    private const string OfLimits = "Callers are bounded: 429 says when to try again.";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly CsvColumns<WhatIfItem> Csv = new CsvColumns<WhatIfItem>()
        .Area(i => i.Area)
        .Add("class_before", i => i.Before)
        .Add("class_after", i => i.After)
        .Add("index_before", i => i.IndexBefore)
        .Add("index_after", i => i.IndexAfter)
        .Add("needs_before", i => Text(i.NeedsBefore))
        .Add("needs_after", i => Text(i.NeedsAfter));

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/methods/{method}/what-if");
        group.MapGet("", ByChangesAsync)
            .WithSummary("What would differ with other weights, limits or counts")
            .WithDescription(OfDefinition + OfChanges + OfLimits)
            .WithProblemsOfTrying()
            .Produces<WhatIfPage>(200, "application/json", "text/csv");
        group.MapPost("", ByDefinitionAsync)
            .WithSummary("What would differ by another definition")
            .WithDescription(OfDefinition + "The body is a whole method as YAML that computes an index of indicators that exist; mistakes are told with line and column. " + OfLimits)
            .Accepts<string>("application/yaml", "text/yaml", "text/plain")
            .WithProblemsOfTrying()
            .Produces<WhatIfPage>(200, "application/json", "text/csv");
    }

    private static RouteHandlerBuilder WithProblemsOfTrying(this RouteHandlerBuilder endpoint) => endpoint
        .WithMetadata(ProblemFilter.Problem(StatusCodes.Status409Conflict), ProblemFilter.Problem(StatusCodes.Status422UnprocessableEntity), ProblemFilter.Problem(StatusCodes.Status429TooManyRequests))
        .AddEndpointFilter(async (context, next) =>
        {
            try
            {
                return await next(context);
            }
            catch (DefinitionProblem problem)
            {
                return problem.ToResult();
            }
        });

    [OpenParameters("weight.SERIES.PART", "limit.SERIES", "count.SERIES")]
    private static async Task<IResult> ByChangesAsync(
        string method, string? period, string? division, string? asOf, string? include, Trial trial, CallerLimit limit, HttpContext http, CancellationToken cancellationToken)
    {
        using var lease = limit.Take(http);
        WhatIfChange[] changes = [.. http.Request.Query.Where(q => q.Key.Contains('.', StringComparison.Ordinal)).Select(q => new WhatIfChange(q.Key, q.Value.ToString()))];
        return Answer(await trial.RunAsync(method, period, division, asOf, changes, null, cancellationToken), include);
    }

    private static async Task<IResult> ByDefinitionAsync(
        string method, string? period, string? division, string? asOf, string? include, Trial trial, CallerLimit limit, IOptions<WhatIfOptions> options, HttpContext http,
        CancellationToken cancellationToken)
    {
        using var lease = limit.Take(http);
        var definition = await ReadAsync(http.Request, options.Value.LargestDefinition, cancellationToken);
        return Answer(await trial.RunAsync(method, period, division, asOf, null, definition, cancellationToken), include);
    }

    private static async Task<string> ReadAsync(HttpRequest request, int largest, CancellationToken cancellationToken)
    {
        var bytes = new byte[largest + 1];
        var length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > largest)
        {
            throw RequestProblem.Of(StatusCodes.Status413PayloadTooLarge, "Too large.", $"A definition has at most {largest} bytes.");
        }

        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            throw RequestProblem.Of(StatusCodes.Status400BadRequest, "Not UTF-8.", "A definition is YAML in UTF-8.");
        }
    }

    private static ListAnswer<WhatIfItem> Answer((WhatIfPage Page, IReadOnlyList<WhatIfItem> OnlyIndex) found, string? include)
    {
        WhatIfItem[] items = include switch
        {
            null => [.. found.Page.Items],
            "index" => [.. found.Page.Items.Concat(found.OnlyIndex).OrderBy(i => i.Area.Code, StringComparer.Ordinal)],
            _ => throw RequestProblem.Wrong("include", $"'{include}' cannot be included.", ["index"]),
        };
        return ListAnswer.Of(found.Page with { Items = items }, items, null, Csv);
    }

    private static string? Text(NeedList? needs) => needs is null ? null : string.Join(' ', needs.Yes.Concat(needs.Open.Select(id => id + "?")));
}
