namespace Utanforskap.Classification.Results;

/// <summary>What a (division, period) of a method was computed by at a release: a row for each release at which any of it differs.</summary>
public sealed class ResultVersion
{
    public required string Method { get; init; }

    public required string Division { get; init; }

    public required string Period { get; init; }

    public required long Release { get; init; }

    /// <summary>The version of the method's definition.</summary>
    public required int Version { get; init; }

    /// <summary>The inputs (<see cref="Contracts.Reading.UsedInput"/>) as wire JSON.</summary>
    public required string Inputs { get; init; }

    /// <summary>The limits between classes, from the highest, as a JSON list.</summary>
    public required string Limits { get; init; }
}
