namespace Utanforskap.Simulator.PxWebApi;

/// <summary>An answer that says what is wrong with a request, as PxWebApi words it (titles with its spelling, since clients compare them).</summary>
/// <param name="Status">HTTP status that the document states.</param>
/// <param name="Title">What is wrong.</param>
/// <param name="Detail">The same again, where PxWebApi does so.</param>
internal sealed record Problem(int Status, string Title, string? Detail = null)
{
    public static readonly Problem NonExistentTable = new(404, "Non-existent table");
    public static readonly Problem NonExistentVariable = new(400, "Non-existent variable");
    public static readonly Problem NonExistentCodelist = new(400, "Non-existent codelist");
    public static readonly Problem NonExistentValue = new(400, "Non-existent value");
    public static readonly Problem NonExistentPage = new(404, "Non-existent page", "Non-existent page");
    public static readonly Problem MissingSelection = new(400, "Missing selection for mandantory variable");
    public static readonly Problem IllegalExpression = new(400, "Illegal selection expression");
    public static readonly Problem IllegalPlacement = new(400, "Illegal placment");
    public static readonly Problem TooManyCells = new(400, "Too many cells selected", "Too many cells selected");
    public static readonly Problem UnsupportedFormat = new(400, "Unsupported output format", "Unsupported output format");
    public static readonly Problem UnsupportedLanguage = new(400, "Unsupported language");

    /// <summary>The answer. PxWebApi sends some documents with another HTTP status than the one they state, so it is given here.</summary>
    /// <param name="httpStatus">HTTP status of the answer; by default that of the document.</param>
    public IResult Answer(int? httpStatus = null) => Results.Json(
        new Document("Parameter error", Title, Status, Detail), ApiJson.Options, "application/json; charset=utf-8", httpStatus ?? Status);

    private sealed record Document(string Type, string Title, int Status, string? Detail);
}

/// <summary>A request that cannot be met.</summary>
/// <param name="problem">Why.</param>
internal sealed class ProblemException(Problem problem) : Exception(problem.Title)
{
    /// <summary>Why.</summary>
    public Problem Problem { get; } = problem;
}
