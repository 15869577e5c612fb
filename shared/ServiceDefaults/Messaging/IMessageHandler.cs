namespace Utanforskap.ServiceDefaults.Messaging;

/// <summary>
/// What a message means to a service. Runs inside the database transaction that also marks the message as handled: whatever it writes through
/// the scoped DbContext and <see cref="IOutbox"/> is committed once, or not at all. Throwing rolls back and tries again later.
/// </summary>
public interface IMessageHandler<in TMessage>
    where TMessage : class
{
    Task HandleAsync(TMessage message, CancellationToken cancellationToken);
}
