using System.Net;

namespace Utanforskap.Ingestion.Sources;

/// <summary>The source cannot be read just now: down, cut, too slow, or asking us to wait. Try later; nothing is wrong with the table.</summary>
/// <param name="message">A sentence for an operator.</param>
/// <param name="retryAfter">How long the source asks us to stay away, where it says so.</param>
/// <param name="inner">The cause.</param>
public sealed class SourceUnavailableException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long the source asks us to stay away, or null.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>The source answers, but has no such table: withdrawn, moved, or never there.</summary>
public sealed class TableMissingException(string table, Uri address)
    : Exception($"The source has no table {table} ({address}): it was withdrawn or got another id; look it up in the source's list of tables and correct the register.")
{
    /// <summary>The table's id.</summary>
    public string Table { get; } = table;
}

/// <summary>The table is there, but lacks dimensions, codes or codelists that the register selects.</summary>
public sealed class TableRestructuredException(string table, IReadOnlyList<string> problems)
    : Exception($"Table {table} is not built as the register says: {string.Join("; ", problems)}. Compare the register with the table's metadata.")
{
    /// <summary>The table's id.</summary>
    public string Table { get; } = table;

    /// <summary>One sentence for each thing that is missing.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}

/// <summary>The source understood the request and says no: a 4xx answer with its problem document.</summary>
public sealed class SourceRequestRefusedException(Uri address, HttpStatusCode status, string problem)
    : Exception($"The source refused the request to {address} with {(int)status}: {problem}")
{
    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>Title and detail of the problem document, or the beginning of the body.</summary>
    public string Problem { get; } = problem;
}

/// <summary>An answer that another attempt may turn out better than.</summary>
internal sealed class TransientAnswerException(Uri address, HttpStatusCode status, TimeSpan? retryAfter)
    : Exception($"{address} answered {(int)status}")
{
    public HttpStatusCode Status { get; } = status;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
