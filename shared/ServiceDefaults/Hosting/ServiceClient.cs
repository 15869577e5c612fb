using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Utanforskap.ServiceDefaults.Hosting;

/// <summary>
/// How one service calls another: with the credential, and again after a fault where the call only reads (GET, HEAD, and POST to a path that ends with
/// <c>/read</c>). Acts and deliveries are sent once.
/// </summary>
internal sealed class ServiceClient(ResiliencePipeline<HttpResponseMessage> pipeline, string credential) : DelegatingHandler
{
    public static void Configure(IServiceProvider services, string name, HttpClient client)
    {
        var address = services.GetRequiredService<IConfiguration>()[$"{ServicesOptions.Section}:{name}"] ?? DefaultAddress.Of(name)
            ?? throw new OptionsValidationException(name, typeof(ServicesOptions), [$"The setting Services:{name} is missing: the service's address."]);
        client.BaseAddress = new Uri(address.EndsWith('/') ? address : address + "/");

        // A delivery may stream for as long as it needs; reads have their own limits below.
        client.Timeout = Timeout.InfiniteTimeSpan;
    }

    public static ServiceClient Create(IServiceProvider services) =>
        new(Pipeline(services.GetRequiredService<TimeProvider>()), services.GetRequiredService<IOptions<ServicesOptions>>().Value.Credential);

    public static ResiliencePipeline<HttpResponseMessage> Pipeline(TimeProvider time) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddTimeout(TimeSpan.FromSeconds(60))
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = attempt => ValueTask.FromResult(IsTransient(attempt.Outcome)),
                MaxRetryAttempts = 5,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = TimeSpan.FromSeconds(5),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .AddTimeout(TimeSpan.FromSeconds(20))
            .Build();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization ??= new AuthenticationHeaderValue("Bearer", credential);
        return OnlyReads(request)
            ? await pipeline.ExecuteAsync(async token => await base.SendAsync(request, token), cancellationToken)
            : await base.SendAsync(request, cancellationToken);
    }

    private static bool OnlyReads(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Head ||
        (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/read", StringComparison.Ordinal));

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        { Result.StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway } => true,
        { Result.StatusCode: HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => true,
        _ => false,
    };
}
