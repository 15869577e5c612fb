using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using Utanforskap.Contracts;
using Utanforskap.ServiceDefaults.Messaging.Receiving;

namespace Utanforskap.ServiceDefaults.Messaging.Broker;

/// <summary>
/// The service's connection to the broker: waits until the broker is there, declares the topology, then starts the bus. The bus is made by its factory and
/// not through AddMassTransit, which would bring a hosted service that starts it too early and a reporter of usage.
/// </summary>
internal sealed class ServiceBus : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly ConnectionFactory broker;
    private readonly MessageRoutes routes;
    private readonly TimeProvider time;
    private readonly ILogger<ServiceBus> logger;
    private readonly IBusControl bus;
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ServiceBus(
        IOptions<BrokerOptions> options,
        MessageRoutes routes,
        MessagingBuilder subscriptions,
        InboxStore store,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        broker = new ConnectionFactory { Uri = options.Value.Uri!, ClientProvidedName = subscriptions.Queue, AutomaticRecoveryEnabled = false };
        this.routes = routes;
        this.time = time;
        logger = loggers.CreateLogger<ServiceBus>();
        LogContext.ConfigureCurrentLogContext(loggers);
        bus = Bus.Factory.CreateUsingRabbitMq(configure =>
        {
            configure.Host(broker.HostName, (ushort)broker.Endpoint.Port, broker.VirtualHost, broker.ClientProvidedName, host =>
            {
                host.Username(broker.UserName);
                host.Password(broker.Password);
                if (broker.Ssl.Enabled)
                {
                    host.UseSsl(_ => { });
                }
            });
            configure.ConfigureJsonSerializerOptions(json =>
            {
                WireJson.Apply(json);
                return json;
            });
            configure.UseRawJsonDeserializer(RawSerializerOptions.AddTransportHeaders, isDefault: true);
            if (subscriptions.All.Count > 0)
            {
                configure.ReceiveEndpoint(subscriptions.Queue, endpoint => Receive(endpoint, Topology.QueueArguments(subscriptions.Queue), subscriptions, store));
                configure.ReceiveEndpoint(
                    Topology.DeadLetters(subscriptions.Queue), endpoint => Receive(endpoint, Topology.DeadQueueArguments, subscriptions, store));
            }
        });
    }

    /// <summary>Done once the topology stands and the bus runs.</summary>
    public Task Started => started.Task;

    public bool IsConnected => started.Task.IsCompletedSuccessfully && bus.CheckHealth().Status == BusHealthStatus.Healthy;

    /// <summary>Declares the topology again, as after a queue or binding was deleted by hand.</summary>
    public Task DeclareAsync(CancellationToken cancellationToken) => Topology.DeclareAsync(broker, routes, cancellationToken);

    /// <summary>A connection to send on; the topology is declared anew, in case that its absence was what broke the last one.</summary>
    public async Task<WirePublisher> OpenPublisherAsync(CancellationToken cancellationToken)
    {
        await DeclareAsync(cancellationToken);
        return await WirePublisher.OpenAsync(broker, cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (started.Task.IsCompletedSuccessfully)
        {
            await bus.StopAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DeclareAsync(stoppingToken);
                await bus.StartAsync(stoppingToken);
                started.SetResult();
                return;
            }
#pragma warning disable CA1031 // the broker may be away for any reason, and comes back
            catch (Exception error)
#pragma warning restore CA1031
            {
                logger.LogWarning("Waits for the broker at {Host}:{Port}: {Reason}", broker.HostName, broker.Endpoint.Port, error.Message);
                await Task.Delay(Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // The queue is declared with the very arguments of the topology; its bindings are the topology's alone.
    private static void Receive(
        IRabbitMqReceiveEndpointConfigurator endpoint, IReadOnlyDictionary<string, object?> arguments, MessagingBuilder subscriptions, InboxStore store)
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.Durable = true;
        endpoint.PrefetchCount = 32;
        endpoint.PublishFaults = false;
        var unreadable = new Unreadable(store);
        endpoint.ConfigureError(pipe => pipe.UseFilter(unreadable));
        endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(unreadable));
        foreach (var (name, value) in arguments)
        {
            endpoint.SetQueueArgument(name, value!);
        }

        foreach (var subscription in subscriptions.All)
        {
            subscription.ConnectTo(endpoint, store);
        }
    }
}
