using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Utanforskap.Console.Processes;
using Utanforskap.Console.Servers;

namespace Utanforskap.Console.Tests;

/// <summary>Real servers, started and ended.</summary>
[Trait("Category", "Slow")]
public sealed class PrivateServersTests
{
    [Fact]
    public async Task They_answer_while_they_are_held_and_are_gone_afterwards()
    {
        if (!PrivateServers.AreInstalled)
        {
            Assert.Skip("PostgreSQL and RabbitMQ are not installed here; ./utan test installs them.");
        }

        var token = TestContext.Current.CancellationToken;
        string postgres;
        Uri amqp;
        await using (var servers = await PrivateServers.StartAsync(_ => { }, token))
        {
            (postgres, amqp) = (servers.Postgres, new Uri(servers.Amqp));
            await using var connection = new NpgsqlConnection(postgres + ";Database=postgres;Pooling=false");
            await connection.OpenAsync(token);
            await using var broker = await new ConnectionFactory { Uri = amqp }.CreateConnectionAsync(token);
            broker.IsOpen.ShouldBeTrue();
        }

        Ports.IsFree(amqp.Port).ShouldBeTrue("The broker's port is free again.");
        Ports.IsFree(new NpgsqlConnectionStringBuilder(postgres).Port).ShouldBeTrue("The database's port is free again.");
    }

    [Fact]
    public async Task The_subscriber_may_read_the_public_events_and_nothing_else()
    {
        if (!RabbitServer.IsInstalled)
        {
            Assert.Skip("RabbitMQ is not installed here; ./utan test installs it.");
        }

        var token = TestContext.Current.CancellationToken;
        using var temporary = new TemporaryState();
        var state = temporary.Folder.Create();
        var ports = Ports.FindFree(4);
        var rabbit = new RabbitServer(state, state.In("rabbitmq"), new RabbitPorts(ports[0], ports[1], ports[2], ports[3]));
        await PrivateServers.StartAsync(state, rabbit, token);
        try
        {
            await using var services = await new ConnectionFactory { Uri = new Uri(rabbit.ServicesUri) }.CreateConnectionAsync(token);
            await using var owner = await services.CreateChannelAsync(cancellationToken: token);
            await owner.ExchangeDeclareAsync("utanforskap.events", ExchangeType.Topic, durable: true, cancellationToken: token);
            await owner.QueueDeclareAsync("ingestion", durable: true, exclusive: false, autoDelete: false, cancellationToken: token);

            await using var connection = await new ConnectionFactory { Uri = new Uri(rabbit.SubscriberUri) }.CreateConnectionAsync(token);
            await using var reader = await connection.CreateChannelAsync(cancellationToken: token);
            var queue = await reader.QueueDeclareAsync(cancellationToken: token);
            await reader.QueueBindAsync(queue.QueueName, "utanforskap.events", "classification.#", cancellationToken: token);
            await owner.BasicPublishAsync("utanforskap.events", "classification.changed", "hello"u8.ToArray(), token);
            var came = await Waiting.UntilAsync(async () => await reader.BasicGetAsync(queue.QueueName, autoAck: true, token) is not null, TimeSpan.FromSeconds(20), token);
            came.ShouldBeTrue("The event reaches the subscriber's own queue.");

            await Refused(connection, channel => channel.BasicPublishAsync("utanforskap.events", "classification.changed", mandatory: true, body: "forged"u8.ToArray(), cancellationToken: token).AsTask());
            await Refused(connection, channel => channel.BasicGetAsync("ingestion", autoAck: true, token));
            await Refused(connection, channel => channel.QueueDeclareAsync("publishing", durable: true, exclusive: false, autoDelete: false, cancellationToken: token));
        }
        finally
        {
            await Shutdown.StopAsync(state, PrivateServers.StopOrder);
        }

        ports.ShouldAllBe(port => Ports.IsFree(port), "Neither broker nor name server is left.");
    }

    private static async Task Refused(IConnection connection, Func<IChannel, Task> act)
    {
        var confirms = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        var channel = await connection.CreateChannelAsync(confirms, TestContext.Current.CancellationToken);
        var refusal = await Should.ThrowAsync<Exception>(() => act(channel));
        (refusal as OperationInterruptedException ?? refusal.InnerException as OperationInterruptedException)
            .ShouldNotBeNull($"The broker closes the channel, instead came: {refusal}")
            .ShutdownReason!.ReplyCode.ShouldBe((ushort)403, "ACCESS_REFUSED");
    }
}
