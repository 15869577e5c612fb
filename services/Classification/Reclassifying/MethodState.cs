using Utanforskap.Contracts.Messages;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>How far a method's results have come.</summary>
public sealed class MethodState
{
    public required string Method { get; init; }

    /// <summary>The version of the definition that the results come from.</summary>
    public required int Version { get; set; }

    /// <summary>H of what results depend on.</summary>
    public required string Hash { get; set; }

    /// <summary>The release at which this version was first used.</summary>
    public required long SinceRelease { get; set; }

    /// <summary>The release whose result a check refused, so that the one before stands; null where none is.</summary>
    public long? RefusedAt { get; set; }
}

/// <summary>What a release meant to a method in the end: a method that was held and has caught up tells it anew.</summary>
public sealed class MethodRun
{
    public required long Release { get; init; }

    public required string Method { get; init; }

    public required int Version { get; set; }

    public required Outcome Outcome { get; set; }

    public string? Reason { get; set; }

    public string? RunId { get; set; }
}
