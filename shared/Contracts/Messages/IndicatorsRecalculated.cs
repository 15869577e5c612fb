namespace Utanforskap.Contracts.Messages;

/// <summary>
/// Indicators ended a release: exactly one per release, also when nothing changed. Producer: Indicators. Key: <see cref="Release"/>.
/// </summary>
/// <param name="Release">The release's number.</param>
/// <param name="RunId">H("indicators", release number, definitions and inputs).</param>
/// <param name="StartedAt">When the handler started (UTC).</param>
/// <param name="CompletedAt">When it was done (UTC).</param>
/// <param name="AcceptedAt">The release's acceptance time, carried along: the stamp of the indicator values.</param>
/// <param name="Changes">The indicator columns in which values changed; the values are read from Indicators as of the release.</param>
/// <param name="Held">Indicators that cannot be computed until an operator acts; methods that need them are held.</param>
/// <param name="Unchanged">Why nothing changed, when <paramref name="Changes"/> is empty.</param>
public sealed record IndicatorsRecalculated(
    long Release,
    string RunId,
    DateTimeOffset StartedAt,
    DateTimeOffset CompletedAt,
    DateTimeOffset AcceptedAt,
    IReadOnlyList<ChangedIndicator> Changes,
    IReadOnlyList<HeldIndicator> Held,
    string? Unchanged);

/// <summary>An indicator column (indicator, division, period) in which values changed.</summary>
/// <param name="Indicator">The indicator's id.</param>
/// <param name="Version">Its definition's version.</param>
/// <param name="Division">The division's id.</param>
/// <param name="Period">The reference period.</param>
/// <param name="Areas">How many areas' values changed.</param>
public sealed record ChangedIndicator(string Indicator, int Version, string Division, string Period, int Areas);

/// <summary>An indicator whose computation failed for a reason that trying again does not mend.</summary>
/// <param name="Indicator">The indicator's id.</param>
/// <param name="Reason">A sentence for the operator.</param>
public sealed record HeldIndicator(string Indicator, string Reason);
