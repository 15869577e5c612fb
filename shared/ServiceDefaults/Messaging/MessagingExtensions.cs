using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging.Broker;
using Utanforskap.ServiceDefaults.Messaging.DeadLetters;
using Utanforskap.ServiceDefaults.Messaging.Receiving;
using Utanforskap.ServiceDefaults.Messaging.Sending;

namespace Utanforskap.ServiceDefaults.Messaging;

public static class MessagingExtensions
{
    /// <summary>
    /// Outbox, inbox, broker topology and bus for a service whose database is <typeparamref name="TContext"/>. Call after AddServiceDefaults, which names the
    /// service, and beside AddDatabase.
    /// </summary>
    public static IHostApplicationBuilder AddMessaging<TContext>(this IHostApplicationBuilder builder, Action<MessagingBuilder> configure)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(configure);
        var services = builder.Services;
        var subscriptions = new MessagingBuilder(services, ServiceName.Of(builder).ToLowerInvariant());
        configure(subscriptions);
        services.AddOptions<MessagingOptions>().BindConfiguration(MessagingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BrokerOptions>().BindConfiguration(BrokerOptions.Section)
            .Validate(options => options.Uri is { Scheme: "amqp" or "amqps" }, "The setting Broker:Uri is missing: amqp://user:password@host:port/vhost.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(subscriptions);
        services.AddSingleton(subscriptions.Routes);
        services.AddSingleton<Wakes>();
        services.AddSingleton<IInterceptor, OutboxInterceptor>();
        services.AddSingleton<IMessagingDatabase, MessagingDatabase<TContext>>();
        services.AddSingleton<InboxStore>();
        services.AddScoped<IOutbox>(scope => ActivatorUtilities.CreateInstance<Outbox>(scope, scope.GetRequiredService<TContext>()));
        services.AddSingleton<DeadLetterBox>();
        services.AddSingleton<ServiceBus>();
        services.AddHostedService(provider => provider.GetRequiredService<ServiceBus>());
        services.AddHostedService<OutboxDispatcher>();
        services.AddHostedService<InboxWorker>();
        services.AddHostedService<MessageKeeper>();
        services.AddHealthChecks().AddCheck<BrokerReady>("broker", tags: [Health.Ready]);
        return builder;
    }
}
