using Microsoft.Extensions.Options;
using Utanforskap.Simulator.Boundaries;
using Utanforskap.Simulator.Control;
using Utanforskap.Simulator.Misbehaviour;
using Utanforskap.Simulator.PxWebApi;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.Hosting;

/// <summary>Puts the simulator together.</summary>
internal static class Setup
{
    /// <summary>Registers its parts. The source is opened when the application starts, so that a wrong one stops it there.</summary>
    public static void AddSimulator(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddOptions<SimulatorOptions>()
            .Bind(builder.Configuration.GetSection(SimulatorOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddCors(cors => cors.AddPolicy(
            PxWebApi.Endpoints.OpenToBrowsers, policy => policy.AllowAnyOrigin().AllowAnyHeader().AllowAnyMethod()));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services =>
        {
            var options = services.GetRequiredService<IOptions<SimulatorOptions>>().Value;
            return new Published(Sources.Open(options), options.State);
        });
        builder.Services.AddSingleton<Faults>();
        builder.Services.AddSingleton<Catalogue>();
        builder.Services.AddHostedService<ReleaseClock>();
    }

    /// <summary>Maps its addresses.</summary>
    public static void MapSimulator(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<SimulatorOptions>>().Value;
        _ = app.Services.GetRequiredService<Published>();
        app.UseMiddleware<BrokenAnswers>();
        app.UseMiddleware<RateLimit>();
        app.UseRouting();
        app.UseCors();
        app.MapPxWebApi(options);
        app.MapControl();
        app.MapWfs();
    }
}
