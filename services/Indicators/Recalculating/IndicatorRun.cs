namespace Utanforskap.Indicators.Recalculating;

/// <summary>A row per release that Indicators has ended.</summary>
public sealed class IndicatorRun
{
    public required long Release { get; init; }

    public required string Register { get; init; }

    public required string RunId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>When Ingestion accepted the release: since when the values are known.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Why no value changed; null if some did.</summary>
    public string? Unchanged { get; set; }
}

/// <summary>Which version of a definition the values of an indicator come from.</summary>
public sealed class IndicatorState
{
    public required string Indicator { get; init; }

    public required int Version { get; set; }

    /// <summary>H of what values depend on.</summary>
    public required string Hash { get; set; }

    /// <summary>The release at which this version was first used.</summary>
    public required long SinceRelease { get; set; }
}
