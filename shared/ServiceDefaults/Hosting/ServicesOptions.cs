namespace Utanforskap.ServiceDefaults.Hosting;

/// <summary>Settings <c>Services:…</c>: how the services find and trust each other.</summary>
public sealed class ServicesOptions
{
    public const string Section = "Services";

    /// <summary>The key that services show each other (<c>Authorization: Bearer KEY</c>).</summary>
    public string Credential { get; set; } = "";
}

/// <summary>Where the services listen unless told otherwise (the blueprint's ports, loopback only).</summary>
internal static class DefaultAddress
{
    private static readonly Dictionary<string, int> Ports = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Publishing"] = 8080,
        ["Ingestion"] = 8081,
        ["Indicators"] = 8082,
        ["Classification"] = 8083,
        ["Simulator"] = 8090,
    };

    public static string? Of(string service) => Ports.TryGetValue(service, out var port) ? $"http://127.0.0.1:{port}" : null;
}
