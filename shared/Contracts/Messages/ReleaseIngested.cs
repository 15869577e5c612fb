namespace Utanforskap.Contracts.Messages;

/// <summary>
/// A register's new release was accepted and stored. Producer: Ingestion. Key: <see cref="Release"/>; sent exactly once per accepted release,
/// delivered at least once and in any order. Every stage handles releases in number order.
/// </summary>
/// <param name="Release">The release's number: 1, 2, 3 … without gaps over all registers.</param>
/// <param name="ReleaseId">H(table, previous release of the table, content): names this occurrence, so A→B→A is three releases.</param>
/// <param name="PreviousReleaseId">The table's release before this one, or null for its first.</param>
/// <param name="Register">The register's id in the catalogue.</param>
/// <param name="Table">The source's table id, e.g. <c>TAB6586</c>.</param>
/// <param name="ContentHash">Hash of the table's cells after this release, whatever order or format they came in.</param>
/// <param name="AcceptedAt">When Ingestion accepted it (UTC); the clock of <c>asOf</c> for releases and indicators.</param>
/// <param name="SourceUpdated">The source's own <c>updated</c>; shown, never used as a clock.</param>
/// <param name="Changes">Which columns changed; empty if only unnamed cells did. The cells are read from Ingestion.</param>
public sealed record ReleaseIngested(
    long Release,
    string ReleaseId,
    string? PreviousReleaseId,
    string Register,
    string Table,
    string ContentHash,
    DateTimeOffset AcceptedAt,
    DateTimeOffset? SourceUpdated,
    IReadOnlyList<ChangedColumn> Changes)
{
    /// <summary>What the gates said against it, where an operator accepted it all the same; empty if it passed by itself.</summary>
    public IReadOnlyList<RefusalReason> Warnings { get; init; } = [];
}

/// <summary>A column (measure, division, period) of a register in which cells differ from before.</summary>
/// <param name="Measure">The measure's id in the register's catalogue entry.</param>
/// <param name="Division">The division's id, e.g. <c>RegSO2020</c>.</param>
/// <param name="Period">The reference period, e.g. <c>2023</c>.</param>
/// <param name="Kind">Why it differs.</param>
/// <param name="Areas">How many areas' cells differ.</param>
public sealed record ChangedColumn(string Measure, string Division, string Period, ChangeKind Kind, int Areas);

/// <summary>Why a column's cells differ from the release before.</summary>
public enum ChangeKind
{
    /// <summary>The period was not there before.</summary>
    NewPeriod,

    /// <summary>Figures of a period that was there before have other values.</summary>
    Revision,

    /// <summary>The source declared the new values to correct an error (a revision that the register's calendar does not expect).</summary>
    Correction,

    /// <summary>Figures that were there before are gone.</summary>
    Withdrawal,
}
