using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Utanforskap.Publishing.Amqp;
using Utanforskap.Publishing.Tests.Rig;
using Utanforskap.Testing;

namespace Utanforskap.Publishing.Tests;

/// <summary>The feed on a real broker.</summary>
[Trait("Category", "Slow")]
public sealed class SendingToTheBrokerTests
{
    private const string Exchange = "utanforskap.events";

    [Fact]
    public async Task The_feed_is_sent_in_order_as_structured_CloudEvents()
    {
        await using var broker = await TestBroker.CreateAsync();
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream, Sending(broker));
        await using var subscriber = await Subscriber.BindAsync(broker, "#");
        await host.StartAsync();

        await IngestAsync(host, 1, 20);

        await subscriber.UntilAsync(20);
        subscriber.Received.Select(m => m.Sequence).ShouldBe(Enumerable.Range(1, 20).Select(n => (long)n), "positions come in order");
        var first = subscriber.Received.First();
        first.RoutingKey.ShouldBe("release.ingested.area-type");
        first.ContentType.ShouldBe("application/cloudevents+json");
        first.Event.GetProperty("specversion").GetString().ShouldBe("1.0");
        first.Event.GetProperty("id").GetString().ShouldBe(first.MessageId, "the message and the event have one id");
        var documents = await host.ReadAsync(db => db.FeedEvents.OrderBy(e => e.Position).Select(e => e.Document).ToListAsync());
        subscriber.Received.Select(m => m.Body).ShouldBe(documents, "the wire carries what the feed holds, byte for byte");
    }

    [Fact]
    public async Task Nothing_is_missed_when_connections_are_cut_while_it_sends()
    {
        await using var broker = await TestBroker.CreateAsync();
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream, [.. Sending(broker), ("Amqp:Batch", "3")]);
        await Subscriber.DeclareAsync(broker, "kept", "#");
        await host.StartAsync();

        for (var round = 0; round < 4; round++)
        {
            await IngestAsync(host, (round * 10) + 1, 10);
            await broker.CutConnectionsAsync();
        }

        await using var subscriber = await Subscriber.ReadAsync(broker, "kept");
        await subscriber.UntilAsync(40);
        subscriber.Received.Select(m => m.Sequence).Distinct().Order().ShouldBe(
            Enumerable.Range(1, 40).Select(n => (long)n), "every event arrives at least once, whatever is cut");
    }

    [Fact]
    public async Task What_was_sent_but_not_noted_before_a_crash_is_sent_again_under_the_same_id()
    {
        await using var broker = await TestBroker.CreateAsync();
        await using var upstream = await Upstream.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        await Subscriber.DeclareAsync(broker, "kept", "#");
        var first = await PublishingHost.CreateAsync(upstream, database, Sending(broker));
        await first.StartAsync();
        await IngestAsync(first, 1, 5);
        await Eventually.TrueAsync(async () => await PositionAsync(first) == 5, "the five events are sent");
        await first.CrashAsync();

        // The crash came between the broker's confirm and the cursor's move, and the lease of the dead runs out.
        await using var second = await PublishingHost.CreateAsync(upstream, database, Sending(broker));
        await second.ReadAsync(db => db.ChannelCursors.ExecuteUpdateAsync(set => set.SetProperty(c => c.Position, 2)));
        second.Time.Move(ChannelLease.Length + TimeSpan.FromSeconds(1));
        await second.StartAsync();

        await using var subscriber = await Subscriber.ReadAsync(broker, "kept");
        await subscriber.UntilAsync(8);
        subscriber.Received.Select(m => m.Sequence).ShouldBe([1, 2, 3, 4, 5, 3, 4, 5], "the wire may repeat an event, it never leaves one out");
        subscriber.Received.Select(m => m.MessageId).Distinct().Count().ShouldBe(5, "a repeated event has the same id");
    }

    [Fact]
    public async Task Of_two_instances_one_sends_and_the_other_takes_over_when_it_stops()
    {
        await using var broker = await TestBroker.CreateAsync();
        await using var upstream = await Upstream.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        await using var subscriber = await Subscriber.BindAsync(broker, "#");
        await using var second = await PublishingHost.CreateAsync(upstream, database, Sending(broker));
        await using (var first = await PublishingHost.CreateAsync(upstream, database, Sending(broker)))
        {
            await first.StartAsync();
            await IngestAsync(first, 1, 1);
            await subscriber.UntilAsync(1);
            await second.StartAsync();
            await IngestAsync(second, 2, 19);
            await subscriber.UntilAsync(20);
        }

        await IngestAsync(second, 21, 5);

        await subscriber.UntilAsync(25);
        subscriber.Received.Select(m => m.Sequence).ShouldBe(
            Enumerable.Range(1, 25).Select(n => (long)n), "no event is sent twice while nothing fails, and none waits for a stopped instance");
    }

    private static (string, string)[] Sending(TestBroker broker) =>
        [("Amqp:Enabled", "true"), ("Broker:Uri", broker.Uri.ToString()), ("Amqp:RetrySeconds", "0.3")];

    private static async Task IngestAsync(PublishingHost host, int first, int count)
    {
        for (var release = first; release < first + count; release++)
        {
            await host.EndAsync(Made.Classified(release));
        }
    }

    private static Task<long> PositionAsync(PublishingHost host) =>
        host.ReadAsync(db => db.ChannelCursors.Where(c => c.Name == ChannelCursor.Amqp).Select(c => c.Position).SingleAsync());

    private sealed record Message(string RoutingKey, string? MessageId, string? ContentType, long Sequence, string Body)
    {
        public JsonElement Event => JsonDocument.Parse(Body).RootElement;
    }

    private sealed class Subscriber(IConnection connection, IChannel channel) : IAsyncDisposable
    {
        public ConcurrentQueue<Message> Received { get; } = new();

        /// <summary>Binds a queue of its own.</summary>
        public static async Task<Subscriber> BindAsync(TestBroker broker, string key)
        {
            await DeclareAsync(broker, "bound", key);
            return await ReadAsync(broker, "bound");
        }

        /// <summary>A durable queue that keeps what comes.</summary>
        public static async Task DeclareAsync(TestBroker broker, string queue, string key)
        {
            await using var connection = await new ConnectionFactory { Uri = broker.Uri }.CreateConnectionAsync();
            await using var channel = await connection.CreateChannelAsync();
            await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true);
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync(queue, Exchange, key);
        }

        public static async Task<Subscriber> ReadAsync(TestBroker broker, string queue)
        {
            var connection = await new ConnectionFactory { Uri = broker.Uri }.CreateConnectionAsync();
            var channel = await connection.CreateChannelAsync();
            var subscriber = new Subscriber(connection, channel);
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += (_, e) =>
            {
                var body = System.Text.Encoding.UTF8.GetString(e.Body.Span);
                subscriber.Received.Enqueue(new Message(
                    e.RoutingKey, e.BasicProperties.MessageId, e.BasicProperties.ContentType, (long)e.BasicProperties.Headers!["sequence"]!, body));
                return Task.CompletedTask;
            };
            await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
            return subscriber;
        }

        public Task UntilAsync(int count) => Eventually.TrueAsync(
            () => Task.FromResult(Received.Select(m => m.Sequence).Count() >= count), $"{count} messages arrive");

        public async ValueTask DisposeAsync()
        {
            await channel.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
