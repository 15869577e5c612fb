using Utanforskap.Contracts.Messages;

namespace Utanforskap.Contracts.Reading;

/// <summary>What Ingestion keeps of a release, accepted or refused.</summary>
/// <param name="Status">What came of it.</param>
/// <param name="Number">The release's number; null if it was refused.</param>
/// <param name="Id">The release's id, or the refusal's.</param>
/// <param name="PreviousReleaseId">The table's release before it (for a refusal: the one it was compared with), or null.</param>
/// <param name="Register">The register's id.</param>
/// <param name="Table">The source's table id.</param>
/// <param name="ContentHash">Names the table's content.</param>
/// <param name="At">When it was accepted or refused (UTC).</param>
/// <param name="SourceUpdated">The source's own <c>updated</c>.</param>
/// <param name="Origin">How it came: <c>poll</c>, <c>delivery</c> or <c>folder</c>.</param>
/// <param name="Actor">Who delivered it, or accepted it against the gates; null for what was polled.</param>
/// <param name="TraceId">The trace of its way through the system.</param>
/// <param name="Changes">What it changed; null if it was refused.</param>
/// <param name="Reasons">Why it was refused; empty if it was accepted by itself.</param>
/// <param name="Overruled">The other half of an operator's acceptance: for a release the refusal that it was, for a refusal the number it became.</param>
/// <param name="AcceptReason">The operator's reason, or null.</param>
public sealed record ReleaseRecord(
    ReleaseStatus Status,
    long? Number,
    string Id,
    string? PreviousReleaseId,
    string Register,
    string Table,
    string ContentHash,
    DateTimeOffset At,
    DateTimeOffset? SourceUpdated,
    string Origin,
    string? Actor,
    string? TraceId,
    ReleaseCounts? Changes,
    IReadOnlyList<RefusalReason> Reasons,
    string? Overruled,
    string? AcceptReason);

/// <summary>Whether a release was taken in.</summary>
public enum ReleaseStatus
{
    /// <summary>It has a number and is the register's figures since then.</summary>
    Accepted,

    /// <summary>A gate refused it; it is kept for inspection.</summary>
    Refused,
}

/// <summary>How many cells a release holds and changed.</summary>
/// <param name="Cells">Cells of the whole table.</param>
/// <param name="NewPeriod">Cells of columns that had no figures before.</param>
/// <param name="Revised">Cells with other values, in a release that was expected.</param>
/// <param name="Corrected">Cells with other values, in a release that was not.</param>
/// <param name="Withdrawn">Cells whose figures are gone.</param>
/// <param name="RawBytes">Size of what came, in bytes.</param>
public sealed record ReleaseCounts(int Cells, int NewPeriod, int Revised, int Corrected, int Withdrawn, long RawBytes);

/// <summary>A register as the catalogue describes it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What it is called, Swedish.</param>
/// <param name="TitleEn">What it is called, English.</param>
/// <param name="Country">Whose divisions its areas belong to.</param>
/// <param name="Source">Name of its source.</param>
/// <param name="Kind">How it comes in: <c>px-web-api</c> or <c>delivery</c>.</param>
/// <param name="Table">The source's table id.</param>
/// <param name="Attribution">How the source wants to be named.</param>
/// <param name="Licence">Licence of the figures.</param>
/// <param name="Measures">Its measures.</param>
public sealed record RegisterInfo(
    string Id,
    string Title,
    string TitleEn,
    string Country,
    string Source,
    string Kind,
    string Table,
    string Attribution,
    string Licence,
    IReadOnlyList<MeasureInfo> Measures);

/// <summary>A measure of a register.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">count, share, amount, index or class.</param>
/// <param name="Unit">Its unit, or null.</param>
/// <param name="Optional">Whether releases may come without it.</param>
public sealed record MeasureInfo(string Id, string Kind, string? Unit, bool Optional);

/// <summary>How fresh a register is.</summary>
/// <param name="Register">Its id.</param>
/// <param name="Table">The source's table id.</param>
/// <param name="Release">Number of its newest release, or null before the first.</param>
/// <param name="AcceptedAt">When that was accepted (UTC).</param>
/// <param name="LastReadAt">When the table was last read (UTC), or null.</param>
/// <param name="LastSeenUpdated">The source's <c>updated</c> at that reading.</param>
/// <param name="LastOutcome">What came of that reading: accepted, refused or unchanged; null before the first.</param>
/// <param name="Refusal">The refusal that the source still shows, or null.</param>
/// <param name="OpenUntil">Until when the watch window is open; null while it is closed.</param>
/// <param name="FailingSince">Since when the source cannot be read (UTC); null while it can.</param>
/// <param name="Failure">Why it cannot be read.</param>
/// <param name="AbsentSince">Since when the source has not had the table, which it never had before (UTC); null otherwise.</param>
/// <param name="Absence">A sentence that says so, and what to check.</param>
public sealed record RegisterStatus(
    string Register,
    string Table,
    long? Release,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? LastReadAt,
    DateTimeOffset? LastSeenUpdated,
    string? LastOutcome,
    string? Refusal,
    DateTimeOffset? OpenUntil,
    DateTimeOffset? FailingSince,
    string? Failure,
    DateTimeOffset? AbsentSince,
    string? Absence);

/// <summary>What came of a delivery, or of an operator's acceptance.</summary>
/// <param name="Outcome">accepted, unchanged or refused.</param>
/// <param name="Release">The release's number: the new one, or the one it equals; null if refused.</param>
/// <param name="Refusal">The refusal's id, or null.</param>
/// <param name="Reasons">Why it was refused; empty otherwise.</param>
public sealed record IntakeAnswer(string Outcome, long? Release, string? Refusal, IReadOnlyList<RefusalReason> Reasons);

/// <summary>What an operator sends to accept a refused release.</summary>
/// <param name="Reason">Why, in writing; not empty.</param>
public sealed record AcceptRefusal(string Reason);
