using Utanforskap.Contracts.Reading;

namespace Utanforskap.Publishing.Verifying;

/// <summary>What verifying a publication found.</summary>
/// <param name="Publication">The publication's id.</param>
/// <param name="Version">Its version, MAJOR.MINOR.PATCH.</param>
/// <param name="At">When it was asked for; by night, when the night began.</param>
/// <param name="Verified">Whether all of it comes out as it was published.</param>
/// <param name="WholeState">Whether all columns that stood with it were computed again, or only those that it brought.</param>
/// <param name="Engine">The version of what computed again.</param>
/// <param name="Columns">The columns, by division and period.</param>
/// <param name="Indicators">The indicators' columns that these were computed from, by release.</param>
/// <param name="State">What is wrong with the hash of the whole state, in words; null if nothing is.</param>
public sealed record VerificationReport(
    string Publication,
    string Method,
    string Version,
    DateTimeOffset At,
    VerificationOutcome Outcome,
    bool Verified,
    bool WholeState,
    string Engine,
    double Seconds,
    IReadOnlyList<VerifiedColumn> Columns,
    IReadOnlyList<VerifiedIndicators> Indicators,
    string? State);

/// <summary>A (division, period) that was computed again.</summary>
/// <param name="Release">The release as of which it was published, and computed again.</param>
/// <param name="MethodVersion">The version of the method's definition.</param>
/// <param name="Engine">The version of what computed the published one.</param>
/// <param name="Hash">The hash that it was published with; empty if that was before hashes were kept.</param>
/// <param name="Recomputed">The hash of what came out now; null if nothing did.</param>
/// <param name="Areas">How many areas differ.</param>
/// <param name="Cells">What differs of the first of them.</param>
/// <param name="Reasons">What else differs, or why it cannot be computed again, in words.</param>
public sealed record VerifiedColumn(
    string Division,
    string Period,
    long Release,
    int MethodVersion,
    string Engine,
    ColumnOutcome Outcome,
    string Hash,
    string? Recomputed,
    int Areas,
    IReadOnlyList<DifferingCell> Cells,
    IReadOnlyList<string> Reasons);

/// <summary>What came of a column.</summary>
public enum ColumnOutcome
{
    /// <summary>The same bytes: what was published, what is kept, and what comes out now.</summary>
    EqualBytes,

    /// <summary>Another engine, or no hash to compare with, and the same values.</summary>
    EqualValues,

    /// <summary>Something differs.</summary>
    Differs,

    /// <summary>It cannot be computed again.</summary>
    NotRecomputable,
}

/// <summary>A value of an area that differs.</summary>
/// <param name="Part">class, index, population, part/ID, needs/ID (of the area's list of needs), area: 1 where the area is there at all; of the change list change (1 where the area has an entry) and change/class-before and the like.</param>
/// <param name="Published">What is kept as published; null: missing.</param>
/// <param name="Recomputed">What comes out now; null: missing.</param>
public sealed record DifferingCell(string Area, string Part, double? Published, double? Recomputed);

/// <summary>Indicators' columns that were computed again as of a release.</summary>
/// <param name="Columns">How many.</param>
/// <param name="Differing">Those that come out otherwise than they are kept.</param>
/// <param name="Problem">Why they cannot be computed again; null if they can.</param>
public sealed record VerifiedIndicators(long Release, int Columns, IReadOnlyList<RecomputedDifference> Differing, string? Problem);
