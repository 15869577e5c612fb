using System.Diagnostics;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Indicators.Tests.Recalculating;
using Utanforskap.Testing;
using static Utanforskap.Testing.ColumnSource;

namespace Utanforskap.Indicators.Tests;

/// <summary>The service as it runs, killed and fed out of order, on a real broker and database.</summary>
[Trait("Category", "Slow")]
public sealed class ServiceTests
{
    [Fact]
    public async Task Releases_that_come_early_late_twice_and_across_a_kill_end_as_if_they_came_in_order()
    {
        var sent = 0;
        await using var broker = await TestBroker.CreateAsync();
        await using var outbox = await TestDatabase.CreateAsync();
        await using var sender = await MessageSender.StartAsync("Ingestion", outbox, broker);
        await using var rig = await IndicatorsRig.StartAsync();
        await using var straight = await IndicatorsRig.StartAsync();
        for (var release = 1; release <= 6; release++)
        {
            foreach (var source in new[] { rig.Ingestion, straight.Ingestion })
            {
                source.Release(release, "population", Column("population/persons", "RegSO2020", $"{2020 + (release % 2)}", ("0114R001", 100 + release)));
            }

            await straight.HandleAsync(release, "population");
        }

        await using (var service = Start(rig, broker))
        {
            foreach (var release in new[] { 3, 1, 1, 2, 5 })
            {
                await SendAsync(release);
            }

            await UntilAsync(async () => (await rig.RowsAsync()).Count, rows => rows >= 12, service);
            await service.KillAsync();
        }

        await SendAsync(2);
        await SendAsync(6);
        await SendAsync(4);
        await using (var again = Start(rig, broker))
        {
            var expected = await straight.RowsAsync();
            await UntilAsync(async () => (await rig.RowsAsync()).Count, rows => rows >= expected.Count, again);
            (await rig.RowsAsync()).ShouldBe(expected);
            await UntilAsync(() => broker.MessagesAsync("classification"), count => count >= 6, again);
        }

        async Task SendAsync(long release) => await sender.SendAsync(
            new ReleaseIngested(release, $"id{release}", null, "population", "TAB", "hash", IndicatorsRig.AcceptedAt, null,
                [.. rig.Ingestion.ChangesOf(release).Columns.Select(c => new ChangedColumn(c.Measure, c.Division, c.Period, c.Kind, c.Areas.Count))]),
            ContentId.GuidOf("test", $"{sent++}"));
    }

    private static ServiceProcess Start(IndicatorsRig rig, TestBroker broker) => ServiceProcess.Start("Utanforskap.Indicators", new Dictionary<string, string>
    {
        ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
        ["Database__ConnectionString"] = rig.ConnectionString,
        ["Broker__Uri"] = broker.Uri.ToString(),
        ["Services__Ingestion"] = rig.Ingestion.Address.ToString(),
        ["Services__Credential"] = "secret",
    });

    private static async Task UntilAsync(Func<Task<int>> read, Func<int, bool> enough, ServiceProcess service)
    {
        var watch = Stopwatch.StartNew();
        while (await read() is var value && !enough(value))
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(90), $"it stays at {value}; the service says: {service.Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }
}
