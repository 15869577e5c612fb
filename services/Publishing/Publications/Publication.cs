using Utanforskap.Contracts.Reading;

namespace Utanforskap.Publishing.Publications;

/// <summary>One publication of one method: an edition that stays readable for ever.</summary>
public sealed class Publication
{
    /// <summary>1, 2, 3 … without gaps over all methods, in the order of publishing: the time axis of everything that was published.</summary>
    public required long Sequence { get; init; }

    /// <summary>H("publication", run, base publication).</summary>
    public required string Id { get; init; }

    public required string Method { get; init; }

    /// <summary>1, 2, 3 … within the method.</summary>
    public required int Edition { get; init; }

    public required int Major { get; init; }

    public required int Minor { get; init; }

    public required int Patch { get; init; }

    /// <summary>MAJOR.MINOR.PATCH, assigned when it was published.</summary>
    public SemanticVersion Version => new(Major, Minor, Patch);

    /// <summary>The version of the method's definition.</summary>
    public required int MethodVersion { get; init; }

    /// <summary>The method's publication before this one; null for its baseline.</summary>
    public required string? BaseId { get; init; }

    public required string? RunId { get; init; }

    /// <summary>The release that led to it.</summary>
    public required long Release { get; init; }

    /// <summary>The release that was completed with it: a later one where the method was held and caught up.</summary>
    public required long CompletedRelease { get; init; }

    /// <summary>
    /// The last release that was complete when it was published, which an answer as of it goes up to. Before <see cref="CompletedRelease"/> where everybody had seen that release without it,
    /// so that it is known as of the next one only.
    /// </summary>
    public required long KnownRelease { get; init; }

    /// <summary>When it was published (UTC); never before the publication with the sequence before.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>The feed's last position when it was published: who has the state of this publication goes on from here.</summary>
    public required long FeedPosition { get; set; }

    /// <summary><see cref="Contracts.EngineVersion"/> of the build that published it.</summary>
    public required string Engine { get; init; }

    /// <summary><see cref="ColumnContent.HashOfState"/> over the method's whole state as it stands with this publication.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Whether the method was in use or an example.</summary>
    public required MethodStatus Status { get; init; }

    /// <summary>The candidate that was signed off; null if no rule held it.</summary>
    public required string? CandidateId { get; init; }

    /// <summary>The publication that this one takes back; null if it brings new results.</summary>
    public required string? WithdrawsId { get; init; }

    /// <summary>Who withdrew; null in any other publication.</summary>
    public required string? Actor { get; init; }

    /// <summary>Why it was withdrawn, in writing.</summary>
    public required string? Reason { get; init; }
}

/// <summary>A (division, period) in which a publication changed results.</summary>
public sealed class PublishedColumn
{
    public required long Sequence { get; init; }

    public required string Method { get; init; }

    public required string Division { get; init; }

    public required string Period { get; init; }

    /// <summary>One of <see cref="ChangeKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The period whose classes are the "before" of a new period; null if there is none.</summary>
    public required string? PreviousPeriod { get; init; }

    /// <summary>True if this (division, period) was not published before.</summary>
    public required bool First { get; init; }

    /// <summary>How many areas' results (class, index or population) are new.</summary>
    public required int Areas { get; init; }

    /// <summary>How many areas' class differs from before.</summary>
    public required int Classes { get; init; }

    /// <summary>True if there are no results any more: a withdrawal took back the publication that was the first of this (division, period).</summary>
    public required bool Ended { get; init; }

    /// <summary>The release as of which the column was computed; with a withdrawal, that of the column which it brought back. So are the next four.</summary>
    public required long Release { get; init; }

    public required int MethodVersion { get; init; }

    public required string? RunId { get; init; }

    public required string Engine { get; init; }

    /// <summary>What it was computed from (<see cref="UsedInput"/>), as wire JSON.</summary>
    public required string Inputs { get; init; }

    /// <summary>The limits that cut the index into classes, from the highest, as a JSON list.</summary>
    public required string Limits { get; init; }

    /// <summary><see cref="ColumnContent"/> of the whole column; empty where it was published before hashes were kept.</summary>
    public required string ContentHash { get; init; }
}

/// <summary>A method's definition as it was told when it was first published in that version.</summary>
public sealed class PublishedMethod
{
    public required string Method { get; init; }

    public required int Version { get; init; }

    /// <summary>The publication's sequence.</summary>
    public required long Since { get; init; }

    /// <summary>The MethodInfo as wire JSON.</summary>
    public required string Document { get; init; }
}

/// <summary>Why a class is another one than before.</summary>
public static class ChangeKinds
{
    /// <summary>The method's first publication: state, not change.</summary>
    public const string Baseline = "baseline";

    /// <summary>A new reference period; before is the same area's class in the period before.</summary>
    public const string NewPeriod = "new-period";

    /// <summary>New figures for a period that was already published.</summary>
    public const string Revision = "revision";

    /// <summary>The method's definition changed.</summary>
    public const string Method = "method";

    /// <summary>The first period on a new division: areas cannot be compared with those before.</summary>
    public const string Boundary = "boundary";

    /// <summary>The publication before was withdrawn: what stood before it stands again.</summary>
    public const string Withdrawal = "withdrawal";
}
