namespace Utanforskap.Publishing.Feed;

/// <summary>AMQP routing keys: the event's short name, then what it is about, from large to small.</summary>
internal static class RoutingKeys
{
    /// <summary>E.g. <c>classification.changed.sei.01.0114.0114R001</c>; a part that the area has not is <c>-</c>.</summary>
    public static string Of(string type, params ReadOnlySpan<string?> parts)
    {
        var key = EventTypes.ShortName(type);
        foreach (var part in parts)
        {
            // A dot would look like one word more to those who bind to it.
            key += "." + (part?.Replace('.', '_') ?? "-");
        }

        return key;
    }
}
