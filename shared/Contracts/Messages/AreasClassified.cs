namespace Utanforskap.Contracts.Messages;

/// <summary>
/// Classification ended a release: exactly one per release, naming every method's outcome. Producer: Classification. Key: <see cref="Release"/>.
/// </summary>
/// <param name="Release">The release's number.</param>
/// <param name="StartedAt">When the handler started (UTC).</param>
/// <param name="CompletedAt">When it was done (UTC).</param>
/// <param name="AcceptedAt">The release's acceptance time, carried along.</param>
/// <param name="Methods">One outcome per method of the service, in id order.</param>
/// <param name="CaughtUp">
/// Outcomes of earlier releases that methods had missed while they were held, by release, then method; they take the place of what was told then.
/// </param>
public sealed record AreasClassified(
    long Release,
    DateTimeOffset StartedAt,
    DateTimeOffset CompletedAt,
    DateTimeOffset AcceptedAt,
    IReadOnlyList<MethodOutcome> Methods,
    IReadOnlyList<CaughtUpMethod> CaughtUp);

/// <summary>What an earlier release meant to a method that has caught up.</summary>
/// <param name="Release">The earlier release's number.</param>
/// <param name="Outcome">What came of it; as it would have been then.</param>
public sealed record CaughtUpMethod(long Release, MethodOutcome Outcome);

/// <summary>What a release meant to one method.</summary>
/// <param name="Method">The method's id.</param>
/// <param name="Version">Its definition's version.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">A sentence: why unchanged, refused, held or failed.</param>
/// <param name="RunId">H(method, release number, inputs); null when no run was needed.</param>
/// <param name="Columns">The (division, period) in which results changed; the results are read from Classification as of the release.</param>
public sealed record MethodOutcome(
    string Method,
    int Version,
    Outcome Outcome,
    string? Reason,
    string? RunId,
    IReadOnlyList<ClassifiedColumn> Columns);

/// <summary>A (division, period) of a method in which results changed.</summary>
/// <param name="Division">The division's id.</param>
/// <param name="Period">The reference period.</param>
/// <param name="Areas">How many areas' results changed in any part.</param>
/// <param name="Classes">How many areas' class changed against the release before.</param>
/// <param name="First">True if this (division, period) had no result before.</param>
public sealed record ClassifiedColumn(string Division, string Period, int Areas, int Classes, bool First);

/// <summary>What a release meant to a method.</summary>
public enum Outcome
{
    /// <summary>Results changed and go on; after Publishing: they are published.</summary>
    Published,

    /// <summary>The result is equal to the one before; the reason says why.</summary>
    Unchanged,

    /// <summary>A check refused the result; the old one stays published.</summary>
    Refused,

    /// <summary>Waits for an operator because an earlier release failed for this method.</summary>
    Held,

    /// <summary>The computation failed for this method at this release.</summary>
    Failed,
}
