using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>Who gets through the door, and what becomes of what they bring.</summary>
public sealed class DoorTests : IAsyncLifetime
{
    private const string OperatorKey = "the operator's long random key";
    private const string DelivererKey = "an agency's long random key";

    private readonly string keys = Path.Combine(Path.GetTempPath(), $"utan-keys-{RandomNumberGenerator.GetHexString(12)}");
    private readonly List<(string Path, string? Actor, string? Type, long Bytes, string Hash)> arrived = [];
    private Upstream? upstream;
    private PublishingHost? host;
    private HttpClient? client;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(keys, $"# who may deliver\nbra:deliverer:{Hash(DelivererKey)}\nnonsense\n");
        upstream = await Upstream.StartAsync(server =>
        {
            server.Routes.MapPut("/deliveries/{register}", ArriveAsync);
            server.Routes.MapPost("/refusals/{id}/accept", ArriveAsync);
            server.Routes.MapGet("/refusals", () => new { items = Array.Empty<string>(), next = (string?)null });
            server.Routes.MapGet("/dead-letters", () => new { items = new[] { "one" }, next = (string?)null });
        });
        host = await PublishingHost.CreateAsync(
            upstream, ("Door:OperatorKeyHash", Hash(OperatorKey)), ("Door:KeysFile", keys), ("Door:FailuresPerMinute", "3"));
        await host.StartAsync();
        client = host.Client();
    }

    public async ValueTask DisposeAsync()
    {
        client!.Dispose();
        await host!.DisposeAsync();
        await upstream!.DisposeAsync();
        File.Delete(keys);
    }

    [Fact]
    public async Task An_operators_act_goes_to_its_owner_with_body_and_actor()
    {
        using var response = await SendAsync(HttpMethod.Post, "/api/v1/refusals/abc/accept", OperatorKey, JsonContent.Create(new { reason = "checked by phone" }));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var act = arrived.ShouldHaveSingleItem();
        (act.Path, act.Actor, act.Type).ShouldBe(("/refusals/abc/accept", "operator", "application/json; charset=utf-8"));
        act.Hash.ShouldBe(Hash("{\"reason\":\"checked by phone\"}"), "the written reason arrives as it was given");
    }

    [Theory]
    [InlineData("/api/v1/deliveries/crime")]
    [InlineData("/deliveries/crime")]
    public async Task A_large_delivery_is_streamed_through(string path)
    {
        var bytes = new byte[40 << 20];
        new Random(1).NextBytes(bytes);

        using var response = await SendAsync(HttpMethod.Put, path, DelivererKey, new ByteArrayContent(bytes));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var delivery = arrived.ShouldHaveSingleItem();
        (delivery.Path, delivery.Actor, delivery.Bytes).ShouldBe(("/deliveries/crime", "bra", bytes.Length));
        delivery.Hash.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)), "every byte arrives as it was sent");
    }

    [Fact]
    public async Task Without_a_key_only_reading_is_allowed()
    {
        (await client!.GetAsync(new Uri("/api/v1/methods", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var act = await SendAsync(HttpMethod.Post, "/api/v1/refusals/abc/accept", null, null);
        using var delivery = await SendAsync(HttpMethod.Put, "/deliveries/crime", null, new ByteArrayContent([1]));
        using var reading = await SendAsync(HttpMethod.Get, "/api/v1/refusals", null, null);

        new[] { act.StatusCode, delivery.StatusCode, reading.StatusCode }.ShouldAllBe(status => status == HttpStatusCode.Unauthorized);
        arrived.ShouldBeEmpty("nothing is handed on without a key");
    }

    [Fact]
    public async Task A_dead_letter_that_is_none_is_named()
    {
        using var content = JsonContent.Create(new { reason = "It is old." });
        using var response = await SendAsync(HttpMethod.Post, "/api/v1/dead-letters/publishing/x/discard", OperatorKey, content);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("There is no dead letter x.");
    }

    [Theory]
    [InlineData("GET", "/api/v1/classification/sei", null, 404, "There is nothing at /api/v1/classification/sei.")]
    [InlineData("GET", "/api/v2/methods", null, 404, "There is nothing at /api/v2/methods.")]
    [InlineData("DELETE", "/api/v1/methods", null, 405, "DELETE cannot be done here, only GET")]
    [InlineData("POST", "/api/v1/candidates/1/approve", "{\"base\":", 400, "the body is no JSON")]
    [InlineData("GET", "/api/v1/dead-letters/publishing?after=first", null, 400, "a parameter is not of its type")]
    [InlineData("POST", "/api/v1/candidates/1/approve", "base=1", 415, "content type")]
    public async Task What_no_address_takes_is_refused_with_a_sentence_that_names_the_way_out(string method, string path, string? body, int status, string sentence)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, body.StartsWith('{') ? "application/json" : "application/x-www-form-urlencoded");
        using var response = await SendAsync(new HttpMethod(method), path, OperatorKey, content);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var detail = (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("detail").GetString()!;
        detail.ShouldContain(sentence);
        detail.ShouldEndWith("/openapi/v1.json describes every address.");
    }

    [Fact]
    public async Task A_list_of_the_services_own_is_read_by_pages_too()
    {
        using var page = await SendAsync(HttpMethod.Get, "/api/v1/dead-letters/publishing?limit=5", OperatorKey, null);

        page.StatusCode.ShouldBe(HttpStatusCode.OK, await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_deliverers_key_does_not_make_an_operator()
    {
        using var response = await SendAsync(HttpMethod.Post, "/api/v1/refusals/abc/accept", DelivererKey, null);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        arrived.ShouldBeEmpty("the act is not handed on");
    }

    [Fact]
    public async Task Guessing_keys_has_to_wait_even_for_the_right_one()
    {
        for (var guess = 0; guess < 3; guess++)
        {
            using var wrong = await SendAsync(HttpMethod.Get, "/api/v1/refusals", $"guess {guess}", null);
            wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var waiting = await SendAsync(HttpMethod.Get, "/api/v1/refusals", OperatorKey, null);
        waiting.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, "after three wrong keys the address waits");
        waiting.Headers.RetryAfter.ShouldNotBeNull("it is told how long");

        host!.Time.Move(TimeSpan.FromMinutes(1));
        using var again = await SendAsync(HttpMethod.Get, "/api/v1/refusals", OperatorKey, null);
        again.StatusCode.ShouldBe(HttpStatusCode.OK, "a minute later it may try again");
    }

    [Fact]
    public async Task A_key_that_is_added_to_the_file_works_without_a_restart()
    {
        await File.AppendAllTextAsync(keys, $"night:operator:{Hash("another key")}\n", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(keys, new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        using var response = await SendAsync(HttpMethod.Get, "/api/v1/refusals", "another key", null);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Dead_letters_of_every_service_are_reached_by_name()
    {
        foreach (var service in new[] { "ingestion", "indicators", "classification" })
        {
            using var response = await SendAsync(HttpMethod.Get, $"/api/v1/dead-letters/{service}", OperatorKey, null);
            (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("items").GetArrayLength()
                .ShouldBe(1, $"{service} has one");
        }

        using var own = await SendAsync(HttpMethod.Get, "/api/v1/dead-letters/publishing", OperatorKey, null);
        own.StatusCode.ShouldBe(HttpStatusCode.OK, "publishing's own are there too");
        using var unknown = await SendAsync(HttpMethod.Get, "/api/v1/dead-letters/mail", OperatorKey, null);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private async Task ArriveAsync(HttpContext http)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 << 10];
        var bytes = 0L;
        for (int read; (read = await http.Request.Body.ReadAsync(buffer)) > 0; bytes += read)
        {
            hash.AppendData(buffer, 0, read);
        }

        arrived.Add((http.Request.Path, http.Request.Headers["X-Actor"], http.Request.ContentType, bytes, Convert.ToHexStringLower(hash.GetHashAndReset())));
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        return await client!.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
