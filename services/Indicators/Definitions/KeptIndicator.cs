namespace Utanforskap.Indicators.Definitions;

/// <summary>An indicator's definition as it stood when it was first used in that version: what values are recomputed by after its file has changed.</summary>
public sealed class KeptIndicator
{
    public required string Indicator { get; init; }

    public required int Version { get; init; }

    /// <summary>H of what values depend on.</summary>
    public required string Hash { get; init; }

    /// <summary>The file's text.</summary>
    public required string Text { get; init; }

    /// <summary>The release at which this version was first used.</summary>
    public required long SinceRelease { get; init; }
}
