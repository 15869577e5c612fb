namespace Utanforskap.ServiceDefaults.Messaging.Receiving;

/// <summary>A message that came, stored before it was acknowledged.</summary>
internal sealed class InboxMessage : StoredMessage
{
    /// <summary>Its place in the order of its type; null where the type has no order or the message could not be read.</summary>
    public long? Number { get; set; }
}

/// <summary>How far a type's messages, handled in order, have come.</summary>
internal sealed class InboxCursor
{
    /// <summary>The message type's name.</summary>
    public required string Stream { get; init; }

    /// <summary>The number that is handled next; 1 at first.</summary>
    public long Next { get; set; } = 1;
}
