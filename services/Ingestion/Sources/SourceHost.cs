using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Sources;

/// <summary>
/// The manners towards one host, shared by all that call it: as many calls as it allows, retries with backoff and jitter, its Retry-After,
/// a circuit breaker while it is down, and an end to every operation.
/// </summary>
internal sealed class SourceHost
{
    private readonly string _host;
    private readonly SourceOptions _options;
    private readonly ResiliencePipeline _operation;
    private readonly ResiliencePipeline _retry;
    private readonly ResiliencePipeline _attempt;

    public SourceHost(string host, SourceOptions options, TimeProvider time)
    {
        _host = host;
        _options = options;
        Limiter = new CallLimiter(time);
        _operation = new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(options.Budget).Build();

        var retry = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.Attempts > 1)
        {
            retry.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.Attempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.FirstDelay,
                MaxDelay = options.LongestDelay,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is { } e && MayPass(e) && !(Asked(e) > options.LongestDelay)),
                DelayGenerator = args => ValueTask.FromResult(Asked(args.Outcome.Exception)),
            });
        }

        _retry = retry.Build();
        _attempt = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = options.BreakAfter,
                SamplingDuration = TimeSpan.FromMinutes(1),
                BreakDuration = options.BreakFor,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } e && IsDown(e)),
            })
            .AddTimeout(options.AttemptTimeout)
            .Build();
    }

    /// <summary>How many calls it allows.</summary>
    public CallLimiter Limiter { get; }

    /// <summary>Runs an operation of several calls within the total budget.</summary>
    /// <exception cref="SourceUnavailableException">The budget is used up.</exception>
    public async Task<T> OperateAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken stop)
    {
        try
        {
            return await _operation.ExecuteAsync(async token => await operation(token), stop);
        }
        catch (TimeoutRejectedException e)
        {
            throw new SourceUnavailableException($"{_host} did not answer in full within {_options.Budget}; it is tried again at the next watch.", null, e);
        }
    }

    /// <summary>Runs one call, again if that may help. The call tells its place when its answer begins.</summary>
    /// <exception cref="SourceUnavailableException">No attempt succeeded.</exception>
    public async Task<T> CallAsync<T>(Func<CallLimiter.Place, CancellationToken, Task<T>> call, CancellationToken stop)
    {
        try
        {
            return await _retry.ExecuteAsync(
                async token =>
                {
                    using var place = await Limiter.EnterAsync(token);
                    return await _attempt.ExecuteAsync(async inner => await call(place, inner), token);
                },
                stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested && MayPass(e) && e is not SourceFormatException)
        {
            throw new SourceUnavailableException($"{_host} cannot be read just now: {Reason(e)}. It is tried again at the next watch.", Asked(e), e);
        }
    }

    /// <summary>Whether another attempt may turn out better. A body that stops short is a cut connection in disguise.</summary>
    private static bool MayPass(Exception e) =>
        IsDown(e) || e is TransientAnswerException or BrokenCircuitException or SourceFormatException { InnerException: EndOfStreamException };

    /// <summary>Whether the host itself is in trouble, as opposed to asking us to slow down.</summary>
    private static bool IsDown(Exception e) =>
        e is HttpRequestException or TimeoutRejectedException or TransientAnswerException { Status: not System.Net.HttpStatusCode.TooManyRequests }
        || (e is IOException and not FileNotFoundException and not DirectoryNotFoundException);

    private static TimeSpan? Asked(Exception? e) => e switch
    {
        TransientAnswerException answer => answer.RetryAfter,
        BrokenCircuitException broken => broken.RetryAfter,
        _ => null,
    };

    private static string Reason(Exception e) => e switch
    {
        TimeoutRejectedException => "it does not answer in time",
        BrokenCircuitException => "it failed again and again and is left alone for a moment",
        TransientAnswerException => e.Message,
        _ => e.InnerException is { } inner ? $"{e.Message} ({inner.Message})" : e.Message,
    };
}
