using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Utanforskap.Testing;

/// <summary>A downstream system: reads the public events from AMQP with the read-only subscriber's account.</summary>
public sealed class Subscriber : IAsyncDisposable
{
    private readonly ConcurrentQueue<JsonElement> _events = new();
    private readonly ConcurrentDictionary<string, string?> _traceParents = new();
    private readonly SemaphoreSlim _came = new(0);
    private readonly IConnection _connection;

    private Subscriber(IConnection connection) => _connection = connection;

    public IReadOnlyCollection<JsonElement> Events => _events;

    /// <summary>The header <c>traceparent</c> with which the event of an id came; null if it had none.</summary>
    public string? TraceParentOf(string id) => _traceParents[id];

    public static async Task<Subscriber> ConnectAsync(string uri, string routingKey)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(uri) }.CreateConnectionAsync();
        var subscriber = new Subscriber(connection);
        var channel = await connection.CreateChannelAsync();
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, "utanforskap.events", routingKey);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            subscriber._traceParents[message.BasicProperties.MessageId!] =
                message.BasicProperties.Headers?.TryGetValue("traceparent", out var trace) == true ? Encoding.UTF8.GetString((byte[])trace!) : null;
            subscriber._events.Enqueue(JsonDocument.Parse(message.Body.ToArray()).RootElement);
            subscriber._came.Release();
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return subscriber;
    }

    /// <summary>Waits until what has come meets a condition; throws a TimeoutException that says what was waited for.</summary>
    public async Task UntilAsync(Func<IReadOnlyCollection<JsonElement>, bool> condition, TimeSpan limit, string waitedFor)
    {
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            while (!condition(Events))
            {
                await _came.WaitAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Waited {limit} for: {waitedFor}. {Events.Count} events came.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _came.Dispose();
    }
}
