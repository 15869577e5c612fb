using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Utanforskap.ServiceDefaults.Hosting;

/// <summary>The system's own spans and measures.</summary>
public static class Telemetry
{
    public const string Name = "Utanforskap";

    public static ActivitySource Source { get; } = new(Name);

    public static Meter Meter { get; } = new(Name);
}
