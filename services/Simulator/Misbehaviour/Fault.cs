namespace Utanforskap.Simulator.Misbehaviour;

/// <summary>The ways to misbehave.</summary>
public enum FaultKind
{
    /// <summary>Answers 429 with Retry-After.</summary>
    TooManyRequests,

    /// <summary>Answers 503.</summary>
    Unavailable,

    /// <summary>Cuts the connection in the middle of an answer.</summary>
    Cut,

    /// <summary>Ends an answer in the middle as if it were whole.</summary>
    Truncate,

    /// <summary>Waits before it answers.</summary>
    Slow,

    /// <summary>States a later <c>updated</c> although nothing changed.</summary>
    UpdatedMoves,

    /// <summary>States the <c>updated</c> of the moment when the fault was asked for, although the table changes.</summary>
    UpdatedStays,

    /// <summary>Holds the areas of both divisions in one table, with 0 in the years when a division was not in use.</summary>
    ZerosOutsideValidity,

    /// <summary>The table is gone.</summary>
    Withdrawn,

    /// <summary>The contents have another code.</summary>
    RenamedContents,

    /// <summary>The last category of the first classification (or area, if there is none) is gone.</summary>
    DroppedCategory,

    /// <summary>The contents have another unit, and figures a thousandth.</summary>
    ChangedUnit,
}

/// <summary>A misbehaviour that is asked for.</summary>
/// <param name="Kind">How to misbehave.</param>
/// <param name="Table">In which table; null: in all.</param>
/// <param name="Count">How many answers yet; null: as many as there are. Only for misbehaviour of answers, not of tables.</param>
/// <param name="Until">When it ends by itself; null: when it is called off.</param>
/// <param name="Seconds">How long an answer waits (<see cref="FaultKind.Slow"/>), is told to wait (429), or by how much <c>updated</c> moves.</param>
/// <param name="Asked">When it was asked for.</param>
public sealed record Fault(FaultKind Kind, string? Table, int? Count, DateTimeOffset? Until, double Seconds, DateTimeOffset Asked)
{
    /// <summary>Whether it is about answers rather than about tables.</summary>
    public bool IsOfAnswers => Kind <= FaultKind.Slow;

    /// <summary>Whether it is about this table (null: a request about no single one).</summary>
    public bool Concerns(string? table) => Table is null || Table.Equals(table, StringComparison.OrdinalIgnoreCase);
}
