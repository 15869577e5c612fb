using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>
/// Refuses a client's calls beyond the limit with 429, until the window that its first call opened is over. <c>/config</c> is free, as at SCB.
/// </summary>
internal sealed class RateLimit(RequestDelegate next, IOptions<SimulatorOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Window> _windows = new();
    private readonly int _calls = options.Value.MaxCallsPerTimeWindow;
    private readonly TimeSpan _length = TimeSpan.FromSeconds(options.Value.TimeWindow);
    private readonly PathString _root = options.Value.RoutePrefix;

    public Task Invoke(HttpContext context)
    {
        if (_calls == 0 || !context.Request.Path.StartsWithSegments(_root, out var rest) || rest.StartsWithSegments("/config"))
        {
            return next(context);
        }

        var now = time.GetTimestamp();
        var window = _windows.AddOrUpdate(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new Window(now, 1),
            (_, w) => time.GetElapsedTime(w.Opened, now) >= _length ? new Window(now, 1) : w with { Calls = w.Calls + 1 });
        var left = _length - time.GetElapsedTime(window.Opened, now);
        if (window.Calls <= _calls)
        {
            return next(context);
        }

        return Refuse(context.Response, left, string.Create(
            CultureInfo.InvariantCulture, $"API calls quota exceeded! maximum admitted {_calls} per {options.Value.TimeWindow}s."));
    }

    /// <summary>Answers 429 with the seconds to wait, whole and at least one.</summary>
    public static Task Refuse(HttpResponse response, TimeSpan wait, string reason)
    {
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        response.ContentType = "text/plain";
        response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return response.WriteAsync(reason);
    }

    private sealed record Window(long Opened, int Calls);
}
