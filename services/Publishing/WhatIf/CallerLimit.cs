using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Door;

namespace Utanforskap.Publishing.WhatIf;

/// <summary>Bounds what a caller's questions cost: so many in a minute, so many at a time, and so many of all callers.</summary>
internal sealed class CallerLimit(IOptions<WhatIfOptions> options) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    // The last is asked last, so that what is refused for one's own haste takes nobody's place.
    private readonly PartitionedRateLimiter<HttpContext> limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetConcurrencyLimiter(
            Caller(http), _ => new ConcurrencyLimiterOptions { PermitLimit = options.Value.AtOnce, QueueLimit = 0 })),
        PartitionedRateLimiter.Create<HttpContext, string>(_ => RateLimitPartition.GetConcurrencyLimiter(
            "", _ => new ConcurrencyLimiterOptions { PermitLimit = options.Value.AtOnceInAll, QueueLimit = 0 })),
        PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetTokenBucketLimiter(
            Caller(http),
            _ => new TokenBucketRateLimiterOptions { TokenLimit = options.Value.PerMinute, TokensPerPeriod = options.Value.PerMinute, ReplenishmentPeriod = Window, QueueLimit = 0 })));

    /// <summary>A place, until it is disposed; a problem with <c>Retry-After</c> if there is none.</summary>
    public RateLimitLease Take(HttpContext http)
    {
        var lease = limiter.AttemptAcquire(http);
        if (lease.IsAcquired)
        {
            return lease;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : Soon;
        lease.Dispose();
        http.Response.Headers.RetryAfter = $"{(int)Math.Ceiling(wait.TotalSeconds)}";
        throw RequestProblem.Of(
            StatusCodes.Status429TooManyRequests,
            "Wait.",
            $"A caller may ask what-if {options.Value.PerMinute} times in a minute, {options.Value.AtOnce} at a time, and all together {options.Value.AtOnceInAll} at a time.");
    }

    public void Dispose() => limiter.Dispose();

    private static string Caller(HttpContext http) => http.Actor() is { } actor ? $"key {actor.Name}" : $"address {http.Connection.RemoteIpAddress}";
}
