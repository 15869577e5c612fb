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

/// <summary>
/// Also of a handler of messages in order: how one that can never be handled is ended, so that the ones after it, here and downstream, wait for nothing.
/// Without this, such a message can be retried but not discarded.
/// </summary>
public interface IGiveUp<in TMessage>
    where TMessage : class
{
    /// <summary>
    /// Completes the message without its work, as <see cref="IMessageHandler{TMessage}.HandleAsync"/> would have, in the same kind of transaction: it says
    /// downstream that nothing came of it and why, and marks what is incomplete from here on.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="reason">Who gave it up, and the reason that they wrote.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task GiveUpAsync(TMessage message, string reason, CancellationToken cancellationToken);
}
