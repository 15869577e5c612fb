using System.Diagnostics;
using Utanforskap.Testing;

namespace Utanforskap.Pipeline;

/// <summary>A release as a collector of traces sees it.</summary>
[Trait("Category", "Slow")]
public sealed class OneTrace
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_release_is_one_trace_of_all_four_services_from_the_poll_to_the_event_on_AMQP()
    {
        await using var collector = await TraceCollector.StartAsync();
        await using var system = await RunningSystem.StartAsync("sample", new Dictionary<string, string> { ["Telemetry__Otlp"] = collector.Address.ToString() });
        await using var subscriber = await Subscriber.ConnectAsync((await system.StatusAsync()).GetProperty("amqp").GetString()!, "release.ingested.population");
        await system.UtanAsync("release", "ALV001", "--wait");
        await subscriber.UntilAsync(events => events.Count > 0, Limit, "release.ingested on AMQP");

        // What ends in good order sends its last spans before it does.
        await system.UtanAsync("down");

        var told = subscriber.Events.ShouldHaveSingleItem("one release is told once").GetProperty("id").GetString()!;
        var parent = ActivityContext.Parse(subscriber.TraceParentOf(told).ShouldNotBeNull("the message carries a traceparent"), null);
        var spans = collector.Spans.Where(span => span.TraceId == parent.TraceId.ToHexString()).ToList();
        var root = spans.Where(span => span.Parent.Length == 0).ShouldHaveSingleItem($"a trace has one root: {Tell(spans)}");
        root.Service.ShouldBe("Ingestion");
        root.Name.ShouldBe("poll", "it begins where the release is found");
        var known = spans.Select(span => span.SpanId).ToHashSet();
        spans.Where(span => span.Parent.Length > 0 && !known.Contains(span.Parent)).Select(span => $"{span.Service}: {span.Name}")
            .ShouldBeEmpty("the parent of each span is in the trace");
        known.ShouldContain(parent.SpanId.ToHexString(), "a subscriber's own spans hang on one of ours");
        spans.Select(span => span.Service).Where(service => service != "Simulator").Distinct()
            .ShouldBe(["Ingestion", "Indicators", "Classification", "Publishing"], ignoreOrder: true);
        spans.ShouldContain(
            span => span.Service == "Publishing" && span.Name == "send utanforskap.events", $"it reaches the event on AMQP: {Tell(spans)}");
    }

    private static string Tell(IEnumerable<CollectedSpan> spans) =>
        string.Join(", ", spans.GroupBy(span => $"{span.Service}: {span.Name}").Select(same => $"{same.Key} ({same.Count()})"));
}
