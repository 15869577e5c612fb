namespace Utanforskap.Indicators.Holds;

/// <summary>An indicator that is not computed until an operator acts, since computing it failed for a reason that trying again does not mend.</summary>
public sealed class IndicatorHold
{
    public required string Indicator { get; init; }

    /// <summary>The release at which it failed.</summary>
    public required long Release { get; set; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset Since { get; set; }

    /// <summary>A sentence for the operator.</summary>
    public required string Reason { get; set; }

    /// <summary>An operator asked for a new attempt, which the next release makes.</summary>
    public bool RetryAsked { get; set; }
}
