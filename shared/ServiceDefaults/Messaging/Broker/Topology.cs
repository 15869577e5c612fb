using RabbitMQ.Client;

namespace Utanforskap.ServiceDefaults.Messaging.Broker;

/// <summary>
/// Exchanges, queues and bindings of <see cref="MessageRoutes"/> in the broker. Every service declares all of them before it sends anything, so that a
/// message to a service that has never run yet finds its queue.
/// </summary>
internal static class Topology
{
    /// <summary>
    /// Of a work queue. A message whose receiver dies again and again goes to another queue after so many deliveries, from which it is received too. (Not
    /// by the strategy at-least-once: in RabbitMQ 3.10 its supervisor can die with a deleted virtual host, and no such queue on the node works after that.)
    /// </summary>
    public static IReadOnlyDictionary<string, object?> QueueArguments(string queue) => new Dictionary<string, object?>
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = 20,
        ["x-dead-letter-exchange"] = DeadLetters(queue),
    };

    /// <summary>Of the queue that <see cref="DeadLetters"/> names.</summary>
    public static IReadOnlyDictionary<string, object?> DeadQueueArguments { get; } = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };

    /// <summary>The exchange and queue to which a work queue's often delivered messages go.</summary>
    public static string DeadLetters(string queue) => queue + ".dead";

    public static async Task DeclareAsync(ConnectionFactory broker, MessageRoutes routes, CancellationToken cancellationToken)
    {
        await using var connection = await broker.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        foreach (var queue in routes.Queues)
        {
            var dead = DeadLetters(queue);
            await channel.ExchangeDeclareAsync(dead, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
            await DeclareQueueAsync(channel, dead, DeadQueueArguments, cancellationToken);
            await channel.QueueBindAsync(dead, dead, "", cancellationToken: cancellationToken);
            await DeclareQueueAsync(channel, queue, QueueArguments(queue), cancellationToken);
        }

        foreach (var route in routes.All)
        {
            await channel.ExchangeDeclareAsync(route.Exchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
            foreach (var queue in route.Queues)
            {
                await channel.QueueBindAsync(queue, route.Exchange, "", cancellationToken: cancellationToken);
            }
        }
    }

    private static Task<QueueDeclareOk> DeclareQueueAsync(
        IChannel channel, string queue, IReadOnlyDictionary<string, object?> arguments, CancellationToken cancellationToken) =>
        channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>(arguments), cancellationToken: cancellationToken);
}
