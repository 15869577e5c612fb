using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Runs;
using Utanforskap.Publishing.Tests.Rig;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Messaging;
using Utanforskap.Testing;

namespace Utanforskap.Publishing.Tests;

/// <summary>The service as it runs: messages come by the real broker.</summary>
[Trait("Category", "Slow")]
public sealed class ReceivingTests
{
    private const string Method = "scb-omradestyp";
    private const string Division = "RegSO2020";

    [Fact]
    public async Task Releases_that_come_in_any_order_and_twice_are_published_once_and_in_order()
    {
        await using var broker = await TestBroker.CreateAsync();
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.WithBusAsync(upstream, broker);
        upstream.Methods.Add(Made.Method(Method));
        upstream.Result(1, Made.Column(Method, Division, "2022", 1, 2, 3));
        upstream.Result(2, Made.Column(Method, Division, "2023", 1, 2, 4));
        upstream.Result(3, Made.Column(Method, Division, "2022", 1, 1, 3));
        await host.StartAsync();

        foreach (var (attempt, release) in new[] { (1, 3), (1, 2), (2, 3), (1, 1), (2, 1), (2, 2) })
        {
            var now = Made.Morning.AddDays(release);
            await SendAsync(host, Made.Classified(release, (Method, Division, release == 2 ? "2023" : "2022")), $"{attempt}/{release}");
            await SendAsync(host, new IndicatorsRecalculated(release, $"{release}", now, now, now, [], [], null), $"{attempt}/{release}");
            await SendAsync(host, Made.Ingested(release), $"{attempt}/{release}");
        }

        await Eventually.TrueAsync(
            async () => await host.ReadAsync(db => db.RunStages.CountAsync()) == 12, "four stages of three releases are completed");
        (await host.ReadAsync(db => db.Publications.OrderBy(p => p.Sequence).Select(p => p.Release).ToListAsync()))
            .ShouldBe([1, 2, 3], "publications follow the numbers of the releases, not their arrival");
        var events = await host.ReadAsync(db => db.FeedEvents.OrderBy(e => e.Position).ToListAsync());
        events.Select(e => e.Position).ShouldBe(Enumerable.Range(1, events.Count).Select(n => (long)n), "the feed has no gaps");
        events.Where(e => e.Type == EventTypes.ReleaseIngested).Select(e => e.Id).ShouldBe(
            Enumerable.Range(1, 3).Select(n => ContentId.Of("event", Made.Ingested(n).ReleaseId, null, EventTypes.ReleaseIngested)), "each release is told once, in order");
        events.Where(e => e.Type == EventTypes.ClassificationChanged).Select(e => (e.Area, e.Period)).ShouldBe(
            [("0114R003", "2023"), ("0114R002", "2022")], "the new year first, then the correction");
        events.ShouldAllBe(e => e.TraceParent != null, "every event knows the trace that it belongs to");
        (await host.ReadAsync(db => db.RunStages.Where(s => s.Stage == Stages.Publishing && s.TraceId == null).CountAsync())).ShouldBe(0, "and every run too");
    }

    // As the other services do: through an outbox, each time as another message.
    private static async Task SendAsync<TMessage>(PublishingHost host, TMessage message, string key)
        where TMessage : class
    {
        await using var scope = host.Services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<IOutbox>();
        await scope.ServiceProvider.GetRequiredService<PublishingDb>().InTransactionAsync(
            _ =>
            {
                outbox.Send(message, ContentId.GuidOf("message", typeof(TMessage).Name, key));
                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken);
    }
}
