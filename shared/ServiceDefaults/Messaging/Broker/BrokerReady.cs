using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Utanforskap.ServiceDefaults.Messaging.Broker;

/// <summary>Ready once the topology stands and the bus is connected.</summary>
internal sealed class BrokerReady(ServiceBus bus) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(bus.IsConnected ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The broker is not connected."));
}
