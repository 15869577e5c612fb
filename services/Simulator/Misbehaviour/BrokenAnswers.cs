using Microsoft.Extensions.Options;
using Utanforskap.Simulator.PxWebApi;

namespace Utanforskap.Simulator.Misbehaviour;

/// <summary>Spoils answers of the API on request: refuses, delays, truncates, cuts.</summary>
internal sealed class BrokenAnswers(RequestDelegate next, Faults faults, IOptions<SimulatorOptions> options, TimeProvider time)
{
    private readonly PathString _root = options.Value.RoutePrefix;

    public async Task Invoke(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(_root, out var rest) || faults.Take(TableIn(rest)) is not { } fault)
        {
            await next(context);
            return;
        }

        switch (fault.Kind)
        {
            case FaultKind.TooManyRequests:
                await RateLimit.Refuse(context.Response, TimeSpan.FromSeconds(fault.Seconds), "API calls quota exceeded!");
                break;
            case FaultKind.Unavailable:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                await context.Response.WriteAsync("Service Unavailable");
                break;
            case FaultKind.Slow:
                await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), time, context.RequestAborted);
                await next(context);
                break;
            default:
                await AnswerHalf(context, cut: fault.Kind == FaultKind.Cut);
                break;
        }
    }

    private async Task AnswerHalf(HttpContext context, bool cut)
    {
        var body = context.Response.Body;
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        await next(context);
        context.Response.Body = body;
        if (cut)
        {
            context.Response.ContentLength = whole.Length;
        }

        await body.WriteAsync(whole.GetBuffer().AsMemory(0, (int)(whole.Length / 2)), context.RequestAborted);
        await body.FlushAsync(context.RequestAborted);
        if (cut)
        {
            context.Abort();
        }
    }

    private static string? TableIn(PathString rest)
    {
        var parts = rest.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && parts[0].Equals("tables", StringComparison.OrdinalIgnoreCase) ? parts[1] : null;
    }
}
