using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Feed;

namespace Utanforskap.Publishing.Publications;

/// <summary>What a publication of a method would change against what is published.</summary>
/// <param name="Outcome">What Classification said of the method, with all columns that were compared.</param>
/// <param name="Release">The release as of which the results were read.</param>
/// <param name="Base">The method's publication so far; null for its baseline.</param>
/// <param name="Columns">The (division, period) that differ, by division, then period. Empty if everything is published as it is.</param>
internal sealed record Draft(MethodOutcome Outcome, MethodInfo Info, long Release, Publication? Base, IReadOnlyList<DraftColumn> Columns)
{
    /// <summary>What this draft takes back; null if it brings new results.</summary>
    public Withdrawal? Withdrawal { get; init; }

    public bool IsBaseline => Base is null;

    /// <summary>Whether the definition is another version than that of what is published.</summary>
    public bool ChangesMethod => Base is not null && Base.MethodVersion != Outcome.Version;

    /// <summary>Nothing to publish: no results, or the same by the same definition.</summary>
    public bool IsEmpty => Columns.Count == 0 && !ChangesMethod;

    /// <summary>The version that its publication gets.</summary>
    public SemanticVersion Version => Base?.Version.Next(Step) ?? SemanticVersion.First;

    /// <summary>Taking back what gave the classes another meaning gives them another one once more.</summary>
    private VersionStep Step => Withdrawal is { Of.Version: { Minor: 0, Patch: 0 } } || ChangesMethod || Columns.Any(c => c.Kind == ChangeKinds.Boundary) ? VersionStep.Major
        : Withdrawal is not null ? VersionStep.Patch
        : Columns.Any(c => c.Kind == ChangeKinds.NewPeriod || c.HasNewAreas) ? VersionStep.Minor
        : VersionStep.Patch;

    /// <summary>The change list: each area whose class or index differs, by division, period and area.</summary>
    /// <param name="sequence">The publication's sequence; 0 for a draft that has none.</param>
    public IEnumerable<AreaChange> Changes(long sequence) => Columns.SelectMany(c => c.Differences.Select(d => new AreaChange
    {
        Sequence = sequence,
        Method = Outcome.Method,
        Division = c.Division,
        Period = c.Period,
        PreviousPeriod = c.PreviousPeriod,
        Area = d.Area,
        ClassBefore = d.Before.Class,
        ClassAfter = d.After.Class,
        IndexBefore = d.Before.Index,
        IndexAfter = d.After.Index,
        Kind = c.Kind,
        NeedsBefore = d.Before.Needs,
        NeedsAfter = d.After.Needs,
        Cause = c.Why.CauseOf(d),
        Explanation = c.Why.JsonOf(d),
    }));
}

/// <summary>A publication that is taken back.</summary>
/// <param name="Of">The publication.</param>
/// <param name="Actor">Who takes it back.</param>
/// <param name="Reason">Why, in writing.</param>
internal sealed record Withdrawal(Publication Of, string Actor, string Reason);

/// <summary>A (division, period) of a draft.</summary>
/// <param name="Kind">One of <see cref="ChangeKinds"/>.</param>
/// <param name="PreviousPeriod">The period that a new one is compared with.</param>
/// <param name="First">True if it was not published before.</param>
/// <param name="All">How many areas the column has.</param>
/// <param name="New">The areas with a result that is new or another one than before, population included.</param>
/// <param name="Gone">The areas that had a result and have none any more.</param>
/// <param name="Differences">Class, index or needs against before; empty in a baseline.</param>
/// <param name="Lineage">Where the column as it stands with this draft comes from.</param>
internal sealed record DraftColumn(
    string Division,
    string Period,
    string Kind,
    string? PreviousPeriod,
    bool First,
    int All,
    IReadOnlyList<KeyValuePair<string, Result>> New,
    IReadOnlyList<string> Gone,
    IReadOnlyList<Difference> Differences,
    Lineage Lineage)
{
    /// <summary>Why areas differ, and how sure that is.</summary>
    public ColumnExplanation Why { get; init; } = ColumnExplanation.None;

    /// <summary>What else the method tells of each area, what it was computed from, and the limits.</summary>
    public ColumnFacts Facts { get; init; } = ColumnFacts.None;

    /// <summary>Whether a column that was published gets areas that it had not.</summary>
    public bool HasNewAreas { get; init; }

    /// <summary>Whether the column has no results any more: a withdrawal took back the publication that was its first.</summary>
    public bool Ended => All == 0;

    /// <summary>As events, lists and candidates tell it.</summary>
    public PublicationColumn Told => new(Division, Period, PreviousPeriod, Kind, First, Areas, Classes);

    public int Areas => New.Count + Gone.Count;

    /// <summary>How many areas change class; none on a new division, where no area had one.</summary>
    public int Classes => Kind == ChangeKinds.Boundary ? 0 : Differences.Count(d => d.IsOfClass);

    /// <summary>Whether a class or need that was published for the period is another now, whatever the reason: new figures, another definition, or a withdrawal.</summary>
    public bool Corrects => Kind is ChangeKinds.Revision or ChangeKinds.Method or ChangeKinds.Withdrawal && Differences.Any(d => d.IsTold);
}
