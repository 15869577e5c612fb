namespace Utanforskap.Publishing.Answers;

/// <summary>A request that cannot be answered as it is; becomes problem details that say what to change.</summary>
internal sealed class RequestProblem : Exception
{
    private RequestProblem(int status, string title, string detail)
        : base(detail)
    {
        (Status, Title) = (status, title);
    }

    public int Status { get; }

    public string Title { get; }

    /// <summary>The parameter that is wrong; null if none is.</summary>
    public string? Parameter { get; private init; }

    /// <summary>What would be right, where that is a list.</summary>
    public IReadOnlyList<string>? Allowed { get; private init; }

    /// <summary>How it is now, where that is why.</summary>
    public IReadOnlyDictionary<string, object?>? Current { get; private init; }

    /// <summary>A parameter has a value that it cannot have.</summary>
    public static RequestProblem Wrong(string parameter, string detail, IReadOnlyList<string>? allowed = null) =>
        new(StatusCodes.Status400BadRequest, $"The parameter {parameter} is wrong.", detail) { Parameter = parameter, Allowed = allowed };

    /// <summary>What a parameter names is not there.</summary>
    public static RequestProblem NotFound(string parameter, string detail, IReadOnlyList<string>? allowed = null) =>
        new(StatusCodes.Status404NotFound, "Not found.", detail) { Parameter = parameter, Allowed = allowed };

    /// <summary>What is asked does not fit what has become of it meanwhile.</summary>
    /// <param name="current">What it is now, by name.</param>
    public static RequestProblem Conflict(string detail, IReadOnlyDictionary<string, object?> current) =>
        new(StatusCodes.Status409Conflict, "Not so any more.", detail) { Current = current };

    public static RequestProblem Of(int status, string title, string detail) => new(status, title, detail);

    public IResult ToResult()
    {
        var more = new Dictionary<string, object?>();
        if (Parameter is not null)
        {
            more["parameter"] = Parameter;
        }

        if (Allowed is not null)
        {
            more["allowed"] = Allowed;
        }

        if (Current is not null)
        {
            more["current"] = Current;
        }

        return Results.Problem(Message, statusCode: Status, title: Title, extensions: more);
    }
}
