namespace Utanforskap.Publishing.Feed;

/// <summary>One event of the public feed, exactly as everyone gets it.</summary>
public sealed class FeedEvent
{
    /// <summary>1, 2, 3 … without gaps, in the order of the commits.</summary>
    public required long Position { get; init; }

    /// <summary>The CloudEvents id: H("event", publication or release, area and period, type).</summary>
    public required string Id { get; init; }

    /// <summary>The CloudEvents type, one of <see cref="EventTypes"/>.</summary>
    public required string Type { get; init; }

    public required string? Method { get; init; }

    public required string? Register { get; init; }

    public required string? Division { get; init; }

    public required string? Area { get; init; }

    public required string? Period { get; init; }

    public required string RoutingKey { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string? TraceParent { get; init; }

    /// <summary>The whole CloudEvent in structured JSON.</summary>
    public required string Document { get; init; }
}

/// <summary>A number that goes up by one row lock at a time, so that what is numbered has no gaps.</summary>
public sealed class Counter
{
    public required string Name { get; init; }

    public required long Value { get; set; }

    /// <summary>The last position of the feed.</summary>
    public const string Feed = "feed";

    /// <summary>The sequence of the last publication.</summary>
    public const string Publication = "publication";

    /// <summary>The number of the last candidate.</summary>
    public const string Candidate = "candidate";

    /// <summary>The last release that the world was told of.</summary>
    public const string Told = "told";
}
