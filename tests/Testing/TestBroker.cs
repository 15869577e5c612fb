using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Utanforskap.Testing;

/// <summary>A virtual host of its own on the test broker; deleted, with all its queues and connections, when disposed.</summary>
public sealed class TestBroker : IAsyncDisposable
{
    private readonly HttpClient management;
    private readonly string name;

    private TestBroker(BrokerAddresses addresses, string name)
    {
        this.name = name;
        Uri = new UriBuilder(addresses.Amqp) { Path = name }.Uri;
        management = new HttpClient { BaseAddress = new UriBuilder(addresses.Management) { UserName = "", Password = "" }.Uri };
        var user = System.Uri.UnescapeDataString(addresses.Management.UserInfo);
        management.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
    }

    /// <summary><c>amqp://user:password@host:port/vhost</c></summary>
    public Uri Uri { get; }

    public static async Task<TestBroker> CreateAsync()
    {
        var addresses = await TestServers.BrokerAsync();
        var broker = new TestBroker(addresses, "utan-test-" + RandomNumberGenerator.GetHexString(12, lowercase: true));
        await broker.CreateVirtualHostAsync(addresses.Amqp.UserInfo.Split(':')[0]);
        return broker;
    }

    /// <summary>The names of the queues, with their properties as the management interface tells them.</summary>
    public async Task<IReadOnlyDictionary<string, JsonElement>> QueuesAsync()
    {
        var queues = await management.GetFromJsonAsync<JsonElement[]>($"api/queues/{name}") ?? [];
        return queues.ToDictionary(queue => queue.GetProperty("name").GetString()!, StringComparer.Ordinal);
    }

    /// <summary>How many messages lie in a queue; none while the broker, which counts every few seconds, has not counted yet.</summary>
    public async Task<int> MessagesAsync(string queue) =>
        (await QueuesAsync()).TryGetValue(queue, out var known) && known.TryGetProperty("messages", out var messages) ? messages.GetInt32() : 0;

    public async Task DeleteQueueAsync(string queue) =>
        (await management.DeleteAsync(new Uri($"api/queues/{name}/{queue}", UriKind.Relative))).EnsureSuccessStatusCode();

    /// <summary>Cuts every connection, as a restart of the broker would; returns how many there were.</summary>
    public async Task<int> CutConnectionsAsync()
    {
        var connections = await management.GetFromJsonAsync<JsonElement[]>($"api/vhosts/{name}/connections") ?? [];
        foreach (var connection in connections)
        {
            var id = System.Uri.EscapeDataString(connection.GetProperty("name").GetString()!);
            await management.DeleteAsync(new Uri($"api/connections/{id}", UriKind.Relative));
        }

        return connections.Length;
    }

    public async ValueTask DisposeAsync()
    {
        await management.DeleteAsync(new Uri($"api/vhosts/{name}", UriKind.Relative));
        management.Dispose();
    }

    private async Task CreateVirtualHostAsync(string user)
    {
        (await management.PutAsJsonAsync($"api/vhosts/{name}", new { })).EnsureSuccessStatusCode();
        var all = new { configure = ".*", write = ".*", read = ".*" };
        (await management.PutAsJsonAsync($"api/permissions/{name}/{user}", all)).EnsureSuccessStatusCode();
    }
}
