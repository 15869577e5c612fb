using System.Collections.Concurrent;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.ServiceDefaults.Tests.Messaging;

/// <summary>Hears everything of one message type on the wire, also what is repeated.</summary>
internal sealed class WireTap : IAsyncDisposable
{
    private readonly IConnection connection;

    private WireTap(IConnection connection) => this.connection = connection;

    public ConcurrentQueue<Guid> Ids { get; } = [];

    public static async Task<WireTap> OnAsync<TMessage>(Uri broker)
        where TMessage : class
    {
        var stop = TestContext.Current.CancellationToken;
        var exchange = MessageRoute.Of<TMessage>().Exchange;
        var tap = new WireTap(await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(stop));
        var channel = await tap.connection.CreateChannelAsync(cancellationToken: stop);
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, cancellationToken: stop);
        var queue = await channel.QueueDeclareAsync(cancellationToken: stop);
        await channel.QueueBindAsync(queue.QueueName, exchange, "", cancellationToken: stop);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivered) =>
        {
            tap.Ids.Enqueue(Guid.Parse(delivered.BasicProperties.MessageId!));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, stop);
        return tap;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
