using Utanforskap.Contracts.Messages;

namespace Utanforskap.Ingestion.Storage;

/// <summary>The one row whose lock makes release numbers gapless: a number is taken in the transaction that uses it.</summary>
public sealed class ReleaseCounter
{
    public const int TheOnly = 1;

    public required int Id { get; init; }

    public required long Last { get; set; }
}

/// <summary>A row: an accepted release.</summary>
public sealed class Release
{
    public required long Number { get; init; }

    public required string ReleaseId { get; init; }

    public required string? PreviousReleaseId { get; init; }

    public required string Register { get; init; }

    public required string Table { get; init; }

    public required string ContentHash { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    public required DateTimeOffset? SourceUpdated { get; init; }

    public required string Label { get; init; }

    public required Origin Origin { get; init; }

    public required string MediaType { get; init; }

    /// <summary>Size of what came, before compression.</summary>
    public required long RawBytes { get; init; }

    public required int Cells { get; init; }

    public required int NewPeriodCells { get; init; }

    public required int RevisedCells { get; init; }

    public required int CorrectedCells { get; init; }

    public required int WithdrawnCells { get; init; }

    public required string? TraceId { get; init; }

    /// <summary>Who delivered it, or who accepted it in spite of the gates; null for what was polled.</summary>
    public required string? Actor { get; init; }

    /// <summary>The refusal that an operator overruled, or null.</summary>
    public required string? RefusalId { get; init; }

    public required string? AcceptReason { get; init; }
}

/// <summary>How a table came in.</summary>
public enum Origin
{
    /// <summary>Read at its source by the watch.</summary>
    Poll,

    /// <summary>Put over HTTP.</summary>
    Delivery,

    /// <summary>Laid in the watched folder.</summary>
    Folder,
}

/// <summary>A row: a column in which cells differ since a release.</summary>
public sealed class ReleaseColumn
{
    public required long Release { get; init; }

    public required string Series { get; init; }

    public required string Division { get; init; }

    public required string Period { get; init; }

    /// <summary>The measure's id, or null for cells that no measure names.</summary>
    public required string? Measure { get; init; }

    public required ChangeKind Kind { get; init; }

    public required int Areas { get; init; }
}

/// <summary>A row: what a gate refused.</summary>
public sealed class Refusal
{
    public required string RefusalId { get; init; }

    public required string Register { get; init; }

    public required string Table { get; init; }

    public required string ContentHash { get; init; }

    /// <summary>The release that it was compared with, or null if there was none.</summary>
    public required string? ComparedWith { get; init; }

    public required DateTimeOffset RefusedAt { get; init; }

    public required DateTimeOffset? SourceUpdated { get; init; }

    public required Origin Origin { get; init; }

    public required string? Actor { get; init; }

    public required string MediaType { get; init; }

    /// <summary>The reasons, as JSON.</summary>
    public required string Reasons { get; init; }

    public required string? TraceId { get; init; }

    /// <summary>Number of the release that an operator made of it, or null.</summary>
    public long? AcceptedAs { get; set; }

    public DateTimeOffset? AcceptedAt { get; set; }
}

/// <summary>A row: a piece of bytes that are kept as they came, or of a refused table.</summary>
public sealed class KeptBytes
{
    /// <summary><c>release/ID</c>, <c>refusal/ID</c> (both gzip of what came), <c>table/REFUSAL</c>, or <c>borders/RELEASE</c>.</summary>
    public required string Owner { get; init; }

    public required int Part { get; init; }

    public required byte[] Bytes { get; init; }
}
