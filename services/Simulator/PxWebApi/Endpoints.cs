using Microsoft.Extensions.Options;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>The addresses of PxWebApi 2.</summary>
internal static class Endpoints
{
    /// <summary>Name of the policy that lets pages from anywhere read the API.</summary>
    public const string OpenToBrowsers = "open";

    /// <summary>Maps them under the route prefix.</summary>
    public static void MapPxWebApi(this IEndpointRouteBuilder app, SimulatorOptions options)
    {
        var api = app.MapGroup(options.RoutePrefix).RequireCors(OpenToBrowsers);
        api.AddEndpointFilter(async (context, next) =>
        {
            try
            {
                return await next(context);
            }
            catch (ProblemException e)
            {
                return e.Problem.Answer();
            }
        });
        api.MapGet("/config", Config);
        api.MapGet("/tables", List);
        api.MapGet("/tables/{id}", About);
        api.MapGet("/tables/{id}/metadata", Metadata);
        api.MapGet("/tables/{id}/defaultselection", Default);
        api.MapGet("/tables/{id}/data", (string id, HttpContext context, Catalogue catalogue, IOptions<SimulatorOptions> o) =>
            DataRequest.FromQuery(context.Request.Query) is { } request
                ? Data(id, request, context, catalogue, o.Value)
                : Invalid("valuecodes", "valuecodes-parameter should be like valuecodes[<variable>]."));
        api.MapPost("/tables/{id}/data", async (string id, HttpContext context, Catalogue catalogue, IOptions<SimulatorOptions> o) =>
            await DataRequest.FromBody(context.Request) is { } request
                ? Data(id, request, context, catalogue, o.Value)
                : Invalid("", "The input was not valid."));
        api.MapGet("/codeLists/{id}", AboutCodelist);
    }

    private static IResult Config(IOptions<SimulatorOptions> options) => Json(new
    {
        apiVersion = "2.2.0",
        appVersion = "1.0.0",
        languages = Languages.All.Select(l => new { l.Id, l.Label }),
        defaultLanguage = Languages.Default,
        maxDataCells = options.Value.MaxDataCells,
        maxCallsPerTimeWindow = options.Value.MaxCallsPerTimeWindow,
        timeWindow = options.Value.TimeWindow,
        license = "https://creativecommons.org/share-your-work/public-domain/cc0/",
        sourceReferences = new[]
        {
            new { language = "en", text = "Source: Statistics Sweden" },
            new { language = "sv", text = "Källa: SCB" },
        },
        defaultDataFormat = DataResult.Formats[0],
        dataFormats = DataResult.Formats,
        features = new[] { new { id = "CORS", @params = new[] { new { key = "enabled", value = "True" } } } },
    });

    private static IResult List(HttpRequest request, Catalogue catalogue, IOptions<SimulatorOptions> options, TimeProvider time)
    {
        var language = Languages.Of(request);
        return ListingQuery.TryRead(request.Query, out var query, out var wrong)
            ? Json(TableListing.Page(
                catalogue.Tables, query, options.Value.PageSize, time.GetUtcNow(), LinksOf(request, language, options.Value), language))
            : Invalid(wrong, $"The value '{request.Query[wrong]}' is not valid for {wrong}.");
    }

    private static IResult About(string id, HttpRequest request, Catalogue catalogue, IOptions<SimulatorOptions> options)
    {
        var language = Languages.Of(request);
        return Json(TableListing.Entry(catalogue.Require(id), LinksOf(request, language, options.Value), language, stated: language));
    }

    private static Streamed Metadata(string id, HttpRequest request, Catalogue catalogue, IOptions<SimulatorOptions> options)
    {
        var language = Languages.Of(request);
        var published = catalogue.Require(id);
        var table = published.Table;
        var codelists = new Dictionary<Dimension, string>();
        foreach (var (variable, codelist) in DataRequest.CodelistsOf(request.Query))
        {
            codelists[Selecting.Find(table, variable) ?? throw new ProblemException(Problem.NonExistentVariable)] = codelist;
        }

        var whole = new Selection(table, [.. table.Dimensions.Select((d, place) => new SelectedDimension(
            d, place, Selecting.Whole(d, codelists.GetValueOrDefault(d), catalogue.Source), Eliminated: false, Selecting.InHeading(d)))]);
        var links = LinksOf(request, language, options.Value);
        return new Streamed((pipe, cancellation) => JsonStat2.WriteMetadata(pipe, published, whole, catalogue.Source, links, cancellation));
    }

