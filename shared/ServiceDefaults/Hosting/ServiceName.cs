using Microsoft.Extensions.Hosting;

namespace Utanforskap.ServiceDefaults.Hosting;

/// <summary>The service's name, kept by AddServiceDefaults for the parts that are named after it.</summary>
internal static class ServiceName
{
    private static readonly object Key = typeof(ServiceName);

    public static void Set(IHostApplicationBuilder builder, string name) => builder.Properties[Key] = name;

    public static string Of(IHostApplicationBuilder builder) => builder.Properties.TryGetValue(Key, out var name)
        ? (string)name
        : throw new InvalidOperationException("The service has no name yet: call AddServiceDefaults first.");
}
