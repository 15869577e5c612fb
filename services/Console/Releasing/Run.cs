namespace Utanforskap.Console.Releasing;

/// <summary>How far a release has come, as the public API tells it (what is used of it here).</summary>
/// <param name="State"><c>complete</c> once every stage has told its end.</param>
/// <param name="Seconds">From its acceptance to the last completion; null while it runs.</param>
internal sealed record Run(string State, double? Seconds, IReadOnlyList<RunMethod> Methods);

/// <summary>What a release meant to a method: published, unchanged, refused, held or failed.</summary>
/// <param name="Publication">The publication that it led to, or null.</param>
internal sealed record RunMethod(string Method, string Outcome, string? Reason, string? Publication);

/// <summary>What a publication changed.</summary>
internal sealed record Publication(string Id, bool Baseline, IReadOnlyList<PublicationColumn> Columns);

/// <summary>A (division, period) of a publication.</summary>
/// <param name="Areas">Areas with new results.</param>
/// <param name="Classes">Areas whose class changed.</param>
internal sealed record PublicationColumn(string Division, string Period, int Areas, int Classes);
