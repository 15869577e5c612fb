using System.Text.Json;
using System.Text.RegularExpressions;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>Reads what a client selects, from a query string or from a body.</summary>
internal static partial class DataRequest
{
    private const string ValueCodes = "valueCodes";

    /// <summary>
    /// The selection in a query string. As at SCB a value with a comma (<c>range(a,b)</c>, <c>top(n,offset)</c>) falls apart unless it stands
    /// in brackets, and of a repeated parameter only the first counts.
    /// </summary>
    /// <returns>Null if a parameter is not of the form <c>valueCodes[X]</c>.</returns>
    public static SelectionRequest? FromQuery(IQueryCollection query)
    {
        if (query.Keys.Any(k => k.StartsWith(ValueCodes, StringComparison.OrdinalIgnoreCase) && !IsOf(k, ValueCodes)))
        {
            return null;
        }

        var codelists = Named(query, "codelist");
        var output = Named(query, "outputValues");
        var variables = Named(query, ValueCodes).Select(v => new VariableRequest(
            v.Key,
            [.. Comma().Split(v.Value).Select(Bare)],
            codelists.GetValueOrDefault(v.Key),
            IsSingle(output.GetValueOrDefault(v.Key))));
        return new SelectionRequest([.. variables], Listed(query, "stub"), Listed(query, "heading"));
    }

    /// <summary>The codelists in a query string, by variable.</summary>
    public static IReadOnlyDictionary<string, string> CodelistsOf(IQueryCollection query) => Named(query, "codelist");

    /// <summary>The selection in a body; nothing selected where the body is empty. Null if it is not what it should be.</summary>
    public static async Task<SelectionRequest?> FromBody(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        try
        {
            var read = body.Length == 0 ? new Body(null, null) : JsonSerializer.Deserialize<Body>(body, ApiJson.Options);
            var (selection, stub, heading) = (read?.Selection ?? [], read?.Placement?.Stub ?? [], read?.Placement?.Heading ?? []);
            var isWhole = read is not null && selection.All(s => s?.VariableCode is not null && s.ValueCodes?.Contains(null) != true)
                && !stub.Concat(heading).Contains(null);
            return !isWhole ? null : new SelectionRequest(
                [.. selection.Select(s => new VariableRequest(s!.VariableCode!, [.. (s.ValueCodes ?? [])!], s.Codelist, IsSingle(s.OutputValues)))],
                [.. stub!],
                [.. heading!]);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Named(IQueryCollection query, string parameter)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, values) in query)
        {
            if (IsOf(key, parameter))
            {
                found.TryAdd(key[(parameter.Length + 1)..^1], values[0] ?? "");
            }
        }

        return found;
    }

    private static bool IsOf(string key, string parameter) =>
        key.StartsWith(parameter + "[", StringComparison.OrdinalIgnoreCase) && key.EndsWith(']') && key.Length > parameter.Length + 2;

    private static List<string> Listed(IQueryCollection query, string parameter) =>
        [.. Comma().Split(query[parameter].FirstOrDefault() ?? "").Select(Bare).Where(v => v.Length > 0)];

    private static string Bare(string value)
    {
        var trimmed = value.Trim();
        return trimmed.StartsWith('[') && trimmed.EndsWith(']') ? trimmed[1..^1] : trimmed;
    }

    private static bool IsSingle(string? outputValues) => "single".Equals(outputValues, StringComparison.OrdinalIgnoreCase);

    // A comma that is not within brackets.
    [GeneratedRegex(@",(?=[^\]]*(?:\[|$))")]
    private static partial Regex Comma();

    // A body may hold null anywhere.
    private sealed record Body(IReadOnlyList<BodyVariable?>? Selection, BodyPlacement? Placement);

    private sealed record BodyVariable(string? VariableCode, IReadOnlyList<string?>? ValueCodes, string? Codelist, string? OutputValues);

    private sealed record BodyPlacement(IReadOnlyList<string?>? Heading, IReadOnlyList<string?>? Stub);
}