    private static IResult Default(string id, HttpRequest request, Catalogue catalogue, IOptions<SimulatorOptions> options)
    {
        var language = Languages.Of(request);
        var table = catalogue.Require(id).Table;
        var selection = DefaultSelection.Of(table, catalogue.Source);
        var asked = selection.Variables.ToDictionary(v => v.Variable);
        return Json(new
        {
            language,
            selection = table.Dimensions.Select(d => asked.TryGetValue(d.Code, out var v)
                ? new { variableCode = d.Code, codelist = v.Codelist, valueCodes = v.Values }
                : new { variableCode = d.Code, codelist = (string?)null, valueCodes = (IReadOnlyList<string>)[] }),
            placement = new { heading = selection.Heading, stub = selection.Stub },
            links = new[] { LinksOf(request, language, options.Value).DefaultSelection(table.Id) },
        });
    }

    private static IResult AboutCodelist(string id, HttpRequest request, Catalogue catalogue, IOptions<SimulatorOptions> options)
    {
        var language = Languages.Of(request);
        if (Codelists.Find(id, catalogue.Tables.Select(t => t.Table), catalogue.Source) is not { } codelist)
        {
            return Problem.NonExistentCodelist.Answer(StatusCodes.Status404NotFound);
        }

        var links = LinksOf(request, language, options.Value);
        return Json(new
        {
            codelist.Id,
            codelist.Label,
            language,
            languages = Languages.All.Select(l => l.Id).OrderBy(l => l == Languages.Default ? 0 : 1),
            elimination = false,
            type = codelist.IsAggregation ? "Aggregation" : "Valueset",
            values = codelist.Values.Select(v => new { v.Code, v.Label, valueMap = v.Members }),
            links = Languages.All.Where(l => l.Id != language).Select(l => links.Codelist(codelist.Id, "alternate", l.Id))
                .Prepend(links.Codelist(codelist.Id, "self")),
        });
    }

    private static IResult Data(string id, SelectionRequest request, HttpContext context, Catalogue catalogue, SimulatorOptions options)
    {
        Languages.Of(context.Request);
        var asked = context.Request.Query["outputFormat"].FirstOrDefault();
        var format = string.IsNullOrEmpty(asked) ? DataResult.Formats[0]
            : DataResult.Formats.FirstOrDefault(f => f.Equals(asked, StringComparison.OrdinalIgnoreCase));
        if (format is null)
        {
            return Invalid("outputFormat", $"The value '{asked}' is not valid.");
        }

        try
        {
            var formatOptions = FormatOptions.Read(context.Request.Query["outputFormatParams"], format);
            var published = catalogue.Require(id);
            var table = published.Table;
            var selection = Selecting.Select(
                table, request.Variables.Count == 0 ? DefaultSelection.Of(table, catalogue.Source) : request, catalogue.Source, options.MaxDataCells);
            return new DataResult(published, selection, format, formatOptions, options.CodePage);
        }
        catch (ProblemException e)
        {
            // PxWebApi answers every problem with a selection as 400, even where its document says 404.
            return e.Problem.Answer(StatusCodes.Status400BadRequest);
        }
    }

    private static Links LinksOf(HttpRequest request, string language, SimulatorOptions options) =>
        new($"{request.Scheme}://{request.Host}{options.RoutePrefix}", language);

    private static IResult Json(object answer) => Results.Json(answer, ApiJson.Options, "application/json; charset=utf-8");

    /// <summary>What ASP.NET Core answers to a parameter that it cannot read.</summary>
    private static IResult Invalid(string parameter, string error) =>
        Results.ValidationProblem(new Dictionary<string, string[]> { [parameter] = [error] }, type: "https://tools.ietf.org/html/rfc9110#section-15.5.1");
}
