using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Utanforskap.Contracts;

namespace Utanforskap.ServiceDefaults.Messaging.Receiving;

/// <summary>What a service does with messages of one type.</summary>
internal abstract class Subscription(string name)
{
    /// <summary>The message type's name.</summary>
    public string Name { get; } = name;

    public abstract bool InOrder { get; }

    public abstract void ConnectTo(IReceiveEndpointConfigurator endpoint, InboxStore store);

    public abstract Task HandleAsync(IServiceProvider scope, InboxMessage message, CancellationToken cancellationToken);
}

/// <param name="number">The message's place in the order, or null where there is none.</param>
internal sealed class Subscription<TMessage, THandler>(Func<TMessage, long>? number) : Subscription(typeof(TMessage).Name)
    where TMessage : class
    where THandler : class, IMessageHandler<TMessage>
{
    public override bool InOrder => number is not null;

    public override void ConnectTo(IReceiveEndpointConfigurator endpoint, InboxStore store) =>
        endpoint.Consumer(() => new InboxConsumer<TMessage>(store, number));

    public override Task HandleAsync(IServiceProvider scope, InboxMessage message, CancellationToken cancellationToken)
    {
        var content = JsonSerializer.Deserialize<TMessage>(message.Body, WireJson.Options) ?? throw new JsonException("The message is null.");
        return scope.GetRequiredService<THandler>().HandleAsync(content, cancellationToken);
    }
}
