using System.IO.Pipelines;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>A json answer that is written straight into the connection's pipe.</summary>
internal sealed class Streamed(Func<PipeWriter, CancellationToken, Task> write) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        return write(httpContext.Response.BodyWriter, httpContext.RequestAborted);
    }
}
