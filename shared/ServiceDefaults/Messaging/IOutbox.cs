namespace Utanforskap.ServiceDefaults.Messaging;

/// <summary>Messages to other services, sent after the surrounding transaction has committed.</summary>
public interface IOutbox
{
    /// <summary>
    /// Adds a message to the scoped DbContext; it is stored by the next SaveChanges. <paramref name="id"/> comes from content: an id that waits already
    /// is not added again, and one that was sent before is handled once by each receiver.
    /// </summary>
    void Send<TMessage>(TMessage message, Guid id)
        where TMessage : class;
}
