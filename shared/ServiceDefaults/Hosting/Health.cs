using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Utanforskap.Contracts;

namespace Utanforskap.ServiceDefaults.Hosting;

/// <summary>Live: the process answers. Ready: what it needs (checks tagged <see cref="Ready"/>) is there too.</summary>
internal static class Health
{
    public const string Ready = "ready";

    public const string Path = "/health";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapHealthChecks($"{Path}/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        app.MapHealthChecks($"{Path}/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            report.Status,
            Checks = report.Entries.ToDictionary(entry => entry.Key, entry => new { entry.Value.Status, entry.Value.Description }),
        },
        WireJson.Options);
}
