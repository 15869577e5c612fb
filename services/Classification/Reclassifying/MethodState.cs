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

    /// <summary>Releases passed while the method was held, so everything is to be computed as soon as it is free.</summary>
    public bool Behind { get; set; }

    /// <summary>The release whose result a check refused, so that the one before stands; null where none is.</summary>
    public long? RefusedAt { get; set; }
}

/// <summary>A method that is not computed until an operator acts, since computing it failed for a reason that trying again does not mend.</summary>
public sealed class MethodHold
{
    public required string Method { get; init; }

    /// <summary>The release at which it failed.</summary>
    public required long Release { get; set; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset Since { get; set; }

    /// <summary>A sentence for the operator.</summary>
    public required string Reason { get; set; }

    /// <summary>An operator asked for a new attempt, which the next release makes.</summary>
    public bool RetryAsked { get; set; }
}

/// <summary>What a release meant to a method.</summary>
public sealed class MethodRun
{
    public required long Release { get; init; }

    public required string Method { get; init; }

    public required int Version { get; init; }

    public required Outcome Outcome { get; init; }

    public string? Reason { get; init; }

    public string? RunId { get; init; }
}
