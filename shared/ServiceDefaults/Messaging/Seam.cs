using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

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

/// <summary>Messages to other services, sent after the surrounding transaction has committed.</summary>
public interface IOutbox
{
    /// <summary>Adds a message to the transaction. <paramref name="id"/> comes from content; sending the same id twice sends once.</summary>
    void Send<TMessage>(TMessage message, Guid id)
        where TMessage : class;
}

/// <summary>What a service receives.</summary>
public sealed class MessagingBuilder
{
    /// <summary>Handles messages of a type as they come.</summary>
    public MessagingBuilder Handle<TMessage, THandler>()
        where TMessage : class
        where THandler : class, IMessageHandler<TMessage> => this;

    /// <summary>
    /// Handles messages of a type strictly in the order of a number that starts at 1 and has no gaps; early ones are parked, past ones dropped.
    /// </summary>
    public MessagingBuilder HandleInOrder<TMessage, THandler>(Func<TMessage, long> number)
        where TMessage : class
        where THandler : class, IMessageHandler<TMessage> => this;
}

public static class MessagingExtensions
{
    /// <summary>Outbox, inbox, broker topology and bus for a service whose database is <typeparamref name="TContext"/>.</summary>
    public static IHostApplicationBuilder AddMessaging<TContext>(this IHostApplicationBuilder builder, Action<MessagingBuilder> configure)
        where TContext : DbContext => builder;

    /// <summary>The outbox's and inbox's tables in a service's model; call from OnModelCreating.</summary>
    public static ModelBuilder AddMessagingTables(this ModelBuilder model) => model;

    /// <summary>Dead letters for operators: GET /dead-letters, POST /dead-letters/{id}/retry, POST /dead-letters/{id}/discard.</summary>
    public static IEndpointRouteBuilder MapDeadLetters<TContext>(this IEndpointRouteBuilder app)
        where TContext : DbContext => app;
}
