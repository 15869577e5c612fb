using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Utanforskap.Publishing.Amqp;

/// <summary>
/// A channel to the broker on which many messages are under way at once, in order, and confirmed. The client's own tracking would make each publish
/// wait for its confirm; here only the last of a batch is waited for.
/// </summary>
internal sealed class ConfirmedChannel : IAsyncDisposable
{
    private static readonly CreateChannelOptions Confirms = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false);

    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly Lock guard = new();
    private readonly SortedSet<ulong> open = [];
    private TaskCompletionSource allConfirmed = Completed();
    private Exception? broken;

    private ConfirmedChannel(IConnection connection, IChannel channel)
    {
        (this.connection, this.channel) = (connection, channel);
        channel.BasicAcksAsync += (_, e) => Confirmed(e.DeliveryTag, e.Multiple);
        channel.BasicNacksAsync += (_, e) => Failed(new IOException($"The broker refused message {e.DeliveryTag}."));
        channel.ChannelShutdownAsync += (_, e) => Failed(new AlreadyClosedException(e));
    }

    /// <summary>Connects and declares the durable topic exchange.</summary>
    public static async Task<ConfirmedChannel> OpenAsync(Uri broker, string exchange, CancellationToken cancellationToken)
    {
        // It reconnects by being opened anew: recovery behind one's back would lose count of the confirms.
        var factory = new ConnectionFactory
        {
            Uri = broker,
            AutomaticRecoveryEnabled = false,
            ClientProvidedName = "utanforskap publishing",
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
        };
        var connection = await factory.CreateConnectionAsync(cancellationToken);
        try
        {
            var channel = await connection.CreateChannelAsync(Confirms, cancellationToken);
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken);
            return new ConfirmedChannel(connection, channel);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether anything can still be sent.</summary>
    public bool IsOpen => channel.IsOpen;

    /// <summary>Sends a message without waiting for its confirm. Not to be called at the same time from two places.</summary>
    public async Task SendAsync(
        string exchange, string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var number = await channel.GetNextPublishSequenceNumberAsync(cancellationToken);
        lock (guard)
        {
            if (broken is not null)
            {
                throw broken;
            }

            if (open.Count == 0)
            {
                allConfirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            open.Add(number);
        }

        await channel.BasicPublishAsync(exchange, routingKey, mandatory: false, properties, body, cancellationToken);
    }

    /// <summary>Waits until the broker has taken responsibility for everything that was sent.</summary>
    public Task AllConfirmedAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        lock (guard)
        {
            return allConfirmed.Task.WaitAsync(atMost, time, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    private Task Confirmed(ulong tag, bool multiple)
    {
        lock (guard)
        {
            if (multiple)
            {
                open.RemoveWhere(number => number <= tag);
            }
            else
            {
                open.Remove(tag);
            }

            if (open.Count == 0)
            {
                allConfirmed.TrySetResult();
            }
        }

        return Task.CompletedTask;
    }

    private Task Failed(Exception error)
    {
        lock (guard)
        {
            broken ??= error;
            allConfirmed.TrySetException(error);
        }

        return Task.CompletedTask;
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }
}
