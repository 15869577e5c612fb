using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Utanforskap.ServiceDefaults.Messaging.Receiving;

namespace Utanforskap.ServiceDefaults.Messaging;

/// <summary>What a service receives.</summary>
public sealed class MessagingBuilder
{
    private readonly IServiceCollection services;
    private readonly List<Subscription> subscriptions = [];

    internal MessagingBuilder(IServiceCollection services, string queue)
    {
        this.services = services;
        Queue = queue;
    }

    /// <summary>The service's queue: its name in lower case.</summary>
    public string Queue { get; }

    internal MessageRoutes Routes { get; private set; } = MessageRoutes.System;

    internal IReadOnlyList<Subscription> All => subscriptions;

    /// <summary>Handles messages of a type as they come.</summary>
    public MessagingBuilder Handle<TMessage, THandler>()
        where TMessage : class
        where THandler : class, IMessageHandler<TMessage> => Add<TMessage, THandler>(null);

    /// <summary>
    /// Handles messages of a type strictly in the order of a number that starts at 1 and has no gaps; early ones are parked, past ones dropped.
    /// </summary>
    public MessagingBuilder HandleInOrder<TMessage, THandler>(Func<TMessage, long> number)
        where TMessage : class
        where THandler : class, IMessageHandler<TMessage> => Add<TMessage, THandler>(number);

    /// <summary>Other routes than the system's, for tests.</summary>
    internal MessagingBuilder Along(MessageRoutes routes)
    {
        Routes = routes;
        return this;
    }

    private MessagingBuilder Add<TMessage, THandler>(Func<TMessage, long>? number)
        where TMessage : class
        where THandler : class, IMessageHandler<TMessage>
    {
        services.TryAddScoped<THandler>();
        subscriptions.Add(new Subscription<TMessage, THandler>(number));
        return this;
    }
}
