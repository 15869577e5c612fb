namespace Utanforskap.Ingestion.Storage;

/// <summary>A row: where a register stands. Its lock orders whatever comes in for the register.</summary>
public sealed class RegisterState
{
    public required string Register { get; init; }

    /// <summary>Counts up with each transaction that takes the row's lock.</summary>
    public long Locks { get; set; }

    /// <summary>Number of the register's newest release, or null before the first.</summary>
    public long? HeadRelease { get; set; }

    public string? HeadReleaseId { get; set; }

    public string? HeadHash { get; set; }

    /// <summary>Content that the source shows and a gate refused; null once the source shows something else.</summary>
    public string? RefusedHash { get; set; }

    public string? RefusalId { get; set; }

    public DateTimeOffset? LastReadAt { get; set; }

    /// <summary>The source's <c>updated</c> when the table was last read.</summary>
    public DateTimeOffset? LastSeenUpdated { get; set; }

    public ReadOutcome? LastOutcome { get; set; }

    /// <summary>Until when the watch window is open; null while it is closed.</summary>
    public DateTimeOffset? OpenUntil { get; set; }

    /// <summary>Since when the source cannot be read; null while it can.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    public int Failures { get; set; }

    /// <summary>Why it cannot be read, a sentence.</summary>
    public string? Failure { get; set; }

    /// <summary>Before this time the source is left alone.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    /// <summary>Since when the source, which can be read, has had no such table and never had; null otherwise. A table that goes after a release is refused instead.</summary>
    public DateTimeOffset? AbsentSince { get; set; }
}

/// <summary>What came of the last reading of a register.</summary>
public enum ReadOutcome
{
    /// <summary>It became a release.</summary>
    Accepted,

    /// <summary>A gate refused it, now or when it was first seen.</summary>
    Refused,

    /// <summary>It equals the newest release.</summary>
    Unchanged,
}

/// <summary>A row: how a register's table was built at its newest release.</summary>
public sealed class RegisterShape
{
    public required string Register { get; init; }

    public required byte[] Shape { get; set; }
}

/// <summary>A row: what an area is called by a register since a release.</summary>
public sealed class AreaName
{
    public required string Division { get; init; }

    public required string Code { get; init; }

    public required string Register { get; init; }

    public required long Release { get; init; }

    public required string Name { get; init; }
}

/// <summary>A row: who of several instances does something that only one may do.</summary>
public sealed class Lease
{
    public required string Name { get; init; }

    public required string Holder { get; set; }

    public required DateTimeOffset Until { get; set; }
}
