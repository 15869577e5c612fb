namespace Utanforskap.Publishing.Feed;

/// <summary>An event that waits for its position in the feed.</summary>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="Source">The publication, release or refusal that it comes from: the first part of its id.</param>
/// <param name="AreaKey">Division, area and period, where the event is about one; the second part of its id.</param>
/// <param name="Subject">The CloudEvents subject.</param>
/// <param name="RoutingKey">The AMQP routing key.</param>
/// <param name="Time">When it happened, by the owner's clock.</param>
/// <param name="Data">The CloudEvents data, by the position that the event gets.</param>
internal sealed record NewEvent(
    string Type, string Source, string? AreaKey, string Subject, string RoutingKey, DateTimeOffset Time, Func<long, object> Data)
{
    public string? Method { get; init; }

    public string? Register { get; init; }

    public string? Division { get; init; }

    public string? Area { get; init; }

    public string? Period { get; init; }

    /// <summary>W3C trace context that it belongs to; null for the one that runs now.</summary>
    public string? Trace { get; init; }
}
