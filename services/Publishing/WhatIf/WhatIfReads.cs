using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.WhatIf;

/// <summary>Asks Classification; what that refuses becomes the caller's problem, in its words.</summary>
internal sealed class WhatIfReads(IHttpClientFactory clients, IOptions<WhatIfOptions> options, TimeProvider time)
{
    public async Task<WhatIfAnswer> AskAsync(WhatIfRequest request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.Seconds), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await clients.CreateClient(ClassificationReads.Client).PostAsJsonAsync("what-if", request, WireJson.Options, both.Token);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest)
            {
                throw await ProblemAsync(response, both.Token);
            }

            response.EnsureSuccessStatusCode();
            return await response.Content.ReadFromJsonAsync<WhatIfAnswer>(WireJson.Options, both.Token)
                ?? throw new InvalidDataException("Classification answered what-if with nothing.");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw RequestProblem.Of(
                StatusCodes.Status503ServiceUnavailable, "It took too long.", $"No answer came within {options.Value.Seconds} seconds; try a smaller definition, or later.");
        }
    }

    private static async Task<Exception> ProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(WireJson.Options, cancellationToken);
        var detail = problem.TryGetProperty("detail", out var sentence) ? sentence.GetString()! : "Classification cannot try this.";
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return RequestProblem.NotFound("period", detail);
        }

        return new DefinitionProblem(detail)
        {
            More = problem.EnumerateObject().Where(p => p.Name is "parameter" or "allowed" or "mistakes").ToDictionary(p => p.Name, p => (object?)p.Value.Clone(), StringComparer.Ordinal),
        };
    }
}

/// <summary>A changed definition that cannot be: with the parameter, or the lines and columns, that are wrong.</summary>
internal sealed class DefinitionProblem(string message) : Exception(message)
{
    public required IReadOnlyDictionary<string, object?> More { get; init; }

    public IResult ToResult() => Results.Problem(
        Message, statusCode: StatusCodes.Status422UnprocessableEntity, title: "This cannot be tried.", extensions: More.AsEnumerable());
}
