using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Utanforskap.Definitions;
using Utanforskap.ServiceDefaults.Hosting;

namespace Utanforskap.ServiceDefaults.Tests.Hosting;

public sealed class HostingTests
{
    private const string Key = "the-key-of-the-services";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("the-key-of-the-service", HttpStatusCode.Unauthorized)]
    [InlineData(Key, HttpStatusCode.OK)]
    public async Task Only_the_services_own_key_opens_an_internal_service(string? key, HttpStatusCode expected)
    {
        await using var app = await StartAsync(app => app.MapGet("/", () => "hello"));
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        var answer = await client.GetAsync(new Uri("/", UriKind.Relative), Stop);
        answer.StatusCode.ShouldBe(expected);
        if (expected != HttpStatusCode.OK)
        {
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }

        (await client.GetAsync(new Uri("/health/live", UriKind.Relative), Stop)).StatusCode.ShouldBe(HttpStatusCode.OK, "health asks for no key");
    }

    [Fact]
    public async Task A_fault_is_told_as_a_problem_without_its_stack_trace()
    {
        await using var app = await StartAsync(app => app.MapGet("/fault", string () => throw new InvalidOperationException("secret inner words")));
        using var client = Client(app);
        var answer = await client.GetAsync(new Uri("fault", UriKind.Relative), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        problem.GetProperty("status").GetInt32().ShouldBe(500);
        problem.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_read_is_tried_again_until_the_other_service_is_back_and_carries_the_trace()
    {
        var calls = 0;
        string? trace = null;
        await using var app = await StartAsync(app => app.MapPost("/columns/read", (HttpContext context) =>
        {
            trace = context.Request.Headers.TraceParent;
            return ++calls < 3 ? Results.StatusCode(503) : Results.Json(new { calls });
        }));
        using var client = Client(app);
        using var span = Telemetry.Source.StartActivity("test");
        var answer = await client.PostAsJsonAsync("columns/read", new { asOf = 1 }, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        calls.ShouldBe(3, "two refusals are followed by a third call");
        trace.ShouldNotBeNull().ShouldContain(span.ShouldNotBeNull().TraceId.ToHexString());
    }

    [Fact]
    public async Task An_act_is_sent_once()
    {
        var calls = 0;
        await using var app = await StartAsync(app => app.MapPost("/refusals/x/accept", () =>
        {
            calls++;
            return Results.StatusCode(503);
        }));
        using var client = Client(app);
        (await client.PostAsync(new Uri("refusals/x/accept", UriKind.Relative), null, Stop)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        calls.ShouldBe(1, "an act that may have happened is not repeated behind the caller's back");
    }

    [Fact]
    public void An_internal_service_without_a_credential_does_not_start()
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddServiceDefaults("Ingestion");
        var app = builder.Build();
        Should.Throw<OptionsValidationException>(() => app.UseServiceDefaults(internalOnly: true)).Message.ShouldContain("Services:Credential");
    }

    [Fact]
    public void Several_wrong_settings_are_told_in_a_sentence_each_and_other_faults_are_left_alone()
    {
        var one = new OptionsValidationException("a", typeof(string), ["The first is missing."]);
        var two = new OptionsValidationException("b", typeof(string), ["The second is missing."]);
        StartRefusal.Sentence(one).ShouldBe("The first is missing.");
        StartRefusal.Sentence(new AggregateException(one, two)).ShouldBe("The first is missing. The second is missing.");
        StartRefusal.Sentence(new DefinitionException([new DefinitionError("a.yaml", 2, 5, "something is wrong")])).ShouldBe("a.yaml(2,5): something is wrong");
        StartRefusal.Sentence(new AggregateException(one, new InvalidOperationException())).ShouldBeNull("a stack trace is needed there");
    }

    private static HttpClient Client(WebApplication app) => app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("Ingestion");

    private static async Task<WebApplication> StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Services:Credential"] = Key;
        builder.AddServiceDefaults("Ingestion");
        builder.AddServiceClient("Ingestion");
        var app = builder.Build();
        app.UseServiceDefaults(internalOnly: true);
        map(app);
        await app.StartAsync(Stop);
        app.Configuration["Services:Ingestion"] = app.Urls.Single();
        return app;
    }
}
