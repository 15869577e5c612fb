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

    /// <summary>A message's place in the order; null where there is none.</summary>
    /// <exception cref="JsonException">It is no message of this type.</exception>
    public abstract long? NumberOf(string body);

    public abstract Task HandleAsync(IServiceProvider scope, InboxMessage message, CancellationToken cancellationToken);

    /// <summary>Ends a message that an operator gives up; false if what comes after it in its order cannot do without it.</summary>
    public abstract Task<bool> TryGiveUpAsync(IServiceProvider scope, InboxMessage message, string reason, CancellationToken cancellationToken);
}

/// <param name="number">The message's place in the order, or null where there is none.</param>
internal sealed class Subscription<TMessage, THandler>(Func<TMessage, long>? number) : Subscription(typeof(TMessage).Name)
    where TMessage : class
    where THandler : class, IMessageHandler<TMessage>
{
    public override bool InOrder => number is not null;

    public override void ConnectTo(IReceiveEndpointConfigurator endpoint, InboxStore store) =>
        endpoint.Consumer(() => new InboxConsumer<TMessage>(store, this));

    public override long? NumberOf(string body) => number?.Invoke(Read(body)) switch
    {
        < 1 => throw new JsonException($"A {Name} has a number from 1."),
        var place => place,
    };

    public override Task HandleAsync(IServiceProvider scope, InboxMessage message, CancellationToken cancellationToken) =>
        Handler(scope).HandleAsync(Read(message.Body), cancellationToken);

    public override async Task<bool> TryGiveUpAsync(IServiceProvider scope, InboxMessage message, string reason, CancellationToken cancellationToken)
    {
        // Without a number it never had a turn: nothing in the order waits for this very row.
        if (message.Number is null)
        {
            return true;
        }

        if (Handler(scope) is not IGiveUp<TMessage> handler)
        {
            return false;
        }

        await handler.GiveUpAsync(Read(message.Body), reason, cancellationToken);
        return true;
    }

    private static THandler Handler(IServiceProvider scope) => scope.GetRequiredService<THandler>();

    private static TMessage Read(string body) =>
        JsonSerializer.Deserialize<TMessage>(body, WireJson.Options) ?? throw new JsonException("The message is null.");
}
