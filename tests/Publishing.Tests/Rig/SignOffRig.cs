using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Messages;
using Utanforskap.Publishing.Feed;

namespace Utanforskap.Publishing.Tests.Rig;

/// <summary>Publishing with rules of sign-off, an approver, and one method on one division.</summary>
internal sealed class SignOffRig : IAsyncDisposable
{
    public const string Method = "sei";
    public const string Division = "RegSO2020";

    private const string Approver = "an approver's long random key";
    private const string Deliverer = "a deliverer's long random key";

    private readonly string keys;

    private SignOffRig(Upstream upstream, PublishingHost host, string keys)
    {
        (Upstream, Host, this.keys) = (upstream, host, keys);
        Client = host.Client();
    }

    public Upstream Upstream { get; }

    public PublishingHost Host { get; }

    public HttpClient Client { get; }

    public static async Task<SignOffRig> StartAsync(Action<Upstream>? routes, params (string Key, string Value)[] settings)
    {
        var keys = Path.Combine(Path.GetTempPath(), $"utan-keys-{RandomNumberGenerator.GetHexString(12)}");
        await File.WriteAllTextAsync(keys, $"anna:approver:{Hash(Approver)}\nbra:deliverer:{Hash(Deliverer)}\n");
        var upstream = await Upstream.StartAsync(routes);
        upstream.Methods.Add(Made.Method(Method));
        var host = await PublishingHost.CreateAsync(upstream, [("Door:KeysFile", keys), ("SignOff:Poll", "00:00:00.100"), .. settings]);
        await host.StartAsync();
        return new SignOffRig(upstream, host, keys);
    }

    public static Task<SignOffRig> StartAsync(params (string Key, string Value)[] settings) => StartAsync(null, settings);

    /// <summary>From this release on Classification says so; the release is handled to its end.</summary>
    public Task ReleaseAsync(long release, string period, params int?[] classes)
    {
        Upstream.Result(release, Made.Column(Method, Division, period, classes));
        return Host.EndAsync(Made.Classified(release, (Method, Division, period)));
    }

    public Task WarnedAsync(long release) => Host.HandleAsync<ReleaseIngested, Runs.ReleaseIngestedHandler>(
        Made.Ingested(release) with { Warnings = [new RefusalReason("implausible", "0114R001 2022", "The figure doubled.")] });

    public async Task<JsonElement> CandidateAsync() =>
        (await GetAsync("candidates?state=held,approved")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem();

    public async Task<JsonElement> GetAsync(string path)
    {
        var (status, answer) = await SendAsync(HttpMethod.Get, path, Approver);
        status.ShouldBe(HttpStatusCode.OK, $"{path} answered {answer}");
        return answer;
    }

    /// <summary>As everybody reads it.</summary>
    public Task<(HttpStatusCode Status, JsonElement Answer)> PublicAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, Approver, body);

    public Task<(HttpStatusCode Status, JsonElement Answer)> PostAsDelivererAsync(string path, object body) => SendAsync(HttpMethod.Post, path, Deliverer, body);

    public Task<(HttpStatusCode Status, JsonElement Answer)> ApproveAsync(JsonElement candidate) =>
        PostAsync($"candidates/{candidate.Text("id")}/approve", new { @base = candidate.Text("base") });

    /// <summary>Classes of a period as everybody reads them.</summary>
    public async Task<IEnumerable<int?>> ClassesAsync(string period)
    {
        var (_, page) = await PublicAsync($"classifications/{Method}?period={period}");
        return [.. page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("class") is { ValueKind: JsonValueKind.Number } c ? c.GetInt32() : (int?)null)];
    }

    /// <summary>The feed: types, of releases with their number, of areas with their code.</summary>
    public async Task<List<string>> FeedAsync() => [.. (await Host.ReadAsync(db => db.FeedEvents.OrderBy(e => e.Position).ToListAsync())).Select(e =>
    {
        var data = JsonDocument.Parse(e.Document).RootElement.GetProperty("data");
        return EventTypes.ShortName(e.Type) + (e.Type == EventTypes.ReleaseIngested ? $" {data.GetProperty("release")}" : e.Area is null ? "" : $" {e.Area}");
    })];

    public Task<List<string>> VersionsAsync() => Host.ReadAsync(async db =>
        (await db.Publications.OrderBy(p => p.Sequence).ToListAsync()).Select(p => p.Version.ToString()).ToList());

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        await Upstream.DisposeAsync();
        File.Delete(keys);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(HttpMethod method, string path, string? key, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }
}

internal static class JsonReading
{
    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();
}
