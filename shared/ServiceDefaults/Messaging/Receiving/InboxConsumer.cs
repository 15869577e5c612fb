using System.Text.Json;
using MassTransit;
using Utanforskap.Contracts;

namespace Utanforskap.ServiceDefaults.Messaging.Receiving;

/// <summary>Takes messages of a type off the wire: stores them, and so lets the broker forget them. What they mean is the worker's business.</summary>
internal sealed class InboxConsumer<TMessage>(InboxStore store, Subscription subscription) : IConsumer<TMessage>
    where TMessage : class
{
    public Task Consume(ConsumeContext<TMessage> context)
    {
        var body = JsonSerializer.Serialize(context.Message, WireJson.Options);
        var id = context.MessageId ?? ContentId.GuidOf("message", subscription.Name, body);
        return store.StoreAsync(id, subscription.Name, body, subscription.NumberOf(body), context.CancellationToken);
    }
}
