using System.Diagnostics;
using System.Text;
using MassTransit;
using RabbitMQ.Client;

namespace Utanforskap.ServiceDefaults.Messaging.Broker;

/// <summary>
/// A connection on which stored messages go out as they are stored: the JSON is the body, and headers tell the receiving MassTransit its type and its trace.
/// Many are under way at once; each is done when the broker has confirmed it. It does not mend itself: one that was lost is opened anew.
/// </summary>
internal sealed class WirePublisher : IAsyncDisposable
{
    private static readonly CreateChannelOptions Confirms = new(
        publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null);

    private readonly IConnection connection;
    private readonly IChannel channel;

    private WirePublisher(IConnection connection, IChannel channel) => (this.connection, this.channel) = (connection, channel);

    public bool IsOpen => channel.IsOpen;

    public static async Task<WirePublisher> OpenAsync(ConnectionFactory broker, CancellationToken cancellationToken)
    {
        var connection = await broker.CreateConnectionAsync(cancellationToken);
        try
        {
            return new(connection, await connection.CreateChannelAsync(Confirms, cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes a message; returns when the broker has confirmed it, and throws if it was lost or no queue took it.</summary>
    public Task PublishAsync(StoredMessage message, MessageRoute route, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, object?> { [MessageHeaders.MessageType] = MessageUrn.ForTypeString(route.Type) };
        if ((Activity.Current?.Id ?? message.Trace) is { } trace)
        {
            headers["traceparent"] = trace;
            headers["MT-Activity-Id"] = trace;
        }

        var properties = new BasicProperties
        {
            ContentType = "application/json",
            DeliveryMode = DeliveryModes.Persistent,
            MessageId = message.Id.ToString(),
            Headers = headers,
        };
        return channel.BasicPublishAsync(
            route.Exchange, "", mandatory: true, properties, Encoding.UTF8.GetBytes(message.Body), cancellationToken).AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }
}
