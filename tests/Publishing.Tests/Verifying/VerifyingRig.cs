using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Tests.Rig;
using Utanforskap.Publishing.Verifying;

namespace Utanforskap.Publishing.Tests.Verifying;

/// <summary>A method with an index, a need and a distance, published from releases; and what Classification and Indicators say when they are asked to compute again.</summary>
internal sealed class VerifyingRig : IAsyncDisposable
{
    public const string Method = "assessed";
    public const string Division = "RegSO2020";

    private const string OperatorKey = "the operator's long random key";

    private readonly Dictionary<(long Release, string Period), ClassificationColumn> again = [];
    private readonly Upstream upstream;
    private readonly HttpClient client;

    private VerifyingRig(Upstream upstream, PublishingHost host, HttpClient client) => (this.upstream, Host, this.client) = (upstream, host, client);

    public PublishingHost Host { get; }

    /// <summary>What Indicators finds different, and why it cannot compute again.</summary>
    public List<RecomputedDifference> Indicators { get; } = [];

    public string? IndicatorsProblem { get; set; }

    /// <summary>Why Classification cannot compute again.</summary>
    public string? Problem { get; set; }

    /// <summary>What Indicators was asked.</summary>
    public List<ColumnsRequest> Asked { get; } = [];

    public static async Task<VerifyingRig> StartAsync(string method = Method, params (string Key, string Value)[] settings)
    {
        VerifyingRig? rig = null;
        var upstream = await Upstream.StartAsync(server =>
        {
            server.Routes.MapGet("/recomputations/{method}", (long release, string division, string period) => rig!.Problem is { } problem
                ? Results.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity)
                : Results.Ok(rig.again[(release, period)]));
            server.Routes.MapPost("/recomputations", (ColumnsRequest request) =>
            {
                rig!.Asked.Add(request);
                return rig.IndicatorsProblem is { } problem ? Results.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity) : Results.Ok(rig.Indicators);
            });
        });
        upstream.Methods.Add(Made.Method(method) with
        {
            Parts = [new("need-crime", PartKind.Need, "brottslighet", "crime"), new("distance", PartKind.Distance, "avstånd", "distance")],
        });
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(OperatorKey)));
        var host = await PublishingHost.CreateAsync(upstream, [("Door:OperatorKeyHash", hash), .. settings]);
        await host.StartAsync();
        rig = new VerifyingRig(upstream, host, host.Client());
        return rig;
    }

    /// <summary>A column with an index, a need, a distance, an input and limits.</summary>
    public static ClassificationColumn Column(string period, params int?[] classes)
    {
        var column = Made.Column(Method, Division, period, classes);
        return column with
        {
            Index = [.. classes.Select((c, i) => c + (0.1 * i))],
            Parts = [new("need-crime", [.. classes.Select(c => c == 1 ? 1 : c is null ? null : (double?)0)]), new("distance", [.. classes.Select((_, i) => (double?)(i / 3.0))])],
            Inputs = [new UsedInput("crime-rate", 1, Division, period), new UsedInput("turnout", 0, Division, null)],
            Limits = [1.0 / 3],
        };
    }

    /// <summary>Publishes columns as of a release; computed again they come out the same until a test says otherwise.</summary>
    public async Task<string> PublishAsync(long release, params ClassificationColumn[] columns)
    {
        foreach (var column in columns.Select(c => c with { Method = upstream.Methods[0].Id }))
        {
            upstream.Result(release, column);
            ComesOut(release, column);
        }

        await Host.EndAsync(
            Made.Classified(release, [.. columns.Select(c => (upstream.Methods[0].Id, c.Division, c.Period))]));
        return await Host.ReadAsync(db => db.Publications.OrderByDescending(p => p.Sequence).Select(p => p.Id).FirstAsync());
    }

    public void ComesOut(long release, ClassificationColumn column) => again[(release, column.Period)] = column with { Release = release };

    public async Task<JsonElement> VerifyAsync(string publication, bool state = false)
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, $"publications/{publication}/verify{(state ? "?state=true" : "")}", OperatorKey);
        status.ShouldBe(HttpStatusCode.OK, $"{answer}");
        return answer;
    }

    public async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(HttpMethod method, string path, string? key = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}");
        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public Task<T> NightAsync<T>(Func<NightlyRound, Task<T>> act) => WithAsync(act);

    public Task<T> VerificationsAsync<T>(Func<Verifications, Task<T>> act) => WithAsync(act);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Host.DisposeAsync();
        await upstream.DisposeAsync();
    }

    private async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> act)
        where TService : notnull
    {
        await using var scope = Host.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }
}
