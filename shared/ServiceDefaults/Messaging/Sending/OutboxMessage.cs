namespace Utanforskap.ServiceDefaults.Messaging.Sending;

/// <summary>A message that waits to be sent; the row goes when the broker has confirmed it.</summary>
internal sealed class OutboxMessage : StoredMessage;
