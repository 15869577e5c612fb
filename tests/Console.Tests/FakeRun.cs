using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Utanforskap.Console.Processes;
using Utanforskap.Console.Running;
using Utanforskap.Console.Servers;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Console.Tests;

/// <summary>A simulated source and a Publishing that behave as the real ones at their addresses, and misbehave on request.</summary>
internal sealed class FakeRun : IAsyncDisposable
{
    private static readonly string[] Tables = ["TAB1", "TAB2", "TAB1"];
    private readonly TemporaryState _temporary = new();
    private readonly WebApplication _app;
    private int _published;

    private FakeRun(WebApplication app) => _app = app;

    /// <summary>Calls that were made, in order, without their answers.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The next so many calls are answered with 503, as by a service that just starts.</summary>
    public int Unavailable { get; set; }

    /// <summary>The source publishes, and then the connection breaks.</summary>
    public bool LoseAnswer { get; set; }

    /// <summary>What Ingestion finds: accepted, unchanged or refused.</summary>
    public string Outcome { get; set; } = "accepted";

    /// <summary>The publications, and of each what verifying it finds: verified, differs or not-recomputable.</summary>
    public Dictionary<string, string> Verifications { get; } = [];

    public State.StateFolder State => _temporary.Folder;

    public static async Task<FakeRun> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var port = Ports.FindFree(1)[0];
        builder.WebHost.UseUrls(LocalSystem.Address(port));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var run = new FakeRun(app);
        run.Map();
        await app.StartAsync();
        new RunSettings("sample", new PortPlan(port, 1, 1, 1, port, 1, new RabbitPorts(1, 1, 1, 1))).Write(run.State.Create());
        run.State.Secret("operator.key");
        run.State.PidFile(LocalSystem.Supervisor).WriteOwn();
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        State.PidFile(LocalSystem.Supervisor).Delete();
        await _app.DisposeAsync();
        _temporary.Dispose();
    }

    private void Map()
    {
        _app.Use(async (context, next) =>
        {
            Calls.Add($"{context.Request.Method} {context.Request.Path}");
            if (Unavailable > 0)
            {
                Unavailable--;
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }

            await next();
        });
        _app.MapGet("/control/releases", () => Json(new { items = Tables.Select((table, i) => new { table, released = Released(i), position = i + 1, published = i < _published }) }));
        _app.MapPost("/control/releases/next", (HttpContext context) =>
        {
            _published++;
            if (LoseAnswer)
            {
                LoseAnswer = false;
                context.Abort();
            }

            return Results.Ok();
        });
        _app.MapGet("/api/v1/registers/status", () => Json(new[] { "TAB1", "TAB2" }.Select(Status)));
        _app.MapGet("/api/v1/releases/{number:int}", (int number) => Json(Record(ReleaseStatus.Accepted, number, [])));
        _app.MapGet("/api/v1/refusals/{id}", (string id) => Json(Record(ReleaseStatus.Refused, null, [new RefusalReason("impossible", "0114R001 2023", "-3 persons")])));
        _app.MapGet("/api/v1/runs/{number:int}", (int number) => Json(new
        {
            state = "complete",
            seconds = 1.5,
            methods = new[] { new { method = "sei", outcome = "published", reason = (string?)null, publication = $"p{number}" } },
        }));
        _app.MapGet("/api/v1/publications/{id}", (string id) => id == "none" ? Results.NotFound() : Json(new { id, method = "sei", version = "1.0.0", sequence = 1, baseline = false, columns = new[] { new { division = "RegSO2020", period = "2023", areas = 3363, classes = 253 } } }));
        _app.MapGet("/api/v1/publications", (string? after) => Json(new
        {
            items = Verifications.Keys.Reverse().Skip(after is null ? 0 : 1).Take(after is null ? 1 : int.MaxValue)
                .Select(id => new { id, method = "sei", version = "1.0.0", sequence = Verifications.Keys.ToList().IndexOf(id) }),
            next = after is null && Verifications.Count > 1 ? "1" : null,
        }));
        _app.MapPost("/api/v1/publications/{id}/verify", (string id) => Json(Verified(id, Verifications[id])));
    }

    private static object Verified(string publication, string outcome) => new
    {
        publication,
        method = "sei",
        version = "1.0.0",
        outcome,
        verified = outcome == "verified",
        engine = "1",
        seconds = 1.25,
        columns = new[]
        {
            new
            {
                division = "RegSO2020", period = "2023", release = 7, methodVersion = 2, engine = "1",
                outcome = outcome == "verified" ? "equal-bytes" : outcome,
                areas = outcome == "differs" ? 1 : 0,
                cells = outcome == "differs" ? new[] { new { area = "0114R001", part = "class", published = (double?)3, recomputed = (double?)null } } : [],
                reasons = outcome == "not-recomputable" ? ["Version 2 of sei was never used here."] : Array.Empty<string>(),
            },
        },
        indicators = new[] { new { release = 7, columns = 3, differing = outcome == "differs" ? new[] { new { series = "employment", division = "RegSO2020", period = "2023", areas = 2, first = "0114R002" } } : [], problem = (string?)null } },
        state = (string?)null,
    };

    private RegisterStatus Status(string table)
    {
        var last = Tables.Take(_published).ToList().FindLastIndex(name => name == table);
        var release = last < 0 || Outcome != "accepted" ? (long?)null : last + 1;
        return new RegisterStatus(table.ToLowerInvariant(), table, release, null, null, last < 0 ? null : Released(last), last < 0 ? null : Outcome, Outcome == "refused" ? "r1" : null, null, null, null, null, null);
    }

    private static ReleaseRecord Record(ReleaseStatus status, long? number, RefusalReason[] reasons) => new(
        status, number, "id", null, "tab1", "TAB1", "hash", default, null, "poll", null, null, new ReleaseCounts(3363, 3363, 0, 0, 0, 0), reasons, null, null);

    private static DateTimeOffset Released(int index) => new(2024, 1 + index, 1, 7, 0, 0, TimeSpan.Zero);

    private static IResult Json(object value) => Results.Text(JsonSerializer.Serialize(value, WireJson.Options), "application/json");
}
