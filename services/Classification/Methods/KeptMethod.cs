namespace Utanforskap.Classification.Methods;

/// <summary>A method's definition as it stood when it was first used in that version: what results are recomputed and explained by after its file has changed.</summary>
public sealed class KeptMethod
{
    public required string Method { get; init; }

    public required int Version { get; init; }

    /// <summary>H of what results depend on.</summary>
    public required string Hash { get; init; }

    /// <summary>The file's text.</summary>
    public required string Text { get; init; }

    /// <summary>The release at which this version was first used.</summary>
    public required long SinceRelease { get; init; }
}

/// <summary>Groups of a method as they were found and frozen, for one country.</summary>
public sealed class KeptGroups
{
    public required string Method { get; init; }

    public required int Version { get; init; }

    /// <summary>Whose areas: groups of one country's areas mean nothing in another.</summary>
    public required string Country { get; init; }

    /// <summary>The release whose figures they were found in.</summary>
    public required long Release { get; init; }

    /// <summary>The division and period of those figures.</summary>
    public required string Division { get; init; }

    /// <summary>The model (<see cref="Statistics.Groups.GroupModel"/>) as wire JSON.</summary>
    public required string Model { get; init; }
}
