using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging;
using Utanforskap.ServiceDefaults.Messaging.Sending;
using Utanforskap.Testing;

namespace Utanforskap.ServiceDefaults.Tests.Messaging;

[Trait("Category", "Slow")]
public sealed class MeasureTests
{
    private static readonly Uri NoBroker = new("amqp://guest:guest@127.0.0.1:9");

    [Fact]
    public async Task The_outbox_is_measured_by_its_size_its_dead_and_the_age_of_the_oldest_that_waits()
    {
        const int Waiting = 3;
        const int Dead = 2;
        var stored = DateTimeOffset.UnixEpoch;
        await using var database = await TestDatabase.CreateAsync();
        await using var alpha = await TestService.StartAsync("Alpha", database.ConnectionString, NoBroker, _ => { }, TimeSpan.FromSeconds(1));
        await using (var context = await alpha.OpenAsync())
        {
            for (var number = 0; number < Waiting + Dead; number++)
            {
                context.Add(new OutboxMessage
                {
                    Id = Contracts.ContentId.GuidOf("measured", $"{number}"),
                    Type = "Loose",
                    Body = "{}",
                    // The dead are older, and not counted.
                    StoredAt = stored.AddDays(number < Waiting ? number : -1),
                    DueAt = number < Waiting ? stored : null,
                    State = number < Waiting ? MessageState.Waiting : MessageState.Dead,
                });
            }

            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var seen = new ConcurrentBag<(string Name, string? Unit, double Value)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == Telemetry.Name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => seen.Add((instrument.Name, instrument.Unit, value)));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => seen.Add((instrument.Name, instrument.Unit, value)));
        listener.Start();

        // Other services of this process measure too; only this one's outbox is as old as time itself.
        var before = TimeProvider.System.GetUtcNow();
        await Eventually.HoldsAsync(() =>
        {
            seen.Clear();
            listener.RecordObservableInstruments();
            var age = seen.Where(measure => measure.Name == "utanforskap.outbox.age").Max(measure => measure.Value);
            age.ShouldBeInRange((before - stored).TotalSeconds - 60, (TimeProvider.System.GetUtcNow() - stored).TotalSeconds);
            seen.ShouldContain(("utanforskap.outbox.size", "{message}", Waiting));
            seen.ShouldContain(("utanforskap.outbox.dead", "{message}", Dead));
            seen.Where(measure => measure.Name == "utanforskap.outbox.age").ShouldAllBe(measure => measure.Unit == "s");
            return Task.CompletedTask;
        });
    }
}
