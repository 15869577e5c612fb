using RabbitMQ.Client;

namespace Utanforskap.ServiceDefaults.Messaging.Broker;

/// <summary>
/// Exchanges, queues and bindings of <see cref="MessageRoutes"/> in the broker. Every service declares all of them before it sends anything, so that a
/// message to a service that has never run yet finds its queue.
/// </summary>
internal static class Topology
{
    /// <summary>
    /// Of a work queue. A message that cannot even be read is given back at once; after so many deliveries it goes to the queue's dead letters. (Not by
    /// the strategy at-least-once: in RabbitMQ 3.10 its supervisor can die with a deleted virtual host, and no such queue on the node works after that.)
    /// </summary>
    public static IReadOnlyDictionary<string, object?> QueueArguments(string queue) => new Dictionary<string, object?>
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = 20,
        ["x-dead-letter-exchange"] = DeadLetters(queue),
    };

    public static async Task DeclareAsync(ConnectionFactory broker, MessageRoutes routes, CancellationToken cancellationToken)
    {
        await using var connection = await broker.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        foreach (var queue in routes.Queues)
        {
            var dead = DeadLetters(queue);
            await channel.ExchangeDeclareAsync(dead, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
            await DeclareQueueAsync(channel, dead, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken);
            await channel.QueueBindAsync(dead, dead, "", cancellationToken: cancellationToken);
            await DeclareQueueAsync(channel, queue, new Dictionary<string, object?>(QueueArguments(queue)), cancellationToken);
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

    private static string DeadLetters(string queue) => queue + ".dead";

    private static Task<QueueDeclareOk> DeclareQueueAsync(
        IChannel channel, string queue, Dictionary<string, object?> arguments, CancellationToken cancellationToken) =>
        channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
}
